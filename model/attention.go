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
// k and v are (T,K). q is (M,K), the queries of tokens first … first+M−1: all T
// of them, or a block. distance[T−1+j−i] is the bias of key j for query i,
// (2T−1). attend fills z (M,K) and returns what it was made of, both (M,T): the
// scores, and the pattern, whose row i is what token first+i looks at. The
// caller lends the memory; where scores and pattern are lent the same, the
// pattern replaces the scores.
func attend(q, k, v kernel.Matrix, first int, distance []float32, scale float32, scores, pattern, z kernel.Matrix) (_, _ kernel.Matrix) {
	// 1. How well does each query match each key?
	kernel.Multiply(scores, q, k.T(), kernel.Epilogue{Scale: scale}) // (M,T)
	for i := range q.Rows {
		// 2. What is the distance to each token worth?
		kernel.Add(scores.Row(i), distance[k.Rows-1-first-i:]) // (T)
		// 3. Make weights of the scores: positive, with sum 1.
		copy(pattern.Row(i), scores.Row(i))
		kernel.Softmax(pattern.Row(i)) // (T)
	}
	// 4. Mix the values by the weights.
	kernel.Multiply(z, pattern, v, kernel.Epilogue{}) // (M,K)
	return scores, pattern
}

// attendBackward stores the gradient of q (M,K) and adds those of k and v (T,K)
// and of the distances (2T−1), given that of z. dscores (M,T) is lent memory.
//
//	dv += patternᵀ·dz            dscores = softmax′(dz·vᵀ)
//	dq  = dscores·k·scale        dk += dscoresᵀ·q·scale
func attendBackward(dq, dk, dv kernel.Matrix, ddistance []float32, dz, q, k, v kernel.Matrix, first int, pattern, dscores kernel.Matrix, scale float32) {
	kernel.Multiply(dv, pattern.T(), dz, kernel.Epilogue{Accumulate: true}) // (T,K)
	kernel.Multiply(dscores, dz, v.T(), kernel.Epilogue{})                  // (M,T), of the pattern so far
	for i := range q.Rows {
		kernel.SoftmaxBackward(pattern.Row(i), dscores.Row(i)) // (T)
		kernel.Add(ddistance[k.Rows-1-first-i:][:k.Rows], dscores.Row(i))
	}
	kernel.Multiply(dq, dscores, k, kernel.Epilogue{Scale: scale})                       // (M,K)
	kernel.Multiply(dk, dscores.T(), q, kernel.Epilogue{Scale: scale, Accumulate: true}) // (T,K)
}
