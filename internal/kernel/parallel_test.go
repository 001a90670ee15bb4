package kernel

import (
	"runtime"
	"sync"
	"testing"
)

// once calls Parallel and fails the test unless each piece ran once. A piece calls
// also, unless that is nil.
func once(t *testing.T, n int, also func(i int)) {
	t.Helper()
	ran := make([]int, n)
	Parallel(n, func(i int) {
		ran[i]++
		if also != nil {
			also(i)
		}
	})
	ranOnce(t, ran)
}

func ranOnce(t *testing.T, ran []int) {
	t.Helper()
	for i, times := range ran {
		if times != 1 {
			t.Errorf("%d of %d ran %d times", i, len(ran), times)
		}
	}
}

func TestParallel(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, processors := range []int{4, 1, 2, 8, 2} { // workers come and go
		runtime.GOMAXPROCS(processors)
		for n := range 50 {
			once(t, n, nil)
		}
	}
}

func TestParallelNested(t *testing.T) {
	for range 100 {
		once(t, 20, func(int) { once(t, 5, nil) })
	}
}

// TestParallelTogether: several goroutines may call Parallel at once, and a panic
// reaches the one whose piece it was.
func TestParallelTogether(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var wait sync.WaitGroup
	for caller := range 4 {
		wait.Go(func() {
			for i := range 500 {
				if i%10 == caller {
					panics(t, 17, i%17, caller)
				}
				once(t, 17, nil)
			}
		})
	}
	wait.Wait()
}

// TestParallelBusy: a call does not wait for one that has the workers.
func TestParallelBusy(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	begun, done := make(chan bool, 8), make(chan bool)
	var first sync.WaitGroup
	first.Go(func() {
		once(t, 8, func(int) {
			begun <- true
			<-done
		})
	})
	<-begun
	for range 100 {
		once(t, 17, nil)
	}
	close(done)
	first.Wait()
	if !workers.busy.TryLock() {
		t.Fatal("the workers are not free after the calls")
	}
	workers.busy.Unlock()
}

func TestParallelPanics(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for _, bad := range []int{0, 3, 99} {
		panics(t, 100, bad, "piece")
		once(t, 100, nil) // the panic is forgotten
	}
}

// panics calls Parallel with a piece that panics with a value, and fails the test
// unless the call panics with it.
func panics(t *testing.T, n, bad int, value any) {
	t.Helper()
	defer func() {
		if r := recover(); r != value {
			t.Errorf("recovered %v, want %v", r, value)
		}
	}()
	Parallel(n, func(i int) {
		if i == bad {
			panic(value)
		}
	})
}

// TestParallelExit: a piece may end its goroutine, as t.FailNow does, and the pool
// still works.
func TestParallelExit(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for range 20 {
		done := make(chan bool)
		go func() {
			defer close(done)
			Parallel(8, func(i int) {
				if i%2 == 1 {
					runtime.Goexit()
				}
			})
		}()
		<-done
		once(t, 100, nil)
	}
}

// TestParallelIdle: an idle program keeps no goroutine.
func TestParallelIdle(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	once(t, 100, nil)
	for _, w := range workers.workers {
		for w.state.Load() != stopped { // times out if the worker never stops
			runtime.Gosched()
		}
	}
	once(t, 100, nil)
}

func TestParallelRows(t *testing.T) {
	for _, n := range sizes {
		ran := make([]int, n)
		ParallelRows(n, func(lo, hi int) {
			for i := lo; i < hi; i++ {
				ran[i]++
			}
		})
		ranOnce(t, ran)
	}
}
