package soak_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// interrupted stops runs by signals at any time and resumes them.
func interrupted(t *testing.T, s *trial) {
	works := newLives(t, s)
	began, runs, signals, saved := time.Now(), 0, 0, 0
	for i := range s.rounds(t) {
		w, run := works[i%len(works)], fmt.Sprint("run-", i)
		for finished := false; !finished && !t.Failed(); {
			number, name := syscall.SIGINT, "SIGINT"
			if s.random.IntN(2) == 1 {
				number, name = syscall.SIGTERM, "SIGTERM"
			}
			p := w.goOn(t, run)
			p.endAfter(s.moment(w.took / 2))
			p.Process.Signal(number)
			code, newest := p.end(), newestStep(w.path(run))
			what := fmt.Sprintf("round %d, %s, %s", i, w.flags, name)
			switch {
			case code == 0:
				finished = true
			case code < 0 && p.stderr.Len() == 0: // it came before the process could take it
			case code == 128+int(number):
				signals++
				step := regexp.MustCompile(`(?m)^interrupted after step (\d+), which is saved; go on with$`).FindStringSubmatch(p.stdout.String())
				switch {
				case step != nil && fmt.Sprint(newest) == step[1]:
					saved++
				case step != nil:
					t.Errorf("%s: step %s is said to be saved; the newest is %d", what, step[1], newest)
				}
			default:
				t.Errorf("%s: it ends with %d: %s", what, code, p.stderr.String())
			}
			if newest >= 0 {
				w.checkReadable(t, what, run)
			}
		}
		checkSame(t, fmt.Sprintf("round %d, %s", i, w.flags), w.lasting(w.want), w.lasting(contents(t, w.path(run))))
		runs++
		if !t.Failed() {
			os.RemoveAll(w.path(run))
		}
	}
	figures(t, began, "%d runs, %d signals, after %d of which a step was saved: all runs ended in the same bytes", runs, signals, saved)
}

// lasting leaves out what an interrupt changes: which steps are kept beside the last and
// the best one, and that the best one was saved because of it.
func (w *workload) lasting(files map[string]string) map[string]string {
	files = maps.Clone(files)
	last := fmt.Sprintf("step-%06d", w.last)
	best := strings.TrimSpace(w.want["best"])
	maps.DeleteFunc(files, func(path, _ string) bool {
		top, name, _ := strings.Cut(filepath.ToSlash(path), "/")
		return strings.HasPrefix(top, "step-") && top != last && (top != best || name == "state.json" || name == "manifest.json")
	})
	return files
}
