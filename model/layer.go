package model

import (
	"fmt"

	G "gorgonia.org/gorgonia"
)

// layer adds layer l to the graph, from x (B·T,D) to x (B·T,D). Package
// model/reference has the same in plain Go.
func (b *builder) layer(l int, x *G.Node, weight map[string]*G.Node, in inputs) *G.Node {
	b.enter(l + 1)
	w := func(name string) *G.Node { return weight[fmt.Sprintf("layer.%d.%s", l, name)] }

	// 1. Attention: each token gathers values from the tokens that its query matches.
	stream := &residual{x: x}
	h := b.norm(stream, w("norm1.gain"), w("norm1.bias")) // (B·T,D)
	qkv := b.projection(h,
		[3]*G.Node{w("attention.W_Q"), w("attention.W_K"), w("attention.W_V")},
		[3]*G.Node{w("attention.b_Q"), w("attention.b_K"), w("attention.b_V")}) // (B·T,3D)
	z := b.attention(qkv, w("attention.position"), in, l) // (B·T,D)
	z = b.dropout(z, b.site(in, 2*l+1))
	x = b.output(z, w("attention.W_O"), w("attention.b_O"), stream) // (B·T,D)

	// 2. The ReLU network works on each token by itself.
	stream = &residual{x: x}
	h = b.norm(stream, w("norm2.gain"), w("norm2.bias"))
	return b.mlp(h, w("mlp.W_1"), w("mlp.b_1"), w("mlp.W_2"), w("mlp.b_2"), stream, b.site(in, 2*l+2))
}
