package damage_test

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// A trial damages copies of a run, lets the readers read them, and counts the verdicts.
type trial struct {
	run   tree
	judge *judge

	mu       sync.Mutex
	damages  int
	verdicts [3]int
	problems map[string]int    // how often, by reader and file
	examples map[string]string // the first of each
}

func newTrial(t testing.TB, run tree) *trial {
	return &trial{run: run, judge: newJudge(t, run), problems: map[string]int{}, examples: map[string]string{}}
}

// patience is how long a reader may take before it counts as one that hangs.
const patience = time.Minute

// try damages the run in s, lets each of the readers read it, and restores it.
func (c *trial) try(t testing.TB, s *scratch, d damage, readers []reader) {
	t.Helper()
	done := false
	for _, r := range readers {
		if !done {
			s.must(t, d.do(s))
			done = true
		}
		o, err := guarded(t, r, s)
		var v verdict
		if err == nil {
			v, err = c.judge.check(r, o, d)
		}
		c.count(r, d, v, err)
		if r.writes {
			s.restore(t)
			done = false
		}
	}
	switch {
	case !done:
	case d.undo != nil:
		s.must(t, d.undo(s))
	default:
		s.restore(t)
	}
	c.mu.Lock()
	c.damages++
	c.mu.Unlock()
}

// guarded lets a reader read. The error says that it panicked, or did not come back.
func guarded(t testing.TB, r reader, s *scratch) (o outcome, err error) {
	end := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				stack := make([]byte, 2000)
				end <- fmt.Errorf("it panicked: %v\n%s", p, stack[:runtime.Stack(stack, false)])
				return
			}
			end <- nil
		}()
		o = r.read(t, s)
	}()
	select {
	case err = <-end:
		return o, err
	case <-time.After(patience):
		return outcome{}, fmt.Errorf("it had not returned after %v", patience)
	}
}

func (c *trial) count(r reader, d damage, v verdict, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.verdicts[v]++
		return
	}
	key := r.name + ", " + d.kind
	if c.problems[key]++; c.problems[key] == 1 {
		c.examples[key] = fmt.Sprintf("%s: %v", d.what, err)
	}
}

// report fails the test if a promise was broken, and logs the figures.
func (c *trial) report(t testing.TB) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(c.problems)) {
		t.Errorf("%s: %d times, first %s", key, c.problems[key], c.examples[key])
	}
	t.Logf("%d damages; readings: %d refused by name, %d of another step with a warning, %d harmless",
		c.damages, c.verdicts[refused], c.verdicts[passed], c.verdicts[harmless])
}

// affected are the readers that the contents of a file can matter to: a training that
// goes on, and those to which any of a few great changes of it makes a difference. Of a
// small file they are all.
func (c *trial) affected(t testing.TB, s *scratch, path string) (list []reader) {
	t.Helper()
	inverted := []byte(c.run[path])
	for i := range inverted {
		inverted[i] ^= 1
	}
	probes := []damage{
		removed(t, c.run, path),
		rewritten(t, c.run, path, "emptied", ""),
		rewritten(t, c.run, path, "inverted", string(inverted)),
		rewritten(t, c.run, path, "doubled", c.run[path]+c.run[path]),
	}
	for _, r := range readers {
		sound := c.judge.sound[r.name]
		if r.name == "finish" || len(c.run[path]) < 200 || slices.ContainsFunc(probes, func(d damage) bool {
			s.must(t, d.do(s))
			defer s.restore(t)
			o, err := guarded(t, r, s)
			return err != nil || o.err != nil || len(o.warnings) > 0 || o.value != sound.value || o.history != sound.history
		}) {
			list = append(list, r)
		}
	}
	return list
}
