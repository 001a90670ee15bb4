package model

import (
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// A pointer is the last attention of the model, from each pronoun of a batch, at
// token p of its text, over that text's tokens and a learned key for NONE. Its
// row is the answer:
//
//	q           = x[p]·P_Q                         (P,D)
//	content     = q·(x·P_K ∥ none)ᵀ·scale          (P,T+1)
//	logits      = content + structure              (P,T+1)
//	probability = softmax(logits/temperature) over NONE and the tokens that can be the answer
//
// scale is 1/√D, and 0 in a model without content. structure[p,t] is w·φ(p,t), the sum
// of the weights of the features that φ has of p and the mention whose head is token
// t; where candidates are given, (w + given)·φ(p,t). Tokens without features, which are
// the head of no mention that p could refer to, have probability 0. A model without
// structure adds nothing, and every real token can be the answer. Mentions with [SharedContent] have the mean of their content. There
// are fewer pronouns than tokens, so instead of computing T keys of width D the product
// is reassociated: q·(x·P_K)ᵀ = (q·P_Kᵀ)·xᵀ takes P·D² multiplications instead of
// B·T·D².
type pointer struct {
	b, t, p, d         int
	scale, temperature float32 // see Config.PointerTemperature
	structured         bool

	lengths         []int     // (B), of the run
	texts, pronouns []int     // (P)
	pronounX        []float32 // (P,D) x[p]
	query           []float32 // (P,D)
	queryKey        []float32 // (P,D) q·P_Kᵀ
	logits          []float32 // (P,T+1), NONE last
	logSum          []float32 // (P) log Σ exp(logits)
	probability     []float32 // (P,T+1), NONE last
}

// pointerWeights are the parameters of the pointer: P_Q and P_K (D,D), none (D), and
// those of the features, structure and given (N), nil in a model without.
type pointerWeights struct{ query, key, none, structure, given *G.Node }

// inputs are the nodes that the pointer reads. The parameters come first.
func (w pointerWeights) inputs(x *G.Node, in inputs) (list []*G.Node, parameters int) {
	list = []*G.Node{x, w.query, w.key, w.none}
	if w.structure == nil {
		return append(list, in.lengths, in.texts, in.pronouns), len(list)
	}
	list = append(list, w.structure, w.given)
	return append(list, in.lengths, in.texts, in.pronouns, in.structure), len(list)
}

func (b *builder) newPointer() *pointer {
	floats, k, d := b.space.forward.floats, b.key, b.config.Width
	rows := k.queries * (k.length + 1)
	return &pointer{
		b: k.size, t: k.length, p: k.queries, d: d, scale: b.config.contentScale(), temperature: b.temperature(), structured: b.config.Structure > 0,
		pronounX: floats(k.queries * d), query: floats(k.queries * d), queryKey: floats(k.queries * d),
		logits: floats(rows), logSum: floats(k.queries), probability: floats(rows),
	}
}

// point adds the pointer to a graph for inference and returns the memory of its
// probabilities (P,T+1).
func (b *builder) point(p *pointer, x *G.Node, w pointerWeights, in inputs) []float32 {
	nodes, _ := w.inputs(x, in)
	b.addInto(p.probability, operation{
		name: "pointer", inputs: nodes,
		shape: tensor.Shape{p.p, p.t + 1},
		forward: func(in operands, _ []float32) error {
			p.forward(in)
			return nil
		},
	})
	return p.probability
}

// pointerLoss adds the pointer with its loss, the mean over the labelled pronouns
// of −log of the probability on all gold tokens (NONE where there is none):
//
//	loss = Σ_p −log( Σ_t target[p,t]·probability[p,t] ) / labelled     (scalar)
//
// target (P,T+1) is 1 or 0; a pronoun without any 1 is not labelled. labelled is their
// number in the whole batch, of which this one may be a share.
func (b *builder) pointerLoss(p *pointer, x *G.Node, w pointerWeights, in inputs) *G.Node {
	dlogits := b.space.forward.floats(p.p * (p.t + 1))
	nodes, parameters := w.inputs(x, in)
	last := len(nodes)
	nodes = append(nodes, in.targets, in.labelled)
	o := operation{
		name: "pointerLoss", inputs: nodes,
		shape: tensor.ScalarShape(),
		forward: func(in operands, loss []float32) error {
			p.forward(in)
			loss[0] = p.loss(dlogits, in.floats(last), in.ints(last + 1)[0])
			return nil
		},
	}
	o.gradients = append(b.gradientsOf(o.inputs[:parameters]), make([][]float32, len(o.inputs)-parameters)...)
	g := pointerGradients{dlogits: dlogits, x: o.gradients[0], wq: o.gradients[1], wk: o.gradients[2], none: o.gradients[3]}
	if p.structured {
		g.features = FeatureWeights{o.gradients[4], o.gradients[5]}
	}
	for _, buffer := range []*[]float32{&g.query, &g.queryKey, &g.pronounX} {
		*buffer = b.backward.floats(p.p * p.d)
	}
	o.backward = func(in operands, _, dloss []float32) error {
		p.backward(g, in, dloss[0])
		return nil
	}
	return b.add(o)
}

// data returns the operands behind the parameters: lengths, texts, pronouns and, in
// a model with structure, the features; and the weights of the features.
func (p *pointer) data(in operands) (data operands, features FeatureWeights) {
	if !p.structured {
		return in[4:], features
	}
	return in[6:], FeatureWeights{in.floats(4), in.floats(5)}
}

func (p *pointer) forward(in operands) {
	x, wq, wk, none := in.floats(0), in.floats(1), in.floats(2), in.floats(3)
	in, weights := p.data(in)
	p.lengths, p.texts, p.pronouns = in.ints(0), in.ints(1), in.ints(2)
	for i := range p.p {
		copy(p.pronounX[i*p.d:(i+1)*p.d], p.token(x, i, p.pronouns[i]))
	}
	query, queryKey := kernel.Dense(p.query, p.p, p.d), kernel.Dense(p.queryKey, p.p, p.d)
	kernel.MultiplyParallel(query, kernel.Dense(p.pronounX, p.p, p.d), kernel.Dense(wq, p.d, p.d), kernel.Epilogue{})
	kernel.MultiplyParallel(queryKey, query, kernel.Dense(wk, p.d, p.d).T(), kernel.Epilogue{})
	kernel.Parallel(p.p, func(i int) {
		n, logits, probability := p.lengths[p.texts[i]], p.row(p.logits, i), p.row(p.probability, i)
		for t := range n {
			logits[t] = p.scale * kernel.Dot(p.token(x, i, t), queryKey.Row(i))
		}
		var features []uint64
		logits[p.t] = p.scale * kernel.Dot(none, query.Row(i))
		if p.structured {
			features = in.words(3)[i*p.t:][:n]
			share(logits[:n], &logits[p.t], features)
			for t, f := range features {
				logits[t] += weights.sum(f)
			}
		}
		p.logSum[i] = p.softmax(probability, logits, n, features)
	})
}

// loss returns the loss and stores its gradient for the logits: with the probabilities
// y, and g the softmax over the gold tokens alone, dlogit = (y − g)/labelled.
// It works on logits, so that a gold probability too small for float32 still
// has a loss and a gradient.
func (p *pointer) loss(dlogits, targets []float32, labelled int) float32 {
	var sum float64
	var gold []float32
	clear(dlogits)
	for i := range p.p {
		target, d := p.row(targets, i), p.row(dlogits, i)
		gold = gold[:0]
		for t, w := range target {
			if w != 0 {
				gold = append(gold, p.row(p.logits, i)[t])
			}
		}
		if len(gold) == 0 {
			continue
		}
		sum += float64(p.logSum[i] - kernel.SoftmaxLog(gold))
		copy(d, p.row(p.probability, i))
		for t, w := range target {
			if w != 0 {
				d[t] -= gold[0]
				gold = gold[1:]
			}
		}
	}
	for i := range dlogits {
		dlogits[i] /= float32(labelled)
	}
	return float32(sum / float64(labelled))
}

// pointerGradients are the gradients of the logits (P,T+1), of x (B·T,D), of the
// weights P_Q and P_K (D,D) and none (D), of those of the features, nil in a model
// without, and of query, queryKey and pronounX (P,D).
type pointerGradients struct {
	dlogits, x, wq, wk, none, query, queryKey, pronounX []float32
	features                                            FeatureWeights
}

// backward stores the gradients.
func (p *pointer) backward(g pointerGradients, in operands, dloss float32) {
	x, wq, wk, none := in.floats(0), in.floats(1), in.floats(2), in.floats(3)
	scale := p.scale * dloss
	if p.structured {
		in, _ := p.data(in)
		clear(g.features.Structure)
		clear(g.features.Given)
		for i := range p.p {
			n := p.lengths[p.texts[i]]
			dlogits, features := p.row(g.dlogits, i)[:n], in.words(3)[i*p.t:][:n]
			for t, d := range dlogits {
				g.features.add(features[t], dloss*d)
			}
			share(dlogits, &p.row(g.dlogits, i)[p.t], features)
		}
	}
	clear(g.queryKey)
	kernel.Parallel(p.b, func(text int) {
		clear(g.x[text*p.t*p.d : (text+1)*p.t*p.d])
		for i := range p.p {
			if p.texts[i] != text {
				continue
			}
			at := i * p.d
			for t, d := range p.row(g.dlogits, i)[:p.lengths[text]] {
				kernel.AddScaled(p.token(g.x, i, t), scale*d, p.queryKey[at:at+p.d])
				kernel.AddScaled(g.queryKey[at:at+p.d], scale*d, p.token(x, i, t))
			}
		}
	})
	clear(g.none)
	matrix := func(m []float32) kernel.Matrix { return kernel.Dense(m, len(m)/p.d, p.d) }
	kernel.MultiplyParallel(matrix(g.query), matrix(g.queryKey), matrix(wk), kernel.Epilogue{})
	for i := range p.p {
		d := scale * p.row(g.dlogits, i)[p.t]
		kernel.AddScaled(g.none, d, p.query[i*p.d:(i+1)*p.d])
		kernel.AddScaled(g.query[i*p.d:(i+1)*p.d], d, none)
	}
	kernel.MultiplyParallel(matrix(g.wk), matrix(g.queryKey).T(), matrix(p.query), kernel.Epilogue{})
	kernel.MultiplyParallel(matrix(g.wq), matrix(p.pronounX).T(), matrix(g.query), kernel.Epilogue{})
	kernel.MultiplyParallel(matrix(g.pronounX), matrix(g.query), matrix(wq).T(), kernel.Epilogue{})
	for i, t := range p.pronouns {
		kernel.Add(p.token(g.x, i, t), g.pronounX[i*p.d:(i+1)*p.d])
	}
}

// token is the row of token t of pronoun i's text in an array (B·T,D).
func (p *pointer) token(x []float32, i, t int) []float32 {
	return x[(p.texts[i]*p.t+t)*p.d:][:p.d]
}

// row is row i of an array (P,T+1).
func (p *pointer) row(m []float32, i int) []float32 { return m[i*(p.t+1) : (i+1)*(p.t+1)] }
