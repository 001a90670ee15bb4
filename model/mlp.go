package model

import (
	G "gorgonia.org/gorgonia"

	"antecedent/internal/kernel"
)

// mlp is the ReLU network of a layer with its residual connection:
//
//	hidden = dropout(relu(h·W_1 + b_1))     (B·T,F)
//	y      = x + hidden·W_2 + b_2           (B·T,D)
//
// h is (B·T,D), W_1 (D,F), b_1 (F), W_2 (F,D) and b_2 (D). drop is nil without
// dropout.
func (b *builder) mlp(h, w1, b1, w2, b2 *G.Node, stream *residual, drop *dropout) *G.Node {
	n, d, f := h.Shape()[0], h.Shape()[1], w1.Shape()[1]
	stream.added = true
	hidden := b.space.forward.floats(n * f)
	first, second := b.product(w1), b.product(w2)
	o := operation{
		name: "mlp", inputs: []*G.Node{h, w1, b1, w2, b2, stream.x}, shape: h.Shape(), adds: stream,
		forward: func(in operands, y []float32) error {
			hidden := kernel.Dense(hidden, n, f)
			kernel.MultiplyAll(first(hidden, kernel.Dense(in.floats(0), n, d), kernel.Dense(in.floats(1), d, f),
				kernel.Epilogue{Bias: in.floats(2), ReLU: true}))
			if drop != nil {
				drop.apply(hidden.Data, hidden.Data, in.ints(6))
			}
			kernel.MultiplyAll(second(kernel.Dense(y, n, d), hidden, kernel.Dense(in.floats(3), f, d),
				kernel.Epilogue{Bias: in.floats(4), Residual: kernel.Dense(in.floats(5), n, d)}))
			return nil
		},
	}
	if drop != nil {
		o.inputs = append(o.inputs, drop.draw)
	}
	if b.key.train {
		o.gradients = append(b.gradientsOf(o.inputs[:5]), make([][]float32, len(o.inputs)-5)...)
		dh, dw1, db1, dw2, db2 := o.gradients[0], o.gradients[1], o.gradients[2], o.gradients[3], o.gradients[4]
		dhidden := b.backward.floats(n * f)
		// hidden is positive exactly where neither the ReLU nor dropout made it 0.
		masked := kernel.Epilogue{Mask: kernel.Dense(hidden, n, f)}
		if drop != nil {
			masked.Scale = drop.scale()
		}
		o.backward = func(in operands, _, dy []float32) error {
			h, w1, w2 := kernel.Dense(in.floats(0), n, d), kernel.Dense(in.floats(1), d, f), kernel.Dense(in.floats(3), f, d)
			g, hidden, dhidden := kernel.Dense(dy, n, d), kernel.Dense(hidden, n, f), kernel.Dense(dhidden, n, f)
			kernel.MultiplyAll(
				kernel.Product{Dst: dhidden, A: g, B: w2.T(), Epilogue: masked},
				kernel.Product{Dst: kernel.Dense(dw2, f, d), A: hidden.T(), B: g, Sum: db2},
			)
			kernel.MultiplyAll(
				kernel.Product{Dst: kernel.Dense(dh, n, d), A: dhidden, B: w1.T()},
				kernel.Product{Dst: kernel.Dense(dw1, d, f), A: h.T(), B: dhidden, Sum: db1},
			)
			return nil
		}
	}
	return b.add(o)
}
