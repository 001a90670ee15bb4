package damage_test

import (
	"fmt"
	"maps"
	"os"
	"path"
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

// TestSteps tries what can be done to the folder of a step.
func TestSteps(t *testing.T) {
	run := runOf(t, small)
	c, s := newTrial(t, run), newScratch(t, run)
	for _, n := range steps {
		step := checkpoints.StepName(n)
		whole := run.under(step)
		instead := map[string]func(path string) error{
			"removed":         func(string) error { return nil },
			"a file":          func(path string) error { return write(path, "x", later) },
			"an empty folder": func(path string) error { return os.Mkdir(path, 0o755) },
		}
		maps.Copy(instead, special)
		for what, make := range instead {
			what = step + " is " + what
			c.try(t, s, damage{kind: what, what: what, paths: whole, do: func(s *scratch) error {
				if err := os.RemoveAll(s.path(step)); err != nil {
					return err
				}
				return make(s.path(step))
			}}, readers)
		}
		for _, number := range []int{0, 5, 9, 1_000_000} {
			to := checkpoints.StepName(number)
			what := step + " renamed to " + to
			c.try(t, s, damage{kind: what, what: what, paths: append(whole, to, to+"/manifest.json"), do: func(s *scratch) error {
				return os.Rename(s.path(step), s.path(to))
			}}, readers)
		}
	}
	c.report(t)
}

// TestPointers tries what latest and best can say: nothing is chosen by them.
func TestPointers(t *testing.T) {
	run := runOf(t, small)
	c, s := newTrial(t, run), newScratch(t, run)
	for _, pointer := range []string{"latest", "best"} {
		for _, says := range []string{
			"step-000002\n", "step-000004\n", "step-000006\n", "step-000008\n", "step-000002/../step-000004\n",
			"../run-0\n", "../run-0/step-000006\n", s.path("step-000002"), "/dev/zero\n", "\x00", strings.Repeat("step-000002\n", 1000),
		} {
			d := rewritten(t, run, pointer, fmt.Sprintf("says %.40q", says), says)
			c.try(t, s, d, readers)
		}
	}
	c.report(t)
}

// TestForeign tries files and steps of other runs.
func TestForeign(t *testing.T) {
	run := runOf(t, small)
	c, s := newTrial(t, run), newScratch(t, run)
	for what, v := range map[string]variant{"the same shape": sameShape, "another shape": otherShape} {
		foreign := runOf(t, v)
		for _, from := range foreign.paths() {
			to := from
			if strings.HasPrefix(from, "vectors-") {
				to = run.vectors()
			}
			switch {
			case strings.HasPrefix(from, "snapshots/"), from == "metrics.jsonl", from == "trained.bin":
				continue // these do not say of which run they are
			}
			d := rewritten(t, run, to, "that of a run of "+what, foreign[from])
			if path.Base(from) == "manifest.json" { // then all other files of the step are the wrong ones
				d.paths = run.under(path.Dir(from))
			}
			c.try(t, s, d, readers)
		}
	}
	c.report(t)
}

// vectors is the name of the file of word vectors.
func (f tree) vectors() string {
	for path := range f {
		if strings.HasPrefix(path, "vectors-") {
			return path
		}
	}
	return ""
}

// TestForeignStep puts a whole step of another run into the place of one: it is that
// step, and no other, wherever it is read.
func TestForeignStep(t *testing.T) {
	run, foreign := runOf(t, small), runOf(t, sameShape)
	c, other := newTrial(t, run), newTrial(t, foreign)
	for _, n := range steps {
		step := checkpoints.StepName(n)
		s := newScratch(t, run)
		for _, path := range foreign.under(step)[1:] {
			s.must(t, write(s.path(path), foreign[path], later))
		}
		for _, r := range readers {
			if r.slow {
				continue
			}
			o := r.read(t, s)
			a, b := c.judge.sound[r.name], other.judge.sound[r.name]
			if o.err != nil || o.value != a.value && o.value != b.value {
				t.Errorf("%s of another run: %s: %v, %.300q", step, r.name, o.err, o.value)
			}
			if r.name == "open step "+fmt.Sprint(n) && o.value != b.value {
				t.Errorf("%s of another run: %s read another step", step, r.name)
			}
		}
	}
}
