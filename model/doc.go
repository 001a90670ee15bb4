// Package model is the attention model as a gorgonia graph: word embedding,
// layers of pre-norm multi-head self-attention and a ReLU network, and a
// pointer from the pronoun to the tokens and NONE.
//
// A [Model] owns its weights ([Parameter]) and does three things with a
// [Batch]: [Model.Forward] evaluates it, [Model.Gradients] differentiates the
// loss, [Model.Resolve] answers one example and hands out every attention
// pattern on the way to the answer:
//
//	m, err := model.New(model.Default(), seed)
//	r, err := m.Resolve(batchOfOne)
//	fmt.Println(r.Pointer, r.Patterns[0][2][pronoun]) // layer 0, head 2
//
// The graph is made of coarse operations of our own, each in the file of its
// name: [attention.go] holds the one the project is about. gorgonia derives the
// backward graph from their symbolic gradients and a TapeMachine runs it. One
// graph is built for each batch shape and purpose; all share the weights.
//
// # Axis letters
//
// Comments end with the shape of what they describe, in these letters:
//
//	B  examples in a batch
//	T  tokens of an example, padding included
//	D  model width
//	H  attention heads
//	K  width of one head, D/H (the lesson's d_k)
//	L  layers
//	V  vocabulary
//	F  hidden width of the ReLU network
//	R  radius: distances beyond it count as R
//	G  buckets of hashed character n-grams
//
// # What it does not do
//
// It knows no words, files or training: a batch is integers, and what to do
// with a gradient is package train's. A Model is for one goroutine at a time.
// Everything is float32 on the CPU.
package model
