package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that is no configuration is refused in a message that can be read, however
// many keys it has and however long they and their values are.
func TestUnknownKeysAreBounded(t *testing.T) {
	var many strings.Builder
	for i := range 60000 {
		fmt.Fprintf(&many, ",\n\"k%d\":1", i)
	}
	long := strings.Repeat("x", 1e6)
	for content, want := range map[string]string{
		"{" + many.String()[1:] + "}":                     "k19 (line 21), and 59980 more; the keys",
		`{"` + long + `":1}`:                              "xxx (line 1); the keys",
		`{"seed":"` + long + `"}`:                         "xxx: use",
		`{"steps":{"` + long + `":1}}`:                    "xxx: use",
		`{"steps":1,` + "\n" + `"steps":"` + long + `"}`:  "stands in line 1 as well",
		`{"` + long[:4e5] + `":1,"` + long[:4e5] + `":1}`: "stands in line 1 as well",
	} {
		path := filepath.Join(t.TempDir(), "config.json")
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		err := example(new(string)).ReadConfig(t.Context(), path)
		if err == nil || !strings.Contains(err.Error(), want) || len(err.Error()) > 4000 {
			t.Errorf("%.40q and so on: %.4000q, without %q", content, fmt.Sprint(err), want)
		}
	}
}
