// Package explain goes through the steps of attention with the numbers of one model
// and one text: the query, keys and values of one head, the dot products, scaling,
// softmax and weighted sum, then the pointer, which decides, and the exercises of
// the lesson in package model for this text.
//
//	reading, err := r.Read("The cat sat on the mat because it was tired.")
//	e, err := explain.New(r, reading, explain.Place{Head: model.Head{Layer: 0, Head: 2}, Query: -1})
//	err = e.Write(os.Stdout, style)
//
// The numbers are those of package model/reference, computed in float64. Each step
// says how far the model's own numbers, in float32, are from them.
//
// An [Explanation] is also a JSON object ([Explanation.WriteJSON]) with every number
// that is printed and those that long texts leave out. Shapes are given in these
// letters: T tokens of the text, D width of the model, K width of a head.
package explain
