package model

import (
	"errors"

	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"antecedent/internal/kernel"
)

// pointer is the last attention of the model, from the pronoun at token p over
// the tokens and a learned key for NONE. Its row is the decision:
//
//	q = x[p]·P_Q                                 (B,D)
//	logits = q·(x·P_K ∥ none)ᵀ·scale              (B,T+1)
//	probability = softmax(logits) over real tokens and NONE
//
// scale is 1/√D. Only one query is asked for an example, so instead of making
// T keys of width D the product is reassociated: q·(x·P_K)ᵀ = (q·P_Kᵀ)·xᵀ
// takes B·D² multiplications instead of B·T·D².
type pointer struct {
	b, t, d int
	scale   float32

	lengths, pronouns []int     // (B), of the run
	here              []float32 // (B,D) x[p]
	query             []float32 // (B,D)
	probe             []float32 // (B,D) q·P_Kᵀ: what a token must look like
	logits            []float32 // (B,T+1), NONE last
	logSum            []float32 // (B) log Σ exp(logits)
	probability       []float32 // (B,T+1), NONE last
}

func (b *builder) newPointer(size, length, d int, scale float32) *pointer {
	return &pointer{
		b: size, t: length, d: d, scale: scale,
		here: b.floats(size * d), query: b.floats(size * d), probe: b.floats(size * d),
		logits: b.floats(size * (length + 1)), logSum: b.floats(size), probability: b.floats(size * (length + 1)),
	}
}

// point adds the pointer to a graph for inference: its probabilities (B,T+1).
func (b *builder) point(p *pointer, x, wq, wk, none *G.Node, in inputs) *G.Node {
	nodes := []*G.Node{x, wq, wk, none, in.lengths, in.pronouns}
	return b.node("pointer", tensor.Shape{p.b, p.t + 1}, nodes, func(in operands, probability []float32) error {
		p.forward(in)
		copy(probability, p.probability)
		return nil
	})
}

// pointerLoss is the pointer with its loss, the mean over the labelled examples
// of −log of the probability on all gold tokens (NONE where there is none):
//
//	loss = mean over b of −log Σ_t target[b,t]·probability[b,t]     (scalar)
//
// target (B,T+1) is 1 or 0; an example without any 1 takes no part.
func (b *builder) pointerLoss(p *pointer, x, wq, wk, none *G.Node, in inputs) *G.Node {
	nodes := []*G.Node{x, wq, wk, none, in.lengths, in.pronouns, in.targets}
	dlogits := b.floats(p.b * (p.t + 1))
	loss := b.node("pointerLoss", tensor.ScalarShape(), nodes, func(in operands, loss []float32) error {
		p.forward(in)
		mean, err := p.loss(dlogits, in.floats(6))
		loss[0] = mean
		return err
	})
	diff := func(dloss *G.Node) []*G.Node {
		dwq, dwk, dnone := b.gradient(wq).data, b.gradient(wk).data, b.gradient(none).data
		dquery, dprobe, dhere := b.floats(p.b*p.d), b.floats(p.b*p.d), b.floats(p.b*p.d)
		dx := b.node("pointerLoss.backward", x.Shape(), []*G.Node{x, wq, wk, none, loss, dloss}, func(in operands, dx []float32) error {
			p.backward(dx, dwq, dwk, dnone, dlogits, dquery, dprobe, dhere, in)
			return nil
		})
		return []*G.Node{
			dx, b.side("pointer.dW_Q", wq.Shape(), dwq, dx), b.side("pointer.dW_K", wk.Shape(), dwk, dx),
			b.side("pointer.dnone", none.Shape(), dnone, dx), nil, nil, nil,
		}
	}
	b.differentiable(loss, diff, true, true, true, true, false, false, false)
	return loss
}

