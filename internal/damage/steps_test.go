package damage_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"strings"
	"testing"

	"antecedent/checkpoints"
)

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

// TestForeignStep puts a whole step of another run into the place of one. It is that
// step, and no other, wherever it is read; without its word vectors it is refused.
func TestForeignStep(t *testing.T) {
	run, foreign, other := runOf(t, small), runOf(t, sameShape), runOf(t, otherShape)
	c, of := newTrial(t, run), newTrial(t, foreign)
	s := newScratch(t, run)
	for _, n := range steps {
		step := checkpoints.StepName(n)
		c.try(t, s, foreignStep(run, step, other), readers)

		s.must(t, foreignStep(run, step, foreign).do(s))
		for _, r := range readers {
			if r.slow {
				continue
			}
			o := r.read(t, s)
			ours, theirs := c.judge.sound[r.name].value, of.judge.sound[r.name].value
			if o.err != nil || o.value != ours && o.value != theirs || r.name == "open step "+fmt.Sprint(n) && o.value != theirs {
				t.Errorf("%s of another run: %s: %v, %.300q", step, r.name, o.err, o.value)
			}
		}
		s.restore(t)
	}
	c.report(t)
}

// foreignStep is the damage of a step that is one of another run.
func foreignStep(run tree, step string, foreign tree) damage {
	what := step + " is that of another run"
	return damage{kind: what, what: what, paths: append(run.under(step), foreign.vectors()), do: func(s *scratch) error {
		for _, path := range foreign.under(step)[1:] {
			if err := write(s.path(path), foreign[path], later); err != nil {
				return err
			}
		}
		return nil
	}}
}
