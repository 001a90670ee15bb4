// Package damage_test tests one property of the files of a run, from the side of those
// who read them: whatever is done to a file, every reader
//
//   - returns exactly what it returns of the undamaged run,
//   - or returns an error that names the file,
//   - or, of a whole run, reads another of its steps that is whole, with a warning that
//     names the file,
//
// and never panics, hangs, or returns anything else. A training that is resumed ends in
// the same bytes, and leaves all other files as they were.
//
// The history, metrics.jsonl, has no checksum. For it, harmless means: it is read with
// every row whose line is whole, at most two others have other numbers, and resuming
// keeps every line that is whole. Weights, answers and the course of the training do not
// depend on it.
//
// What cannot be known is no damage here: that a snapshot, the record of texts or a step
// was deleted, unless latest or another step names it; and that a snapshot, a history or a
// whole step is of another run of the same shape.
package damage_test

import "testing"

// TestBytes tries every mutation of a byte, at positions that are spread over each file.
func TestBytes(t *testing.T) { tryBytes(t, plan{positions: 12, rare: 40}) }

func tryBytes(t *testing.T, p plan) {
	c := newTrial(t, runOf(t, small))
	t.Run("files", func(t *testing.T) {
		for _, path := range c.run.paths() {
			t.Run(path, func(t *testing.T) {
				t.Parallel()
				s := newScratch(t, c.run)
				matters := c.affected(t, s, path)
				for number := range mutations {
					c.tryFile(t, s, path, number, matters, p)
				}
			})
		}
	})
	c.report(t)
}
