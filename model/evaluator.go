package model

import (
	"runtime"
	"sync"
)

// An evaluator is programs with the memory that they share. One goroutine uses it
// at a time.
type evaluator struct {
	programs map[programKey]*program
	space    *workspace
}

// evaluators is a pool of at most GOMAXPROCS evaluators; take waits while all are
// in use. The one that was used last is taken first, so that a single goroutine
// always uses the same.
type evaluators struct {
	slots chan struct{}
	mu    sync.Mutex
	free  []*evaluator
}

func newEvaluators() evaluators {
	return evaluators{slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

func (p *evaluators) take() *evaluator {
	p.slots <- struct{}{}
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return &evaluator{programs: map[programKey]*program{}, space: newWorkspace()}
	}
	e := p.free[n-1]
	p.free = p.free[:n-1]
	return e
}

func (p *evaluators) put(e *evaluator) {
	p.mu.Lock()
	p.free = append(p.free, e)
	p.mu.Unlock()
	<-p.slots
}
