package data

import (
	"cmp"
	"context"
	"slices"

	"antecedent/internal/random"
)

// window is how many batches are sorted by length together. With sixteen, most
// batches have rows of one padded length, and each text still meets different ones
// every epoch.
const window = 16

// Batches returns the indices of the texts of each batch of an epoch, given how many
// tokens each text has. It is a pure function of its arguments, so a resumed run
// needs only the epoch and the number of batches that were taken.
//
// The texts are shuffled. Then the texts of every 16 batches are sorted by
// [PaddedLength], to keep padding low, and cut into batches. Then the batches are
// shuffled, so that short texts do not always come first. Every text is in exactly
// one batch. One batch, anywhere in the epoch, may be short.
func Batches(lengths []int, batch int, seed, epoch uint64) [][]int {
	all := make([]int, len(lengths))
	for i := range all {
		all[i] = i
	}
	var batches [][]int
	for _, shares := range ShareBatches(lengths, [][]int{all}, batch, seed, epoch) {
		batches = append(batches, shares[0])
	}
	return batches
}

// ShareBatches is [Batches] with batches of several shares, each of at most size texts.
// The texts of a share are always of the same ones: shares[k] has their indices in
// lengths. It returns the texts by batch and share. A batch has texts of similar length in
// all shares; where one share has fewer texts than another, it has none in the last batch.
func ShareBatches(lengths []int, shares [][]int, size int, seed, epoch uint64) [][][]int {
	size = max(1, min(size, len(lengths)))
	rng := random.New(seed, "order", epoch)
	var batches [][][]int
	for k, texts := range shares {
		order := rng.Perm(len(texts))
		for i, at := range order {
			order[i] = texts[at]
		}
		n := 0
		for part := range slices.Chunk(order, window*size) {
			slices.SortStableFunc(part, func(a, b int) int {
				return cmp.Compare(PaddedLength(lengths[a]), PaddedLength(lengths[b]))
			})
			for texts := range slices.Chunk(part, size) {
				if n == len(batches) {
					batches = append(batches, make([][]int, len(shares)))
				}
				batches[n][k] = texts
				n++
			}
		}
	}
	rng.Shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
	return batches
}

// How much [Encoder.Each] puts into a batch.
const (
	batchTexts = 32 // enough for two processors, few enough for their caches

	// A batch of B texts of T tokens with P pronouns takes memory for some matrices of
	// B·T·T and of P·T numbers: tens of megabytes at these limits. One text of
	// [MaxTokens] tokens in which every token is a pronoun is within them.
	batchPatterns = 1 << 20 // B·T·T
	batchPointers = 1 << 18 // P·T
)

// Each makes batches of all the examples, texts of similar length together, and
// calls visit with each batch and the indices of its examples: query i of the
// batch is examples[at[i]], and queries from len(at) on are padding. A text with more
// examples than a batch takes is in several batches. It returns
// the first error, or the context's once that is cancelled.
func (e Encoder) Each(ctx context.Context, examples []Example, visit func(at []int, b Batch) error) error {
	return e.EachOf(ctx, examples, 0, 1, visit)
}

// EachOf is [Encoder.Each] for one of several parts of the batches, counted from 0: those
// whose number is part modulo parts.
func (e Encoder) EachOf(ctx context.Context, examples []Example, part, parts int, visit func(at []int, b Batch) error) error {
	padded := func(text []int) int { return PaddedLength(len(examples[text[0]].Tokens)) }
	var texts [][]int
	for _, text := range GroupTexts(examples) {
		texts = slices.AppendSeq(texts, slices.Chunk(text, max(1, batchPointers/padded(text))))
	}
	slices.SortStableFunc(texts, func(a, b []int) int { return padded(a) - padded(b) })
	for number := 0; len(texts) > 0; number++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		length, n, queries := padded(texts[0]), 1, len(texts[0])
		most := min(batchTexts, len(texts), max(1, batchPatterns/(length*length)))
		for n < most && padded(texts[n]) == length && (queries+len(texts[n]))*length <= batchPointers {
			queries += len(texts[n])
			n++
		}
		size := 1 // the last batch of a length may be short
		for size < n {
			size *= 2
		}
		at := slices.Concat(texts[:n]...)
		texts = texts[n:]
		if number%parts != part {
			continue
		}
		batch := make([]Example, len(at))
		for i, k := range at {
			batch[i] = examples[k]
		}
		b, err := e.Batch(batch, size, length)
		if err != nil {
			return err
		}
		if err := visit(at, b); err != nil {
			return err
		}
	}
	return nil
}

// GroupTexts returns the indices of the examples of each text, the texts in the
// order of their first examples.
func GroupTexts(examples []Example) [][]int {
	groups := make([][]int, 0, len(examples))
	group := make(map[string]int, len(examples))
	for i := range examples {
		g, ok := group[examples[i].Text]
		if !ok {
			g = len(groups)
			group[examples[i].Text] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

// PaddedLength rounds a number of tokens up to 8, 12, 16, 24, 32, 48, …: powers of
// two from 8 on and the means of two neighbours. That keeps the number of graph
// shapes small, and less than a third of a row of more than 8 is padding.
func PaddedLength(tokens int) int {
	for length := 8; ; length *= 2 {
		switch {
		case tokens <= length:
			return length
		case tokens <= length+length/2:
			return length + length/2
		}
	}
}
