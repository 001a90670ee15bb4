package model

import (
	"runtime"
	"slices"
	"sync"

	"antecedent/internal/kernel"
)

// An evaluator is programs with the memory that they share. One goroutine uses it
// at a time.
type evaluator struct {
	programs map[programKey]*program
	recent   []programKey // of programs for inference, the one used last at the end
	size     int          // of these programs, in bytes
	space    *workspace
}

func newEvaluator() *evaluator {
	return &evaluator{programs: map[programKey]*program{}, space: newWorkspace()}
}

// build returns the evaluator's program for a key.
func (m *Model) build(e *evaluator, k programKey) (*program, error) {
	if p, ok := e.programs[k]; ok {
		return p, nil
	}
	p, err := newProgram(m.config, m.parameters, &m.packs, e.space, k)
	if err == nil {
		e.programs[k] = p
	}
	return p, err
}

// mostKept is how many bytes the programs for inference of an evaluator may take. A
// server reads texts of all lengths with any number of pronouns, and each shape has a
// program; those used longest ago are given up. Training has few shapes, whose graphs
// take long to build, and keeps them.
const mostKept = 32 << 20

// use notes that a program is used, and gives up others where there are too many. The
// program that is used stays.
func (e *evaluator) use(k programKey, p *program) {
	if k.train {
		return
	}
	if i := slices.Index(e.recent, k); i >= 0 {
		e.recent = slices.Delete(e.recent, i, i+1)
	} else {
		e.size += p.size()
	}
	e.recent = append(e.recent, k)
	for e.size > mostKept && len(e.recent) > 1 {
		oldest := e.recent[0]
		e.size -= e.programs[oldest].size()
		delete(e.programs, oldest)
		e.recent = slices.Delete(e.recent, 0, 1)
	}
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
	kernel.Begin()
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return newEvaluator()
	}
	e := p.free[n-1]
	p.free = p.free[:n-1]
	return e
}

// drop gives up those that are not in use.
func (p *evaluators) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = nil
}

func (p *evaluators) put(e *evaluator) {
	p.mu.Lock()
	p.free = append(p.free, e)
	p.mu.Unlock()
	kernel.End()
	<-p.slots
}
