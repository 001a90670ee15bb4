package model

import (
	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
	"antecedent/internal/random"
)

// Dropout says which activations of a training step become 0: a function of Seed,
// Step and the activation's place in the model and in the batch.
type Dropout struct {
	Rate float64 // probability, 0 for none
	Seed uint64
	Step int
}

// A dropout zeroes each number of an array with probability rate and divides the
// others by 1 − rate, which keeps their expectation (Srivastava et al.,
// "Dropout", 2014). Which numbers become 0 is a pure function of the seed, the
// step, the site in the model and the index in the whole batch, so the backward pass
// draws the same mask again, and so does a resumed run.
type dropout struct {
	rate       float64
	seed, site uint64
	draw       *G.Node // (2) the step, and the index of the share
}

// scale is the factor of the numbers that are kept.
func (d *dropout) scale() float32 { return float32(1 / (1 - d.rate)) }

// apply stores src with dropout in dst, which may be src. draw is the step, and the index
// of the share whose numbers these are.
func (d *dropout) apply(dst, src []float32, draw []int) {
	scale, threshold := d.scale(), uint64(d.rate*(1<<16))
	key, first := random.Key(d.seed, "dropout", d.site, uint64(draw[0])), draw[1]*len(dst)
	const grain, each = 1 << 12, 4 // draws of 16 bits each in a random number of 64
	kernel.Parallel((len(dst)+grain-1)/grain, func(p int) {
		var bits uint64
		for i := p * grain; i < min((p+1)*grain, len(dst)); i++ {
			if at := first + i; at%each == 0 || i == p*grain {
				bits = random.At(key, uint64(at/each)) >> (at % each * 16)
			}
			if bits&0xffff < threshold {
				dst[i] = 0
			} else {
				dst[i] = src[i] * scale
			}
			bits >>= 16
		}
	})
}

// dropout adds dropout of x to the graph; d is nil for none.
func (b *builder) dropout(x *G.Node, d *dropout) *G.Node {
	if d == nil {
		return x
	}
	o := operation{
		name: "dropout", inputs: []*G.Node{x, d.draw}, shape: x.Shape(),
		forward: func(in operands, y []float32) error {
			d.apply(y, in.floats(0), in.ints(1))
			return nil
		},
	}
	if b.key.train {
		o.gradients = b.gradientsOf(o.inputs)
		dx := o.gradients[0]
		o.backward = func(in operands, _, dy []float32) error {
			d.apply(dx, dy, in.ints(1))
			return nil
		}
	}
	return b.add(o)
}
