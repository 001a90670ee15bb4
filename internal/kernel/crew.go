package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// crew are the goroutines that help a call of [Parallel]. A product of the
// model takes 20 to 100 µs, and to start a goroutine on a sleeping processor
// takes as long; a worker therefore looks out for more work for a while. Then it
// ends, so that an idle program keeps no goroutine.
var crew team

type team struct {
	busy    sync.Mutex // held by the call that is being helped
	workers []*worker

	// The work of that call, written while no worker is at it.
	piece     func(i int)
	stretches []stretch // the caller's, then each helper's
	failed    atomic.Pointer[any]
}

// stretch is the part of the pieces that one processor begins with. It is the
// same part in every call, so that a processor finds the rows in its cache that
// it wrote in the last one. Who is done with his own goes on with the others'.
type stretch struct {
	next atomic.Int64
	end  int64
	_    [48]byte // no two share a cache line
}

// worker is a place for a goroutine.
type worker struct {
	state atomic.Int32
	_     [60]byte // the states of two workers share no cache line
	run   func()   // bound once: starting it allocates nothing
}

// The states of a worker. The caller moves absent and idle to offered, and
// offered back to idle if it finds no work left; the worker does the rest.
const (
	absent  = iota // no goroutine
	idle           // looking out for work
	offered        // there is some
	working
)

const (
	// outlook is how long an idle worker looks for work before it gives up:
	// longer than what a training step does on one processor between two calls.
	// With 50 µs, eight workers had to be started in a step of R1, which took half
	// as long again.
	outlook = 2 * time.Millisecond

	glances = 256 // between two chances for other goroutines, some µs
)

// share does the work of one call with some helpers. It frees the crew.
func (t *team) share(helpers, n int, piece func(i int)) {
	defer t.busy.Unlock()
	for len(t.workers) < helpers {
		w, own := new(worker), len(t.workers)+1
		w.run = func() { t.lend(w, own) }
		t.workers = append(t.workers, w)
	}
	for len(t.stretches) < helpers+1 {
		t.stretches = append(t.stretches, stretch{})
	}
	t.piece, t.stretches = piece, t.stretches[:helpers+1]
	for i := range t.stretches {
		t.stretches[i].next.Store(int64(i * n / len(t.stretches)))
		t.stretches[i].end = int64((i + 1) * n / len(t.stretches))
	}
	t.failed.Store(nil)
	called := t.workers[:helpers]
	for _, w := range called {
		if !w.state.CompareAndSwap(idle, offered) {
			w.state.Store(offered)
			go w.run()
		}
	}
	defer t.gather(called)
	t.work(0)
}

// gather waits for the helpers that began, takes the offer back from those that
// did not, and re-raises what went wrong.
func (t *team) gather(called []*worker) {
	for _, w := range called {
		if w.state.CompareAndSwap(offered, idle) {
			continue
		}
		for spins := 1; w.state.Load() == working; spins++ {
			if pause(); spins%glances == 0 {
				runtime.Gosched()
			}
		}
	}
	t.piece = nil
	if r := t.failed.Load(); r != nil {
		panic(*r)
	}
}

// work takes pieces until there are no more, its own stretch's first.
func (t *team) work(own int) {
	defer func() {
		if r := recover(); r != nil {
			failure := r // of its own, so that only a failure allocates
			t.failed.CompareAndSwap(nil, &failure)
		}
	}()
	for i := range t.stretches {
		s := &t.stretches[(own+i)%len(t.stretches)]
		for i := s.next.Add(1) - 1; i < s.end; i = s.next.Add(1) - 1 {
			t.piece(int(i))
		}
	}
}

// lend is the life of a worker.
func (t *team) lend(w *worker, own int) {
	defer func() {
		if w.state.Load() == working { // a piece ended the goroutine, as a failing test does
			w.state.Store(absent)
		}
	}()
	for began := time.Now(); ; began = time.Now() {
		for !w.state.CompareAndSwap(offered, working) {
			for i := 0; i < glances && w.state.Load() != offered; i++ {
				pause()
			}
			if time.Since(began) > outlook && w.state.CompareAndSwap(idle, absent) {
				return
			}
			if w.state.Load() != offered {
				runtime.Gosched()
			}
		}
		t.work(own)
		w.state.Store(idle)
	}
}
