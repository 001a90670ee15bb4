package model

import (
	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
)

// norm is layer normalisation of each row of x (N,D) with gain and bias (D);
// package kernel has the formula.
//
// Where x is also a residual, as in x + f(norm(x)), its gradient has a second
// part. gorgonia would add the two in an operation of its own, on one processor
// and in new memory; here the part that linear left is added on the way.
func (b *builder) norm(x, gain, bias *G.Node) *G.Node {
	n, d := x.Shape()[0], x.Shape()[1]
	mean, inverse := b.floats(n), b.floats(n)
	y := b.node("norm", x.Shape(), []*G.Node{x, gain, bias}, func(in operands, y []float32) error {
		x, gain, bias := in.floats(0), in.floats(1), in.floats(2)
		kernel.ParallelRows(n, func(lo, hi int) {
			for i := lo; i < hi; i++ {
				mean[i], inverse[i] = kernel.LayerNorm(y[i*d:(i+1)*d], x[i*d:(i+1)*d], gain, bias)
			}
		})
		return nil
	})
	diff := func(dy *G.Node) []*G.Node {
		// Each piece of rows sums its share of dgain and dbias apart; the shares
		// are then added in the order of the pieces.
		pieces := kernel.RowPieces(n)
		shares := b.floats(pieces * 2 * d)
		dgain, dbias := b.gradient(gain).data, b.gradient(bias).data
		nodes := []*G.Node{x, gain, y, dy}
		residual := b.residuals[x]
		if residual != nil {
			delete(b.residuals, x)
			nodes = append(nodes, residual)
		}
		dx := b.node("norm.backward", x.Shape(), nodes, func(in operands, dx []float32) error {
			x, gain, dy := in.floats(0), in.floats(1), in.floats(3)
			clear(shares)
			kernel.ParallelRows(n, func(lo, hi int) {
				share := shares[kernel.RowPieces(lo)*2*d:][:2*d]
				for i := lo; i < hi; i++ {
					at, to := i*d, (i+1)*d
					kernel.LayerNormBackward(dx[at:to], share[:d], share[d:], dy[at:to], x[at:to], gain, mean[i], inverse[i])
					if residual != nil {
						kernel.Add(dx[at:to], in.floats(4)[at:to])
					}
				}
			})
			kernel.SumRows(dgain, kernel.Dense(shares, pieces, 2*d).Slice(0, pieces, 0, d))
			kernel.SumRows(dbias, kernel.Dense(shares, pieces, 2*d).Slice(0, pieces, d, 2*d))
			return nil
		})
		return []*G.Node{dx, b.side("norm.dgain", gain.Shape(), dgain, dx), b.side("norm.dbias", bias.Shape(), dbias, dx)}
	}
	b.differentiable(y, diff, all(3)...)
	return y
}
