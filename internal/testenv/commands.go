package testenv

import (
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Commands builds train and infer, with flags of go build and without cgo, into a folder
// and returns it.
func Commands(t testing.TB, flags ...string) string {
	t.Helper()
	touchSources(t)
	bin := t.TempDir()
	args := slices.Concat([]string{"build", "-o", bin}, flags, []string{"antecedent/cmd/train", "antecedent/cmd/infer"})
	c := exec.Command("go", args...)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return bin
}

// touchSources looks at the files that the commands may be made of. The result
// of a test is cached for as long as the files that it looked at stay the same,
// and go build looks at them in a process of its own.
func touchSources(t testing.TB) {
	t.Helper()
	sources := []string{".go", ".s", ".txt", ".mod", ".sum", ".bin", ".gz", ".safetensors"}
	top := root()
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // gone since its folder was read, so no source
		case d.IsDir() && path != top && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case slices.Contains(sources, filepath.Ext(path)):
			os.Stat(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TakeSignals takes interrupts and hangups, so that the processes which a test starts
// have the default action for them even where they are ignored in this process, as after
// nohup: what a process ignores, the processes that it starts ignore too, unless it takes
// it. It is called in TestMain.
func TakeSignals() {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGHUP} {
		ignored, taken := signal.Ignored(s), make(chan os.Signal, 1)
		signal.Notify(taken, s)
		go func() {
			for range taken {
				if !ignored {
					os.Exit(1)
				}
			}
		}()
	}
}
