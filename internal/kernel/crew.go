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
	n      int
	piece  func(i int)
	next   atomic.Int64
	failed atomic.Pointer[any]
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

	glances = 4096 // between two chances for other goroutines, a few µs
)

// share does the work of one call with some helpers. It frees the crew.
func (t *team) share(helpers, n int, piece func(i int)) {
	defer t.busy.Unlock()
	for len(t.workers) < helpers {
		w := new(worker)
		w.run = func() { t.lend(w) }
		t.workers = append(t.workers, w)
	}
	t.n, t.piece = n, piece
	t.next.Store(0)
	t.failed.Store(nil)
	called := t.workers[:helpers]
	for _, w := range called {
		if !w.state.CompareAndSwap(idle, offered) {
			w.state.Store(offered)
			go w.run()
		}
	}
	defer t.gather(called)
	t.work()
}

// gather waits for the helpers that began, takes the offer back from those that
// did not, and re-raises what went wrong.
func (t *team) gather(called []*worker) {
	for _, w := range called {
		if w.state.CompareAndSwap(offered, idle) {
			continue
		}
		for spins := 1; w.state.Load() == working; spins++ {
			if spins%glances == 0 {
				runtime.Gosched()
			}
		}
	}
	t.piece = nil
	if r := t.failed.Load(); r != nil {
		panic(*r)
	}
}

// work takes pieces until there are no more.
func (t *team) work() {
	defer func() {
		if r := recover(); r != nil {
			failure := r // of its own, so that only a failure allocates
			t.failed.CompareAndSwap(nil, &failure)
		}
	}()
	n, piece := t.n, t.piece
	for i := int(t.next.Add(1)) - 1; i < n; i = int(t.next.Add(1)) - 1 {
		piece(i)
	}
}

// lend is the life of a worker.
func (t *team) lend(w *worker) {
	defer func() {
		if w.state.Load() == working { // a piece ended the goroutine, as a failing test does
			w.state.Store(absent)
		}
	}()
	for began := time.Now(); ; began = time.Now() {
		for !w.state.CompareAndSwap(offered, working) {
			for i := 0; i < glances && w.state.Load() != offered; i++ {
			}
			if time.Since(began) > outlook && w.state.CompareAndSwap(idle, absent) {
				return
			}
			if w.state.Load() != offered {
				runtime.Gosched()
			}
		}
		t.work()
		w.state.Store(idle)
	}
}
