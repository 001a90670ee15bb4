// Package model is the attention model as a gorgonia graph: word embedding,
// layers of multi-head self-attention and a ReLU network, and a pointer from each
// pronoun to the tokens of its text and NONE.
//
// Read package reference first: it is the same forward pass in plain Go. It follows
// the lesson that the project grew from, which explains self-attention by the
// sentence "The cat sat on the mat because it was tired.": each token has a query,
// a key and a value; the query of "it" is compared with the key of every token (dot
// product, scaling, softmax), and the values are mixed by the weights that result.
// Which tokens to attend to is not programmed but learned, by training the model
// until the pointer chooses "cat" for "it".
//
// A [Model] owns its weights ([Parameter]) and evaluates a [Batch]: [Model.Forward]
// returns the answers, [Model.Trace] also every attention pattern on the way,
// and [Model.Gradients] differentiates the loss:
//
//	c := model.Default()
//	c.Vocabulary = vocabulary.Len()
//	m, err := model.New(c, seed)
//	trace, err := m.Trace(batchOfOneText, nil)
//	fmt.Println(trace.Pointer[0], trace.Patterns[0][2][pronoun]) // layer 0, head 2
//
// # The graph
//
// layer.go has a layer, line by line. Its operations are coarse ones of our own,
// each with its forward and its backward pass in the file of its name; operation.go
// makes gorgonia operations of them, gorgonia derives the backward graph from
// their gradients, and executor.go runs both. One graph is built for each batch
// shape and purpose; all share the weights.
//
// # Axis letters
//
// Comments give shapes in these letters:
//
//	B  texts in a batch
//	T  tokens of a text, padding included
//	P  pronouns (queries of the pointer) in a batch
//	D  model width
//	H  attention heads
//	K  width of one head, D/H (the lesson's d_k)
//	L  layers
//	V  vocabulary
//	F  hidden width of the ReLU network
//	R  radius: distances beyond it count as R
//	E  width of the frozen word vectors
//	N  structural features
//	G  buckets of hashed character n-grams
//
// # What it does not do
//
// It knows no words, files or training: a batch is integers, and what is done
// with a gradient is up to package train. Everything is float32 on the CPU.
package model
