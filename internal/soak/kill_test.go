package soak_test

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// lives are runs that between them do all that a run does with its folder.
var lives = []string{
	"--steps 40 --save-every 2 --eval-every 5 --keep 1 --snapshots 4",
	"--steps 40 --save-every 3 --eval-every 4 --keep 3 --snapshots 6 --dropout 0.2 --lr 0.05",
	"--steps 100 --save-every 4 --eval-every 2 --keep 1 --patience 5 --lr 0.1",
	"--steps 30 --save-every 1 --eval-every 7 --keep 0 --vectors vectors.txt",
}

// newLives makes a workload of each of lives.
func newLives(t *testing.T, s *trial) (list []*workload) {
	for _, flags := range lives {
		list = append(list, newWorkload(t, s, flags))
	}
	return list
}

// killedAtRandom kills runs and what resumes them: at any time, in their first save, in
// their last one, and after they are finished.
func killedAtRandom(t *testing.T, s *trial) {
	works := newLives(t, s)
	kills, saved := 0, 0
	began := time.Now()
	for i := range s.rounds(t) {
		w, run, newest := works[i%len(works)], fmt.Sprint("run-", i), -1
		what := fmt.Sprintf("round %d, %s", i, w.flags)
		for k, finished := 0, false; k < 8 && !finished && !t.Failed(); k++ {
			p := w.goOn(t, run)
			switch s.random.IntN(4) {
			case 0:
				p.endAt(w.path(run, fmt.Sprintf(".tmp-step-%06d-1", w.first)), s.moment(3*time.Millisecond))
			case 1:
				p.endAt(w.path(run, fmt.Sprintf(".tmp-step-%06d-1", w.last)), s.moment(3*time.Millisecond))
			default:
				p.endAfter(s.moment(w.took / 2))
			}
			p.Process.Kill()
			switch code := p.end(); {
			case code == 0:
				finished = true
			case code < 0:
				kills++
			default:
				t.Errorf("%s: it ends with %d: %s", what, code, p.stderr.String())
			}
			before := newest
			if newest = w.checkReadable(t, fmt.Sprintf("%s, kill %d", what, k), run); newest < before {
				t.Errorf("%s, kill %d: step %d is lost, step %d is left", what, k, before, newest)
			}
			if newest >= 0 && !finished {
				saved++
			}
		}
		w.finish(t, what, run)
		p := w.goOn(t, run)
		p.endAfter(s.moment(w.took / 4))
		p.Process.Kill()
		if p.end() < 0 {
			kills, saved = kills+1, saved+1
		}
		w.finish(t, what+", killed after it was finished", run)
		if !t.Failed() {
			os.RemoveAll(w.path(run))
		}
	}
	figures(t, began, "%d kills, %d of them with a saved step: no step lost, all runs ended in the same bytes", kills, saved)
}

// endAt lets a process run until a path exists and for some time more, or to its end.
func (p *process) endAt(path string, more time.Duration) {
	for range 100_000 {
		if _, err := os.Lstat(path); err == nil {
			break
		}
		select {
		case <-p.done:
			return
		default:
			time.Sleep(20 * time.Microsecond)
		}
	}
	p.endAfter(more)
}
