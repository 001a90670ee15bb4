package train

import (
	"math/bits"

	"antecedent/internal/kernel"
	"antecedent/model"
)

// An accumulator adds the gradients of the shares of a batch in a fixed binary tree, in
// which neighbours are added first: ((0+1)+(2+3))+((4+5)+(6+7)). So the sum does not
// depend on how many processes the shares are divided among.
//
// A sum is all gradients one after the other, then the loss, and then more than 0 if a
// process was asked to stop. It is filled up with zeros to a multiple of the processes.
type accumulator struct {
	fleet    Fleet
	sizes    []int       // numbers of each parameter
	pieces   []piece     // of all parameters
	at       []int       // where each piece is in a sum
	loss     int         // the index of the loss; that of the request to stop is the next
	added    int         // pairs of shares of this process
	partial  [][]float32 // partial[l] is the sum of 2ˡ pairs where bit l of added is set
	received []float32   // from other processes
	views    [][]float32 // of the total, by parameter
}

// A result is the loss of a share and its gradients.
type result struct {
	loss      float64
	gradients [][]float32
	err       error
}

// newAccumulator makes an accumulator for a process that has so many shares.
func newAccumulator(f Fleet, parameters []model.Parameter, shares int) *accumulator {
	a := &accumulator{fleet: f, pieces: pieces(parameters)}
	for _, p := range parameters {
		a.sizes = append(a.sizes, len(p.Data))
	}
	for _, p := range a.pieces {
		a.at = append(a.at, a.loss)
		a.loss += p.to - p.from
	}
	n := (a.loss + 2 + f.Size() - 1) / f.Size() * f.Size()
	for range partialSums(shares) {
		a.partial = append(a.partial, make([]float32, n))
	}
	if f.Size() > 1 {
		a.received = make([]float32, n/2)
	}
	return a
}

// partialSums is the number of sums that an accumulator of so many shares needs at once.
func partialSums(shares int) int { return max(1, bits.Len(uint(shares/2))-1) }

// add adds the results of the next two shares of this process, or of its only one.
func (a *accumulator) add(results []result) {
	sum := a.partial[0]
	a.added++
	odd := a.added&1 != 0
	kernel.Parallel(len(a.pieces), func(i int) {
		p := a.pieces[i]
		dst := sum[a.at[i]:][:p.to-p.from]
		x := results[0].gradients[p.parameter][p.from:p.to]
		if len(results) == 1 {
			copy(dst, x)
		} else {
			addPair(dst, x, results[1].gradients[p.parameter][p.from:p.to], odd)
		}
	})
	loss := float32(results[0].loss)
	if len(results) > 1 {
		loss += float32(results[1].loss)
	}
	if odd {
		sum[a.loss] = loss
		return
	}
	sum[a.loss] += loss
	level := 1
	for ; a.added>>level&1 == 0; level++ { // the sum before this one is of as many pairs
		addTo(a.partial[level], a.partial[level-1])
	}
	if level < len(a.partial) {
		a.partial[level-1], a.partial[level] = a.partial[level], a.partial[level-1]
	}
}

// addPair stores x + y in dst, or adds it.
func addPair(dst, x, y []float32, store bool) {
	x, y = x[:len(dst)], y[:len(dst)]
	if store {
		for i := range dst {
			dst[i] = x[i] + y[i]
		}
		return
	}
	for i := range dst {
		dst[i] += x[i] + y[i]
	}
}

// total returns the loss and the gradients of the whole batch, once the shares of this
// process are added, and whether a process was asked to stop. The gradients are
// memory that the next batch uses again.
func (a *accumulator) total(stop bool) (loss float64, _ [][]float32, stopped bool, err error) {
	whole := a.partial[len(a.partial)-1]
	a.added = 0
	whole[a.loss+1] = 0
	if stop {
		whole[a.loss+1] = 1
	}
	if err := sum(a.fleet, whole, a.received); err != nil {
		return 0, nil, false, err
	}
	rest := whole
	a.views = a.views[:0]
	for _, n := range a.sizes {
		a.views = append(a.views, rest[:n])
		rest = rest[n:]
	}
	return float64(whole[a.loss]), a.views, whole[a.loss+1] > 0, nil
}
