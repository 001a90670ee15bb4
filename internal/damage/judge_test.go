package damage_test

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antecedent/checkpoints"
)

// A verdict says what a damage did to a reader.
type verdict int

const (
	harmless verdict = iota // the reader returned what it returns without the damage
	refused                 // an error names what is damaged
	passed                  // another whole step was read, and a warning names what is damaged
)

// A judge knows what the readers return without damage.
type judge struct {
	sound  map[string]outcome   // by the reader's name
	others map[string][]outcome // what they return of each step where the run has no other
}

// newJudge lets every reader read the run, and the run without all steps but one.
func newJudge(t testing.TB, run tree) *judge {
	t.Helper()
	j := &judge{map[string]outcome{}, map[string][]outcome{}}
	s := newScratch(t, run)
	for _, r := range readers {
		o := r.read(t, s)
		if o.err != nil || len(o.warnings) > 0 {
			t.Fatalf("the undamaged run: %s: %v, warnings %q", r.name, o.err, o.warnings)
		}
		j.sound[r.name] = o
		s.restore(t)
	}
	for _, n := range steps {
		step := run.only(checkpoints.StepName(n))
		for _, rest := range []tree{step, step.without("snapshots")} {
			s := newScratch(t, rest)
			for _, r := range readers {
				if strings.HasPrefix(r.name, "open step") {
					continue // a step that is asked for by name
				}
				if o := r.read(t, s); o.err == nil {
					j.others[r.name] = append(j.others[r.name], o)
				}
				s.restore(t)
			}
		}
	}
	delete(j.others, "history")
	delete(j.others, "snapshots")
	return j
}

// without is the tree without a file or folder.
func (f tree) without(gone string) tree {
	rest := maps.Clone(f)
	maps.DeleteFunc(rest, func(name, _ string) bool { return name == gone || strings.HasPrefix(name, gone+"/") })
	return rest
}

// only is the run with one of its steps, and neither pointer.
func (f tree) only(step string) tree {
	rest := tree{}
	for name, content := range f {
		if folder, _, _ := strings.Cut(name, "/"); folder == step || !strings.HasPrefix(folder, "step-") && folder != "latest" && folder != "best" {
			rest[name] = content
		}
	}
	return rest
}

// check judges what a reader returned of a damaged run. The error says which promise it breaks.
func (j *judge) check(r reader, o outcome, d damage) (verdict, error) {
	sound := j.sound[r.name]
	for _, line := range append(slices.Clone(o.warnings), errorText(o.err)) {
		if strings.Contains(line, "\n") {
			return 0, fmt.Errorf("a message of several lines: %q", line)
		}
	}
	if o.err != nil {
		if !d.named(o.err.Error()) {
			return 0, fmt.Errorf("the error does not name it: %w", o.err)
		}
		return refused, nil
	}
	named := slices.ContainsFunc(o.warnings, d.named)
	if len(o.warnings) > 0 && !named {
		return 0, fmt.Errorf("no warning names it: %q", o.warnings)
	}
	if r.name == "history" && keeps(o.value, sound.value, d.rows) || o.value == sound.value {
		return harmless, checkWritten(sound, o, d)
	}
	if never, ok := d.never[r.name]; ok && o.value == never.value {
		return harmless, checkWritten(never, o, d)
	}
	i := slices.IndexFunc(j.others[r.name], func(other outcome) bool { return other.value == o.value })
	switch {
	case i < 0:
		return 0, fmt.Errorf("without an error it returned %.300q, not %.300q", o.value, sound.value)
	case !named:
		return 0, fmt.Errorf("another step was taken without a warning")
	}
	return passed, checkWritten(j.others[r.name][i], o, d)
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// checkWritten judges what a reader that writes left of the history and of all files.
func checkWritten(sound, o outcome, d damage) error {
	if o.history != sound.history && !keeps(o.history, sound.history, d.lines) {
		return fmt.Errorf("it left the history %q, not %q", o.history, sound.history)
	}
	for _, name := range o.changed {
		switch name {
		case "latest", "best", "metrics.jsonl", ".lock":
		default:
			if !slices.Contains(d.paths, name) {
				return fmt.Errorf("it changed %s", name)
			}
		}
	}
	return nil
}

// A damage is something that is done to a run.
type damage struct {
	kind  string   // for the report
	what  string   // the same, in detail
	paths []string // the files that are not as they were, by their paths in the run
	do    func(s *scratch) error
	undo  func(s *scratch) error // if no reader has written; nil: it takes a restore

	never map[string]outcome // of a file that is not missed: what the readers return of a run that never had it

	// Of a damage to the history, whose file has no checksum: the lines that the damage
	// changed or removed, and what the reader "history" makes of them.
	lines, rows []string
}

// named reports whether a message names a damaged file: its base name and, of a file in
// a folder of the run, the name of that folder.
func (d damage) named(message string) bool {
	message = filepath.ToSlash(message)
	return slices.ContainsFunc(d.paths, func(p string) bool {
		switch p {
		case "latest", "best": // are words, too
			return strings.Contains(message, "/"+p)
		}
		folder := strings.TrimPrefix(path.Dir(p), ".")
		return strings.Contains(message, path.Base(p)) && strings.Contains(message, folder)
	})
}

// keeps reports whether a history has all lines of the sound one, but for those that a
// damage changed, and no more than two others. The numbers of a changed line may be any.
func keeps(history, sound string, changed []string) bool {
	if changed == nil {
		return false
	}
	others, got := 0, strings.SplitAfter(history, "\n")
	want := strings.SplitAfter(sound, "\n")
	for _, line := range got {
		if !slices.Contains(want, line) {
			others++
		}
	}
	return others <= 2 && !slices.ContainsFunc(want, func(line string) bool { return !slices.Contains(changed, line) && !slices.Contains(got, line) })
}
