package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// version is the command's name, version and revision, the version of Go and the
// platform: "train devel (fd66ee1, modified) go1.26.0 linux/amd64".
func version(command string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return fmt.Sprintf("%s %s %s %s/%s", command, describeBuild(info), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// describeBuild is the version of the module and the revision, if recorded.
func describeBuild(info *debug.BuildInfo) string {
	text := info.Main.Version
	if text == "" || text == "(devel)" || strings.HasPrefix(text, "v0.0.0-") { // the last repeats the revision
		text = "devel"
	}
	revision, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(7, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = ", modified"
		}
	}
	if revision != "" {
		text += fmt.Sprintf(" (%s%s)", revision, modified)
	}
	return text
}
