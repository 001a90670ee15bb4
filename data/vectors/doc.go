// Package vectors holds word vectors: one frozen vector a word, in eight bits
// a number. It reads them from the text files of GloVe and word2vec (Read), and
// has a table of its own in the binary (Builtin).
//
// The vectors of a table are normalised: the mean over the most frequent words
// is subtracted, and each is scaled to the norm √E, where E is its width. What
// is frequent in all words no longer hides what is particular to one, and every
// word weighs the same. Rounding to eight bits with one scale a word costs at
// most half a scale a number.
//
// Vectors learned from text carry the stereotypes of that text. NeutralGender
// takes the direction "he" minus "she" out of every word that is gendered
// neither by definition nor as a first name. The builtin table has gone through
// it. It removes one linear direction; what a model may infer from the rest it
// does not remove.
//
// The package does not look at context: "bank" has one vector.
package vectors
