package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// linear is an affine map with what commonly follows it fused in:
//
//	y = x·W + b          (N,M), or
//	y = relu(x·W + b)    with relu, or
//	y = x·W + b + r      with a residual r (N,M)
//
// x is (N,K), W (K,M) and b (M). The residual must also have gone through a
// norm, which takes care of its gradient. Where x is the result of a ReLU, its
// gradient is masked as the product that makes it is stored.
func (b *builder) linear(x, w, bias, residual *G.Node, relu bool) *G.Node {
	n, k, m := x.Shape()[0], w.Shape()[0], w.Shape()[1]
	nodes := []*G.Node{x, w, bias}
	if residual != nil {
		nodes = append(nodes, residual)
	}
	product := b.product(w)
	y := b.node("linear", tensor.Shape{n, m}, nodes, func(in operands, y []float32) error {
		e := kernel.Epilogue{Bias: in.floats(2), ReLU: relu}
		if residual != nil {
			e.Residual = kernel.Dense(in.floats(3), n, m)
		}
		kernel.MultiplyAll(product(kernel.Dense(y, n, m), kernel.Dense(in.floats(0), n, k), kernel.Dense(in.floats(1), k, m), e))
		return nil
	})
	if relu {
		b.rectified[y] = true
	}
	diff := func(dy *G.Node) []*G.Node {
		dw, dbias := b.gradient(w).data, b.gradient(bias).data
		rectified, mask := b.rectified[x], b.rectified[y]
		delete(b.rectified, x)
		dx := b.node("linear.backward", x.Shape(), []*G.Node{x, w, y, dy}, func(in operands, dx []float32) error {
			dy := in.floats(3)
			if mask { // in place: nobody else reads this gradient
				kernel.ParallelRows(n, func(lo, hi int) {
					kernel.MaskReLU(dy[lo*m:hi*m], dy[lo*m:hi*m], in.floats(2)[lo*m:hi*m])
				})
			}
			x, w, g := kernel.Dense(in.floats(0), n, k), kernel.Dense(in.floats(1), k, m), kernel.Dense(dy, n, m)
			e := kernel.Epilogue{}
			if rectified {
				e.Mask = x
			}
			kernel.MultiplyAll(
				kernel.Product{Dst: kernel.Dense(dx, n, k), A: g, B: w.T(), Epilogue: e},
				kernel.Product{Dst: kernel.Dense(dw, k, m), A: x.T(), B: g, Sum: dbias},
			)
			return nil
		})
		gradients := []*G.Node{dx, b.side("linear.dW", w.Shape(), dw, dx), b.side("linear.db", bias.Shape(), dbias, dx)}
		if residual != nil {
			b.residuals[residual] = dy
			gradients = append(gradients, nil)
		}
		return gradients
	}
	b.differentiable(y, diff, true, true, true, false)
	return y
}

// projection makes the three vectors of each token, side by side:
//
//	q = x·W_Q + b_Q,  k = x·W_K + b_K,  v = x·W_V + b_V     (N,3D)
//
// w and bias hold the three matrices (D,D) and biases (D).
func (b *builder) projection(x *G.Node, w, bias [3]*G.Node) *G.Node {
	n, d := x.Shape()[0], x.Shape()[1]
	nodes := []*G.Node{x, w[0], w[1], w[2], bias[0], bias[1], bias[2]}
	part := func(qkv []float32, i int) kernel.Matrix {
		return kernel.Dense(qkv, n, 3*d).Slice(0, n, i*d, (i+1)*d)
	}
	product := [3]func(dst, x, w kernel.Matrix, e kernel.Epilogue) kernel.Product{b.product(w[0]), b.product(w[1]), b.product(w[2])}
	y := b.node("projection", tensor.Shape{n, 3 * d}, nodes, func(in operands, qkv []float32) error {
		x := kernel.Dense(in.floats(0), n, d)
		one := func(i int) kernel.Product {
			return product[i](part(qkv, i), x, kernel.Dense(in.floats(1+i), d, d), kernel.Epilogue{Bias: in.floats(4 + i)})
		}
		kernel.MultiplyAll(one(0), one(1), one(2))
		return nil
	})
	diff := func(dy *G.Node) []*G.Node {
		var dw, dbias [3][]float32
		for i := range 3 {
			dw[i], dbias[i] = b.gradient(w[i]).data, b.gradient(bias[i]).data
		}
		stack := &b.space.stack
		dx := b.node("projection.backward", x.Shape(), []*G.Node{x, w[0], w[1], w[2], dy}, func(in operands, dx []float32) error {
			x, qkv := kernel.Dense(in.floats(0), n, d), in.floats(4)
			wT := func(i int) kernel.Matrix { return kernel.Dense(in.floats(1+i), d, d).T() }
			ofW := func(i int) kernel.Product {
				return kernel.Product{Dst: kernel.Dense(dw[i], d, d), A: x.T(), B: part(qkv, i), Sum: dbias[i]}
			}
			stack.PackBelow(wT(0), wT(1), wT(2))
			ofX := kernel.Product{Dst: kernel.Dense(dx, n, d), A: kernel.Dense(qkv, n, 3*d), Packed: stack}
			kernel.MultiplyAll(ofX, ofW(0), ofW(1), ofW(2))
			return nil
		})
		gradients := []*G.Node{dx}
		for i := range 3 {
			gradients = append(gradients, b.side("projection.dW", w[i].Shape(), dw[i], dx))
		}
		for i := range 3 {
			gradients = append(gradients, b.side("projection.db", bias[i].Shape(), dbias[i], dx))
		}
		return gradients
	}
	b.differentiable(y, diff, all(len(nodes))...)
	return y
}
