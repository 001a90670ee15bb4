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
	failed  atomic.Pointer[any]

	_   [64]byte // what is written in each call shares no cache line with the above
	own stretch  // the caller's
	_   [64]byte
}

// stretch is the part of the pieces that one processor begins with, and all that
// it needs to know of a call, in one cache line, which is slow to pass from one
// processor to another. It is the same part in every call, so that a processor
// finds the rows in its cache that it wrote in the last one. Who is done with his
// own goes on with the others'.
type stretch struct {
	next    atomic.Int64
	end     int64
	piece   func(i int)
	helpers int // of this call
}

// worker is a place for a goroutine.
type worker struct {
	state atomic.Int32
	stretch
	run func()   // bound once: starting it allocates nothing
	_   [80]byte // no two workers share a cache line
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
	// With 50 µs, eight workers had to be started in a step of R1, which took a
	// third longer.
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
	for i := range helpers + 1 {
		s := t.stretch(i)
		s.next.Store(int64(i * n / (helpers + 1)))
		s.end = int64((i + 1) * n / (helpers + 1))
		s.piece, s.helpers = piece, helpers
	}
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

// stretch is the caller's, 0, or that of a helper, from 1.
func (t *team) stretch(i int) *stretch {
	if i == 0 {
		return &t.own
	}
	return &t.workers[i-1].stretch
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
	if r := t.failed.Load(); r != nil {
		t.failed.Store(nil)
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
	helpers, piece := t.stretch(own).helpers, t.stretch(own).piece
	for i := range helpers + 1 {
		s := t.stretch((own + i) % (helpers + 1))
		for i := s.next.Add(1) - 1; i < s.end; i = s.next.Add(1) - 1 {
			piece(int(i))
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
