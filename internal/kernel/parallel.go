package kernel

import "runtime"

// processors is how many there are, whatever Go may use: more helpers would
// look out for work in the place of those that have some.
var processors = runtime.NumCPU()

// Parallel calls piece(0) … piece(n-1), each once, on as many processors as
// Go may use, and returns when all are done. The pieces must not write to the
// same memory. Which processor runs which piece is left open; what a piece
// computes must not depend on it.
//
// One call at a time gets help: a call from within a piece, or from another
// goroutine meanwhile, runs its pieces itself.
//
// A panic in a piece is re-raised on the calling goroutine, where the graph
// operation that called turns it into an error.
func Parallel(n int, piece func(i int)) {
	if n > 1 {
		if workers := min(n, runtime.GOMAXPROCS(0), processors); workers > 1 && crew.busy.TryLock() {
			crew.share(workers-1, n, piece)
			return
		}
	}
	inline(n, piece)
}

// inline is [Parallel] on the calling goroutine.
func inline(n int, piece func(i int)) {
	for i := range n {
		piece(i)
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
