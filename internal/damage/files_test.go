package damage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
)

// TestFiles tries what can be done to a whole file.
func TestFiles(t *testing.T) {
	run := runOf(t, small)
	c := newTrial(t, run)
	t.Run("files", func(t *testing.T) {
		for _, path := range run.paths() {
			t.Run(path, func(t *testing.T) {
				t.Parallel()
				s := newScratch(t, run)
				for _, d := range replacements(t, run, path) {
					c.try(t, s, d, readers)
				}
			})
		}
	})
	c.report(t)
}

// replacements are the damages of a file that is something else.
func replacements(t testing.TB, run tree, path string) []damage {
	list := []damage{
		removed(t, run, path),
		rewritten(t, run, path, "emptied", ""),
		rewritten(t, run, path, "doubled", run[path]+run[path]),
		rewritten(t, run, path, "a mebibyte longer", run[path]+strings.Repeat("x", 1<<20)),
		replaced(t, run, path, "a folder", func(path string) error { return os.Mkdir(path, 0o755) }),
		replaced(t, run, path, "a folder with a file", func(path string) error { return write(filepath.Join(path, "file"), "x", newer) }),
	}
	for what, make := range special {
		list = append(list, replaced(t, run, path, what, make))
	}
	if strings.HasPrefix(path, "snapshots/") || path == "trained.bin" {
		never := newJudge(t, run.without(path)).sound
		for i := range list {
			if list[i].what == path+": removed" || list[i].what == path+" is a link to nothing" {
				list[i].never = never
			}
		}
	}
	return list
}

// replaced is the damage of a file that is removed, and of what make makes in its place.
func replaced(t testing.TB, run tree, path, what string, make func(path string) error) damage {
	d := removed(t, run, path)
	remove := d.do
	d.kind, d.what = path+" is "+what, path+" is "+what
	d.do = func(s *scratch) error {
		if err := remove(s); err != nil {
			return err
		}
		return make(s.path(path))
	}
	return d
}

// TestExchanged tries files and steps in the places of others.
func TestExchanged(t *testing.T) {
	run := runOf(t, small)
	c, s := newTrial(t, run), newScratch(t, run)
	for i, a := range steps {
		for _, b := range steps[i+1:] {
			a, b := checkpoints.StepName(a), checkpoints.StepName(b)
			c.try(t, s, exchanged(run, a, b), readers)
			for _, path := range run.paths() {
				if name, ok := strings.CutPrefix(path, a+"/"); ok {
					c.try(t, s, exchanged(run, path, b+"/"+name), readers)
					c.try(t, s, copied(run, path, b+"/"+name), readers)
					c.try(t, s, copied(run, b+"/"+name, path), readers)
				}
			}
		}
	}
	c.try(t, s, exchanged(run, "snapshots/step-000000.safetensors", "snapshots/step-000002.safetensors"), readers)
	c.try(t, s, copied(run, "snapshots/step-000000.safetensors", "snapshots/step-000002.safetensors"), readers)
	c.try(t, s, copied(run, "step-000002/model.safetensors", "snapshots/step-000002.safetensors"), readers)
	c.try(t, s, copied(run, "snapshots/step-000002.safetensors", "step-000002/model.safetensors"), readers)
	c.report(t)
}

// exchanged is the damage of two files or folders in each other's place.
func exchanged(run tree, a, b string) damage {
	what := fmt.Sprintf("%s and %s exchanged", a, b)
	return damage{kind: what, what: what, paths: append(run.under(a), run.under(b)...), do: func(s *scratch) error {
		aside := s.path("aside")
		for _, move := range [][2]string{{s.path(a), aside}, {s.path(b), s.path(a)}, {aside, s.path(b)}} {
			if err := os.Rename(move[0], move[1]); err != nil {
				return err
			}
		}
		return s.touch(append(run.under(a), run.under(b)...))
	}}
}

// copied is the damage of a file with the content of another.
func copied(run tree, from, to string) damage {
	what := fmt.Sprintf("%s with the content of %s", to, from)
	return damage{kind: what, what: what, paths: []string{to}, do: func(s *scratch) error { return write(s.path(to), run[from], later) }}
}

// under are the paths of a file, or of a folder and all files in it.
func (f tree) under(name string) []string {
	list := []string{name}
	for _, path := range f.paths() {
		if strings.HasPrefix(path, name+"/") {
			list = append(list, path)
		}
	}
	return list
}