func (p *pointer) forward(in operands) {
	x, wq, wk, none := in.floats(0), in.floats(1), in.floats(2), in.floats(3)
	p.lengths, p.pronouns = in.ints(4), in.ints(5)
	for i, at := range p.pronouns {
		copy(p.here[i*p.d:(i+1)*p.d], x[(i*p.t+at)*p.d:])
	}
	query, probe := kernel.Dense(p.query, p.b, p.d), kernel.Dense(p.probe, p.b, p.d)
	kernel.MultiplyParallel(query, kernel.Dense(p.here, p.b, p.d), kernel.Dense(wq, p.d, p.d), kernel.Epilogue{})
	kernel.MultiplyParallel(probe, query, kernel.Dense(wk, p.d, p.d).T(), kernel.Epilogue{})
	kernel.Parallel(p.b, func(i int) {
		n, logits, probability := p.lengths[i], p.row(p.logits, i), p.row(p.probability, i)
		for t := range n {
			logits[t] = p.scale * kernel.Dot(x[(i*p.t+t)*p.d:][:p.d], probe.Row(i))
		}
		logits[p.t] = p.scale * kernel.Dot(none, query.Row(i))
		// The softmax is over the real tokens with NONE right behind them; then
		// NONE moves to its column and padding becomes 0.
		copy(probability, logits[:n])
		probability[n] = logits[p.t]
		p.logSum[i] = kernel.SoftmaxLog(probability[:n+1])
		last := probability[n]
		clear(probability[n:])
		probability[p.t] = last
	})
}

// loss returns the mean loss and stores its gradient for the logits: with the
// probabilities y, and g the softmax over the gold tokens alone, dlogit = y − g.
// It works on logits, so that a gold probability too small for float32 still
// has a loss and a gradient.
func (p *pointer) loss(dlogits, targets []float32) (float32, error) {
	var sum float64
	var gold []float32
	labelled := 0
	clear(dlogits)
	for i := range p.b {
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
		labelled++
		sum += float64(p.logSum[i] - kernel.SoftmaxLog(gold))
		copy(d, p.row(p.probability, i))
		for t, w := range target {
			if w != 0 {
				d[t] -= gold[0]
				gold = gold[1:]
			}
		}
	}
	if labelled == 0 {
		return 0, errors.New("no example of the batch is labelled")
	}
	for i := range dlogits {
		dlogits[i] /= float32(labelled)
	}
	return float32(sum / float64(labelled)), nil
}

func (p *pointer) backward(dx, dwq, dwk, dnone, dlogits, dquery, dprobe, dhere []float32, in operands) {
	x, wq, wk, none, dloss := in.floats(0), in.floats(1), in.floats(2), in.floats(3), in.scalar(5)
	scale := p.scale * dloss
	clear(dprobe)
	kernel.Parallel(p.b, func(i int) {
		g, at := p.row(dlogits, i), i*p.d
		for t := range p.t {
			token := dx[(i*p.t+t)*p.d:][:p.d]
			clear(token)
			if t < p.lengths[i] {
				kernel.AddScaled(token, scale*g[t], p.probe[at:at+p.d])
				kernel.AddScaled(dprobe[at:at+p.d], scale*g[t], x[(i*p.t+t)*p.d:][:p.d])
			}
		}
	})
	clear(dnone)
	matrix := func(m []float32) kernel.Matrix { return kernel.Dense(m, len(m)/p.d, p.d) }
	kernel.MultiplyParallel(matrix(dquery), matrix(dprobe), matrix(wk), kernel.Epilogue{})
	for i := range p.b {
		g := scale * p.row(dlogits, i)[p.t]
		kernel.AddScaled(dnone, g, p.query[i*p.d:(i+1)*p.d])
		kernel.AddScaled(dquery[i*p.d:(i+1)*p.d], g, none)
	}
	kernel.MultiplyParallel(matrix(dwk), matrix(dprobe).T(), matrix(p.query), kernel.Epilogue{})
	kernel.MultiplyParallel(matrix(dwq), matrix(p.here).T(), matrix(dquery), kernel.Epilogue{})
	kernel.MultiplyParallel(matrix(dhere), matrix(dquery), matrix(wq).T(), kernel.Epilogue{})
	for i, t := range p.pronouns {
		kernel.Add(dx[(i*p.t+t)*p.d:][:p.d], dhere[i*p.d:(i+1)*p.d])
	}
}

// row is example i's row of a (B,T+1) array.
func (p *pointer) row(m []float32, i int) []float32 { return m[i*(p.t+1) : (i+1)*(p.t+1)] }
