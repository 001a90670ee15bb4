package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// projection computes query, key and value of each token, side by side:
//
//	q = x·W_Q + b_Q,  k = x·W_K + b_K,  v = x·W_V + b_V     (B·T,3D)
//
// x is (B·T,D); w and bias hold the three matrices (D,D) and biases (D).
func (b *builder) projection(x *G.Node, w, bias [3]*G.Node) *G.Node {
	n, d := x.Shape()[0], x.Shape()[1]
	part := func(qkv []float32, i int) kernel.Matrix { // the columns of q, k or v
		return kernel.Dense(qkv, n, 3*d).Slice(0, n, i*d, (i+1)*d)
	}
	product := [3]weightProduct{b.product(w[0]), b.product(w[1]), b.product(w[2])}
	o := operation{
		name: "projection", shape: tensor.Shape{n, 3 * d},
		inputs: []*G.Node{x, w[0], w[1], w[2], bias[0], bias[1], bias[2]},
		forward: func(in operands, qkv []float32) error {
			x := kernel.Dense(in.floats(0), n, d)
			one := func(i int) kernel.Product {
				return product[i](part(qkv, i), x, kernel.Dense(in.floats(1+i), d, d), kernel.Epilogue{Bias: in.floats(4 + i)})
			}
			kernel.MultiplyAll(one(0), one(1), one(2))
			return nil
		},
	}
	if b.key.train {
		o.gradients = b.gradientsOf(o.inputs)
		dx, dw, dbias := o.gradients[0], o.gradients[1:4], o.gradients[4:7]
		stack := &b.space.stack
		o.backward = func(in operands, _, dqkv []float32) error {
			x := kernel.Dense(in.floats(0), n, d)
			wT := func(i int) kernel.Matrix { return kernel.Dense(in.floats(1+i), d, d).T() }
			ofW := func(i int) kernel.Product {
				return kernel.Product{Dst: kernel.Dense(dw[i], d, d), A: x.T(), B: part(dqkv, i), Sum: dbias[i]}
			}
			stack.PackBelow(wT(0), wT(1), wT(2)) // (3D,D)
			ofX := kernel.Product{Dst: kernel.Dense(dx, n, d), A: kernel.Dense(dqkv, n, 3*d), Packed: stack}
			kernel.MultiplyAll(ofX, ofW(0), ofW(1), ofW(2))
			return nil
		}
	}
	return b.add(o)
}

// attention runs every head over its columns of the projections qkv (B·T,3D):
//
//	pattern = softmax(q·kᵀ/√K + position)     (B,H,T,T)
//	z       = pattern·v, heads side by side   (B·T,D)
//
// position (2R+1,H) is the bias for each distance from −R to R. A head attends
// over a text's real tokens only: weights from and to padding are exactly 0.
// [kernel.Attention] has the computation.
func (b *builder) attention(qkv, position *G.Node, in inputs, layer int) *G.Node {
	c := b.config
	texts := in.lengths.Shape()[0]
	tokens := qkv.Shape()[0] // B·T
	a := &kernel.Attention{
		Texts: texts, Length: tokens / texts, Width: c.Width, Heads: c.Heads, Radius: c.Radius, Scale: c.scale(c.HeadWidth()),
	}
	switch floats := b.space.forward.floats; {
	case b.trace != nil:
		n := texts * c.Heads * a.Length * a.Length
		a.Pattern, a.Scores = floats(n), floats(n)
	case b.key.train && a.KeepsPattern():
		a.Pattern = floats(a.PatternSize())
	}
	o := operation{
		name: "attention", inputs: []*G.Node{qkv, position, in.lengths}, shape: tensor.Shape{tokens, c.Width},
		forward: func(in operands, z []float32) error {
			a.Forward(z, in.floats(0), in.floats(1), in.ints(2))
			if b.trace != nil && b.trace.change != nil {
				b.trace.change.apply(a, layer, in.floats(0), z)
			}
			return nil
		},
	}
	if b.key.train {
		o.gradients = b.gradientsOf(o.inputs)
		dqkv, dposition, shares := o.gradients[0], o.gradients[1], b.backward.floats(a.SharesSize())
		o.backward = func(in operands, _, dz []float32) error {
			a.Backward(dqkv, dposition, shares, dz, in.floats(0))
			return nil
		}
	}
	z := b.add(o)
	if t := b.trace; t != nil {
		t.patterns, t.scores = append(t.patterns, a.Pattern), append(t.scores, a.Scores)
		t.qkv, t.z = append(t.qkv, bufferOf(qkv)), append(t.z, bufferOf(z))
	}
	return z
}

// output maps what the heads computed back to the residual stream and adds it:
//
//	y = x + z·W_O + b_O     (B·T,D)
//
// z is (B·T,D), w (D,D) and bias (D).
func (b *builder) output(z, w, bias *G.Node, stream *residual) *G.Node {
	n, d := z.Shape()[0], z.Shape()[1]
	stream.added = true
	product := b.product(w)
	o := operation{
		name: "output", inputs: []*G.Node{z, w, bias, stream.x}, shape: tensor.Shape{n, d}, adds: stream,
		forward: func(in operands, y []float32) error {
			kernel.MultiplyAll(product(kernel.Dense(y, n, d), kernel.Dense(in.floats(0), n, d), kernel.Dense(in.floats(1), d, d),
				kernel.Epilogue{Bias: in.floats(2), Residual: kernel.Dense(in.floats(3), n, d)}))
			return nil
		},
	}
	if b.key.train {
		o.gradients = append(b.gradientsOf(o.inputs[:3]), nil) // none of the residual stream
		dz, dw, dbias := o.gradients[0], o.gradients[1], o.gradients[2]
		o.backward = func(in operands, _, dy []float32) error {
			z, w, g := kernel.Dense(in.floats(0), n, d), kernel.Dense(in.floats(1), d, d), kernel.Dense(dy, n, d)
			kernel.MultiplyAll(
				kernel.Product{Dst: kernel.Dense(dz, n, d), A: g, B: w.T()},
				kernel.Product{Dst: kernel.Dense(dw, d, d), A: z.T(), B: g, Sum: dbias},
			)
			return nil
		}
	}
	return b.add(o)
}
