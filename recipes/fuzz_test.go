package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each step of a recipe that is read has a name of its own and a command.
func FuzzRecipe(f *testing.F) {
	english, err := os.ReadFile("english.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(english)
	f.Add([]byte(`{"steps": [{"name": "a", "command": "train --steps 1"}, {"name": "a", "command": "infer eval"}]}`))
	f.Add([]byte(`{"step": []}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "recipe.json")
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
		r, err := read(path)
		if err != nil {
			if !strings.HasPrefix(err.Error(), path) {
				t.Errorf("error %q", err)
			}
			return
		}
		names := map[string]bool{}
		for _, s := range r.Steps {
			if names[s.Name] || s.Name == "" || len(strings.Fields(s.Command)) < 2 {
				t.Errorf("step %+v", s)
			}
			names[s.Name] = true
		}
	})
}
