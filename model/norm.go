package model

import (
	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
)

// norm is layer normalisation of each row of x (B·T,D) with gain and bias (D)
// (Ba, Kiros and Hinton, "Layer Normalization", 2016):
//
//	y = (x − mean(x))/√(variance(x) + 1e-5)·gain + bias     (B·T,D)
//
// Its input is the residual stream where it splits into a sublayer.
func (b *builder) norm(stream *residual, gain, bias *G.Node) *G.Node {
	x := stream.x
	n, d := x.Shape()[0], x.Shape()[1]
	mean, inverse := b.space.forward.floats(n), b.space.forward.floats(n)
	o := operation{
		name: "norm", inputs: []*G.Node{x, gain, bias}, shape: x.Shape(), splits: stream,
		forward: func(in operands, y []float32) error {
			x, gain, bias := in.floats(0), in.floats(1), in.floats(2)
			kernel.ParallelRows(n, func(lo, hi int) {
				for i := lo; i < hi; i++ {
					mean[i], inverse[i] = kernel.LayerNorm(y[i*d:(i+1)*d], x[i*d:(i+1)*d], gain, bias)
				}
			})
			return nil
		},
	}
	if b.key.train {
		o.gradients = b.gradientsOf(o.inputs)
		dx, dgain, dbias := o.gradients[0], o.gradients[1], o.gradients[2]
		// Each piece of rows adds up its share of dgain and dbias separately; the
		// shares are then summed in the order of the pieces.
		pieces := kernel.RowPieces(n)
		shares := b.backward.floats(pieces * 2 * d)
		o.backward = func(in operands, _, dy []float32) error {
			x, gain := in.floats(0), in.floats(1)
			clear(shares)
			kernel.ParallelRows(n, func(lo, hi int) {
				share := shares[kernel.RowPieces(lo)*2*d:][:2*d]
				for i := lo; i < hi; i++ {
					at, to := i*d, (i+1)*d
					kernel.LayerNormBackward(dx[at:to], share[:d], share[d:], dy[at:to], x[at:to], gain, mean[i], inverse[i])
					if stream.added {
						kernel.Add(dx[at:to], in.floats(len(in) - 1)[at:to])
					}
				}
			})
			kernel.SumRows(dgain, kernel.Dense(shares, pieces, 2*d).Slice(0, pieces, 0, d))
			kernel.SumRows(dbias, kernel.Dense(shares, pieces, 2*d).Slice(0, pieces, d, 2*d))
			return nil
		}
	}
	return b.add(o)
}
