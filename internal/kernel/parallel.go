package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel calls piece(0) … piece(n-1), each once, on as many processors as
// Go may use, and returns when all are done. The pieces must not write to the
// same memory. Which processor runs which piece is left open; what a piece
// computes must not depend on it.
//
// A panic in a piece is re-raised on the calling goroutine, where the graph
// operation that called turns it into an error.
func Parallel(n int, piece func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			piece(i)
		}
		return
	}
	var (
		next   atomic.Int64
		wait   sync.WaitGroup
		failed atomic.Pointer[any]
	)
	work := func() {
		defer wait.Done()
		defer func() {
			if r := recover(); r != nil {
				failed.CompareAndSwap(nil, &r)
			}
		}()
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			piece(i)
		}
	}
	wait.Add(workers)
	for range workers - 1 {
		go work()
	}
	work()
	wait.Wait()
	if r := failed.Load(); r != nil {
		panic(*r)
	}
}

// rowsPerPiece is the fixed grain in which row-wise work is handed out.
const rowsPerPiece = 32

// RowPieces is the number of pieces into which [ParallelRows] cuts n rows, and
// the index of the piece that begins at row n.
func RowPieces(n int) int { return (n + rowsPerPiece - 1) / rowsPerPiece }

// ParallelRows cuts rows 0 … n-1 into pieces of a fixed size and calls
// piece(lo, hi) for each, as [Parallel] does.
func ParallelRows(n int, piece func(lo, hi int)) {
	Parallel(RowPieces(n), func(i int) {
		piece(i*rowsPerPiece, min((i+1)*rowsPerPiece, n))
	})
}
