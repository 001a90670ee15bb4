package kernel

import (
	"runtime"
	"sync"
	"testing"
)

// once calls Parallel and fails the test unless each piece ran once.
func once(t *testing.T, n int, also func(i int)) {
	t.Helper()
	ran := make([]int, n)
	Parallel(n, func(i int) {
		ran[i]++
		if also != nil {
			also(i)
		}
	})
	for i, times := range ran {
		if times != 1 {
			t.Errorf("piece %d of %d ran %d times", i, n, times)
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

func TestParallelTogether(t *testing.T) {
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 500 {
				once(t, 17, nil)
			}
		})
	}
	wait.Wait()
}

func TestParallelPanics(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for _, bad := range []int{0, 3, 99} {
		func() {
			defer func() {
				if r := recover(); r != "piece" {
					t.Errorf("recovered %v", r)
				}
			}()
			Parallel(100, func(i int) {
				if i == bad {
					panic("piece")
				}
			})
		}()
		once(t, 100, nil) // the next call knows nothing of it
	}
}

// TestParallelExit: a piece may end its goroutine, as t.FailNow does.
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

// TestParallelRests: a program that asks for nothing keeps no goroutine.
func TestParallelRests(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	once(t, 100, nil)
	for _, w := range crew.workers {
		for w.state.Load() != absent { // for ever, if the worker does not give up
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
		for i, times := range ran {
			if times != 1 {
				t.Errorf("row %d of %d ran %d times", i, n, times)
			}
		}
	}
}

func TestParallelAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates, and empties pools")
	}
	piece := func(int) {}
	a, dst := Dense(make([]float32, 128*128), 128, 128), Dense(make([]float32, 128*128), 128, 128)
	for name, call := range map[string]func(){
		"Parallel":         func() { Parallel(16, piece) },
		"MultiplyParallel": func() { MultiplyParallel(dst, a, a.T(), Epilogue{}) },
	} {
		if n := testing.AllocsPerRun(100, call); n >= 1 { // a collection may empty a pool now and then
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
