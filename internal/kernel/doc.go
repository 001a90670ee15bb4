// Package kernel holds the arithmetic of the model: matrix products, softmax,
// layer normalisation, rows gathered and scattered by number, the optimizer's
// update and sums, on slices of float32.
//
// A [Matrix] is a strided view, so that a transposition or the columns of one
// attention head cost nothing. [Multiply] is the one that takes the time;
// [MultiplyAll] makes several products at once on all processors, and [Pack]
// prepares a right operand that is used again and again.
//
// Each function is written in plain Go, the reference and what other processors
// and the build tag purego use, and in assembly for AVX2 and for AVX-512, chosen
// when the program starts. The assembly is generated from the Go program in
// asm, where a kernel is written once for both.
//
// Results do not depend on the number of processors: work is cut into pieces
// whose size depends on the operands alone ([Parallel]), every element is
// computed by one piece, and sums that cross pieces are taken in piece order.
// They do depend, in the last bits, on the processor's instructions: sums over a
// row are taken in as many parts as a register holds, and a fused multiply and
// add rounds once.
//
// The functions check nothing that the caller cannot get wrong by a data file:
// shapes that do not fit are programming errors and panic as an index out of
// range would.
package kernel
