package data

import (
	"cmp"
	"slices"

	"antecedent/internal/random"
)

// window is how many batches are sorted by length together. Sixteen bring
// most batches to rows of one padded length and still mix each example with
// different ones every epoch.
const window = 16

// Batches says which examples form which batch of an epoch, given how many
// tokens each has. It is a pure function of its arguments, so a resumed run
// needs only the epoch and the number of batches it has seen.
//
// The examples are shuffled; each run of 16 batches is sorted by PaddedLength
// to keep padding low and cut up; then the batches are shuffled, so that short
// texts are not always seen first. Every example is in exactly one batch. One
// batch, anywhere in the epoch, may be short.
func Batches(lengths []int, batch int, seed, epoch uint64) [][]int {
	batch = max(batch, 1)
	rng := random.New(seed, "order", epoch)
	order := rng.Perm(len(lengths))
	var batches [][]int
	for part := range slices.Chunk(order, window*batch) {
		slices.SortStableFunc(part, func(a, b int) int {
			return cmp.Compare(PaddedLength(lengths[a]), PaddedLength(lengths[b]))
		})
		batches = slices.AppendSeq(batches, slices.Chunk(part, batch))
	}
	rng.Shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
	return batches
}
