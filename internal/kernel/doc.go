// Package kernel holds the arithmetic of the model: matrix products, softmax,
// layer normalisation, the optimizer's update and sums, on slices of float32.
//
// A [Matrix] is a strided view, so that a transposition or the columns of one
// attention head cost nothing. [Multiply] is the one that takes the time.
//
// Results do not depend on the number of processors: work is cut into pieces
// whose size depends on the operands alone ([Parallel]), every element is
// computed by one piece, and sums that cross pieces are taken in piece order.
//
// The functions check nothing that the caller cannot get wrong by a data file:
// shapes that do not fit are programming errors and panic as an index out of
// range would.
package kernel
