package kernel

import (
	"runtime"
	"sync/atomic"
)

// shares divides the processors between the goroutines that evaluate models at once.
//
// An evaluation by itself runs on all processors. Where several run at once, one for each
// processor is faster: no time goes into waiting for the pieces of another processor, and
// no idle worker takes time from an evaluation by spinning. The number of evaluations
// that run changes within microseconds, so the greatest of late counts. What is computed
// does not depend on it, so the three numbers need not be read or written together.
var shares struct {
	running atomic.Int32 // evaluations
	most    atomic.Int32 // that ran at once of late
	fewer   atomic.Int32 // evaluations that began since, beside fewer others
}

// calm is the number of evaluations beside fewer others after which most is lowered by
// one.
const calm = 64

// Begin is called by a goroutine before it evaluates a model, and End after it has.
func Begin() {
	n, most := shares.running.Add(1), shares.most.Load()
	switch {
	case n >= most:
		shares.most.Store(n)
		shares.fewer.Store(0)
	case shares.fewer.Add(1) > calm:
		shares.most.Store(most - 1)
		shares.fewer.Store(0)
	}
}

// End ends what [Begin] began.
func End() { shares.running.Add(-1) }

// Processors is how many processors a call of [Parallel] may use.
func Processors() int { return share() }

// share is how many processors a call of [Parallel] may use.
func share() int {
	return max(1, min(runtime.GOMAXPROCS(0), processors)/max(1, int(shares.most.Load())))
}
