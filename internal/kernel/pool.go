package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// workers is the pool that [Parallel] uses.
var workers pool

// pool is a set of worker goroutines that help one call of [Parallel] at a time.
//
// A product of the model takes 20 to 100 µs, and to start a goroutine on a
// sleeping processor takes as long. An idle worker therefore spins until the next
// call, for at most idleTimeout: an idle program keeps no goroutine.
type pool struct {
	busy    sync.Mutex // held by the call that the workers help
	workers []*worker
	failed  atomic.Pointer[any] // the first panic in a piece of this call

	_     [64]byte // the caller's chunk, written in each call, has its own cache line
	chunk chunk
	_     [64]byte
}

// chunk is the contiguous range of pieces that one goroutine of a call starts
// with. It holds all that the goroutine needs to know about the call, because it
// fits into one cache line, which is slow to pass between processors.
//
// A goroutine gets the same share of the pieces in every call, so that a
// processor finds in its cache what it wrote in the last one.
type chunk struct {
	next    atomic.Int64 // the first piece that nobody has taken
	end     int64
	piece   func(i int)
	helpers int // number of workers in this call
}

// worker is one goroutine of the pool, or the place for one.
type worker struct {
	state atomic.Int32
	chunk chunk
	serve func()   // the goroutine's function, bound once because binding allocates
	_     [80]byte // no two workers share a cache line
}

// The states of a worker. The caller moves a worker from stopped or idle to
// assigned, and back from assigned to idle if no piece is left for it. The worker
// makes all other changes.
const (
	stopped  = iota // has no goroutine
	idle            // waits for the next call
	assigned        // belongs to a call and has not begun
	working
)

const (
	// idleTimeout is longer than the work that a training step does on one
	// processor between two calls. With 50 µs, workers had to be started eight
	// times in a training step of bench/workload R1, which took a third longer.
	idleTimeout = 2 * time.Millisecond

	// spinsPerYield is the number of polls, a few µs, after which a waiting
	// goroutine lets others run.
	spinsPerYield = 256
)

// run calls piece(0) … piece(n-1) on the calling goroutine and some helpers. The
// caller holds p.busy; run releases it.
func (p *pool) run(helpers, n int, piece func(i int)) {
	defer p.busy.Unlock()
	for len(p.workers) < helpers {
		w, own := new(worker), len(p.workers)+1
		w.serve = func() { p.serve(w, own) }
		p.workers = append(p.workers, w)
	}
	for i := range helpers + 1 {
		c := p.chunkOf(i)
		c.next.Store(int64(i * n / (helpers + 1)))
		c.end = int64((i + 1) * n / (helpers + 1))
		c.piece, c.helpers = piece, helpers
	}
	called := p.workers[:helpers]
	for _, w := range called {
		if !w.state.CompareAndSwap(idle, assigned) {
			w.state.Store(assigned)
			go w.serve()
		}
	}
	defer p.wait(called)
	p.work(0)
}

// chunkOf returns the chunk of goroutine i of a call: the caller is 0, worker j
// is j+1.
func (p *pool) chunkOf(i int) *chunk {
	if i == 0 {
		return &p.chunk
	}
	return &p.workers[i-1].chunk
}

// work runs pieces until none is left: those of the goroutine's own chunk, then
// those that it steals from the other chunks.
func (p *pool) work(own int) {
	defer func() {
		if r := recover(); r != nil {
			failure := r // a variable of its own, so that only a panic allocates
			p.failed.CompareAndSwap(nil, &failure)
		}
	}()
	goroutines, piece := p.chunkOf(own).helpers+1, p.chunkOf(own).piece
	for i := range goroutines {
		c := p.chunkOf((own + i) % goroutines)
		for next := c.next.Add(1) - 1; next < c.end; next = c.next.Add(1) - 1 {
			piece(int(next))
		}
	}
}

// wait returns when all pieces are done: it waits for the workers that have begun
// and releases those that have not. It panics if a piece did.
func (p *pool) wait(called []*worker) {
	for _, w := range called {
		if w.state.CompareAndSwap(assigned, idle) {
			continue
		}
		for spins := 1; w.state.Load() == working; spins++ {
			if pause(); spins%spinsPerYield == 0 {
				runtime.Gosched()
			}
		}
	}
	if r := p.failed.Load(); r != nil {
		p.failed.Store(nil)
		panic(*r)
	}
}

// serve is the goroutine of worker w: it takes part in calls until it has been
// idle for too long, or its processor is another evaluation's.
func (p *pool) serve(w *worker, own int) {
	defer func() {
		if w.state.Load() == working { // a piece ended the goroutine, as a failing test does
			w.state.Store(stopped)
		}
	}()
	for idleSince := time.Now(); ; idleSince = time.Now() {
		for !w.state.CompareAndSwap(assigned, working) {
			for i := 0; i < spinsPerYield && w.state.Load() != assigned; i++ {
				pause()
			}
			if (time.Since(idleSince) > idleTimeout || own >= share()) && w.state.CompareAndSwap(idle, stopped) {
				return
			}
			if w.state.Load() != assigned {
				runtime.Gosched()
			}
		}
		p.work(own)
		w.state.Store(idle)
	}
}
