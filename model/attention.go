package model

import (
	"antecedent/internal/kernel"
)

// attend is scaled dot-product attention for one head of one example (Vaswani
// et al., "Attention Is All You Need", 2017, equation 1), with a learned bias
// for the distance between two tokens:
//
//	scores  = q·kᵀ·scale + distance[j−i]        scale = 1/√K
//	pattern = softmax(scores), row by row
//	z       = pattern·v
//
// k and v are (T,K); kT is kᵀ, packed. q is (M,K), the queries of tokens first … first+M−1: all T
// of them, or a block. distance[T−1+j−i] is the bias of key j for query i,
// (2T−1). attend fills z (M,K) and returns what it was made of, both (M,T): the
// scores, and the pattern, whose row i is what token first+i looks at. The
// caller lends the memory; where scores and pattern are lent the same, the
// pattern replaces the scores.
func attend(q kernel.Matrix, kT *kernel.Packed, v kernel.Matrix, first int, distance []float32, scale float32, scores, pattern, z kernel.Matrix) (_, _ kernel.Matrix) {
	// 1. How well does each query match each key?
	kernel.MultiplyPacked(scores, q, kT, kernel.Epilogue{Scale: scale}) // (M,T)
	// 2. What is the distance to each token worth?
	bias := distance[scores.Cols-first-q.Rows:] // by diagonals of these rows
	if &scores.Data[0] != &pattern.Data[0] {
		for i := range q.Rows {
			kernel.Add(scores.Row(i), bias[q.Rows-1-i:])
			copy(pattern.Row(i), scores.Row(i))
		}
		bias = nil // it is in
	}
	// 3. Make weights of the scores: positive, with sum 1.
	kernel.SoftmaxRows(pattern, bias) // (M,T)
	// 4. Mix the values by the weights. Who has z already lends no memory for it.
	if z.Data != nil {
		kernel.Multiply(z, pattern, v, kernel.Epilogue{}) // (M,K)
	}
	return scores, pattern
}

// attendBackward stores the gradient of q (M,K) and stores or adds those of k
// and v (T,K), and adds that of the distances (2T−1), given that of z. vT is
// vᵀ, packed; dscores (M,T) is lent memory.
//
//	dv  = patternᵀ·dz            dscores = softmax′(dz·vᵀ)
//	dq  = dscores·k·scale        dk  = dscoresᵀ·q·scale
func attendBackward(dq, dk, dv kernel.Matrix, add bool, ddistance []float32, dz, q, k kernel.Matrix, vT *kernel.Packed, first int, pattern, dscores kernel.Matrix, scale float32) {
	kernel.Multiply(dv, pattern.T(), dz, kernel.Epilogue{Accumulate: add}) // (T,K)
	kernel.MultiplyPacked(dscores, dz, vT, kernel.Epilogue{})              // (M,T), of the pattern so far
	kernel.SoftmaxBackwardRows(pattern, dscores, ddistance[dk.Rows-first-q.Rows:])
	kernel.Multiply(dq, dscores, k, kernel.Epilogue{Scale: scale})                      // (M,K)
	kernel.Multiply(dk, dscores.T(), q, kernel.Epilogue{Scale: scale, Accumulate: add}) // (T,K)
}
