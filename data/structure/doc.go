// Package structure computes some sixty named features of a mention as an antecedent
// of a pronoun: where the two stand, which words surround them, who else could be
// meant, whether gender, number and kind agree. None depends on what the words mean.
//
// Each is true or false, so that the features of a mention are the bits of one
// integer and a linear score of them is a sum of weights that a person can read:
//
//	subject of its clause +0.6, mentioned most often +0.4, before a stop −0.3
//
// A competitor of a mention is another entity that agrees with the pronoun or, where
// the example gives candidates, the entity of another candidate.
package structure
