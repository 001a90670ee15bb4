package model

// TrainingMemory estimates how many bytes training takes with batches of so many texts,
// which have a pronoun each, of so many tokens, and with so many copies of the gradients
// beside the first, in which shares of a batch are added. What does not depend on the
// configuration or the batch, such as the examples, is left out. Measured runs took 0.8 to
// 1.2 times as much. The numbers may be as great as they like: they are multiplied as
// floating-point numbers, which do not overflow.
func (c Config) TrainingMemory(texts, tokens, copies int) float64 {
	const number = 4 // bytes of a float32
	d, f, h, l := float64(c.Width), float64(c.Hidden), float64(c.Heads), float64(c.Layers)
	e, g := float64(c.Vectors), float64(c.NgramBuckets)
	b, t := float64(texts), float64(tokens)

	// The weights, their gradients and two moments, and what saving takes; matrices are
	// also packed for products, in both directions.
	weights := (5.5+float64(copies))*c.tableWeights() + (8+float64(copies))*c.matrixWeights()

	// Of a token: a layer's forward pass is kept for its backward pass, which uses the
	// same memory for all layers. The pattern is kept where it is small only.
	forward := 5*d + f
	if pattern := t * h; b*t*pattern <= 1<<21 {
		forward += pattern
	}
	backward := 7*d + 2*f
	token := l*forward + min(l, 1)*backward + 4*d + 2*e + 3*t
	inputs := 4.0 // words and lengths, in numbers of 4 bytes
	if g > 0 {
		inputs += 2 * 32 // buckets of a token, in numbers of 8 bytes
	}
	const node = 64 << 10 // bytes of a layer in the graphs themselves

	return number*(weights+b*t*(token+inputs)+6*b*d) + l*node
}

// ReadingMemory estimates how many bytes it takes to read one text of so many tokens with
// all that its heads compute, which is copied out of the model; as in TrainingMemory,
// without overflow. Measured readings took 0.9 to 1.4 times as much.
func (c Config) ReadingMemory(tokens int) float64 {
	d, f, h, l := float64(c.Width), float64(c.Hidden), float64(c.Heads), float64(c.Layers)
	t := float64(tokens)
	layer := 4*h*t*t + t*(11*d+f) // patterns and scores, and the vectors
	const node = 64 << 10         // bytes of a layer in the graph itself
	return 4*(c.tableWeights()+2*c.matrixWeights()+l*layer+6*t*d) + l*node
}

// tableWeights is the number of weights of the embeddings.
func (c Config) tableWeights() float64 {
	return (float64(c.Vocabulary) + float64(c.NgramBuckets) + float64(c.Vectors)) * float64(c.Width)
}

// matrixWeights is the number of all other weights, but for the few of the structural
// features.
func (c Config) matrixWeights() float64 {
	d, f, h := float64(c.Width), float64(c.Hidden), float64(c.Heads)
	layer := 4*d*d + 2*d*f + h*(2*float64(c.Radius)+1) + 9*d + f
	return float64(c.Layers)*layer + 2*d*d + 3*d
}
