// Package damage_test tests one property of the files of a run, from the side of those
// who read them: whatever is done to a file, every reader
//
//   - returns exactly what it returns of the undamaged run,
//   - or returns an error that names the file,
//   - or, of a whole run, reads another of its steps that is whole, with a warning that
//     names the file,
//
// and never panics, hangs, or returns anything else. A training that goes on ends in the
// same bytes. Two files of a run have no checksum: metrics.jsonl, of which see
// [judge.keepsRows], and the lock, which is empty.
package damage_test

import "testing"

// TestBytes tries every mutation of a byte, at positions that are spread over each file.
func TestBytes(t *testing.T) { tryBytes(t, plan{positions: 20, rare: 30}) }

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
