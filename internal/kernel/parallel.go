package kernel

import "runtime"

// processors is the number of processors of the machine. More workers than that
// would take time from each other by spinning.
var processors = runtime.NumCPU()

// Parallel calls piece(0) … piece(n-1), each once, on as many processors as Go
// may use, divided by the evaluations that run at once ([Begin]), and returns when all
// are done. The pieces run in any order; they must not write to the same memory, and what
// a piece computes must not depend on the goroutine that runs it.
//
// Parallel may be called from several goroutines at once and from within a piece.
// The workers help one call at a time; a call that finds them taken runs its
// pieces on the calling goroutine and waits for nobody.
//
// A panic in a piece is raised again on the calling goroutine.
func Parallel(n int, piece func(i int)) {
	if n > 1 {
		if goroutines := min(n, share()); goroutines > 1 && workers.busy.TryLock() {
			workers.run(goroutines-1, n, piece)
			return
		}
	}
	for i := range n {
		piece(i)
	}
}

// rowsPerPiece is the number of rows in a piece of [ParallelRows].
const rowsPerPiece = 32

// RowPieces returns the number of pieces into which [ParallelRows] cuts n rows.
// If a piece begins at row n, it is also the number of pieces before it.
func RowPieces(n int) int { return ceilDiv(n, rowsPerPiece) }

// ParallelRows cuts rows 0 … n-1 into pieces of a fixed size and calls
// piece(lo, hi) for rows [lo,hi) of each, as [Parallel] does.
func ParallelRows(n int, piece func(lo, hi int)) {
	Parallel(RowPieces(n), func(i int) {
		piece(i*rowsPerPiece, min((i+1)*rowsPerPiece, n))
	})
}
