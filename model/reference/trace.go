package reference

// A Trace is everything that is computed for a text.
type Trace struct {
	Layers   []Layer
	Final    Matrix    // (T,D) what the pointer compares
	Pointers []Pointer // one for each pronoun
}

// A Layer is what one layer computes.
type Layer struct {
	X      Matrix // (T,D) its input, normalised
	Heads  []Head
	Output Matrix // (T,D) the residual stream after the layer
}

// A Head is what one attention head computes.
type Head struct {
	Q, K, V  Matrix // (T,K)
	Dot      Matrix // (T,T) q·k
	Distance Matrix // (T,T) the bias for the distance j−i
	Scores   Matrix // (T,T) Dot/√K + Distance
	Pattern  Matrix // (T,T) the attention weights: row i is what token i attends to
	Z        Matrix // (T,K) the mixed values
}

// A Pointer is the attention of one pronoun over the tokens and, last, NONE.
type Pointer struct {
	Q           []float64 // (D)
	Dot         []float64 // (T+1) q·k
	Content     []float64 // (T+1) Dot/√D; its mean where it is shared
	Structure   []float64 // (T) weights of the mention's features; 0 where there are none
	Scores      []float64 // (T+1) Content + Structure
	Probability []float64 // (T+1) softmax(Scores/Temperature)
}
