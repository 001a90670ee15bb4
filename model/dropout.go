package model

import (
	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
	"antecedent/internal/random"
)

// dropout zeroes each number of x with probability rate and divides the others
// by 1 − rate, so that the sum keeps its expectation (Srivastava et al., 2014).
//
// Which numbers fall out is a pure function of (seed, site, step, index): the
// backward pass draws the same mask again, and so does a resumed run.
func (b *builder) dropout(x, step *G.Node, rate float64, seed, site uint64) *G.Node {
	keep := float32(1 / (1 - rate))
	threshold := uint64(rate * (1 << 16))
	mask := func(dst, src []float32, step int) {
		key := random.Key(seed, "dropout", site, uint64(step))
		const grain = 1 << 12 // a multiple of the four draws that 64 bits hold
		kernel.Parallel((len(dst)+grain-1)/grain, func(p int) {
			var bits uint64
			for i := p * grain; i < min((p+1)*grain, len(dst)); i++ {
				if i%4 == 0 {
					bits = random.At(key, uint64(i/4))
				}
				if bits&0xffff < threshold {
					dst[i] = 0
				} else {
					dst[i] = src[i] * keep
				}
				bits >>= 16
			}
		})
	}
	y := b.node("dropout", x.Shape(), []*G.Node{x, step}, func(in operands, y []float32) error {
		mask(y, in.floats(0), in.ints(1)[0])
		return nil
	})
	diff := func(dy *G.Node) []*G.Node {
		dx := b.node("dropout.backward", x.Shape(), []*G.Node{dy, step}, func(in operands, dx []float32) error {
			mask(dx, in.floats(0), in.ints(1)[0])
			return nil
		})
		return []*G.Node{dx, nil}
	}
	b.differentiable(y, diff, true, false)
	return y
}
