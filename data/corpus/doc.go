// Package corpus is the built-in corpus: English sentences with one pronoun each,
// generated from the word lists in lexicon/*.txt, which can be edited. Most of
// them come as minimal pairs, two sentences that differ in as little as one word,
// which decides what the pronoun refers to:
//
//	The cat sat on the mat because it was tired.    it = the cat
//	The cat sat on the mat because it was dirty.    it = the mat
//
// # Terms
//
//   - A predicate is what is said of the pronoun: "was tired".
//   - A class is a set of nouns that the same predicates fit: pet, textile. A
//     predicate fits some classes, is absurd of others, and is neither for the rest.
//   - A frame is a main clause with a slot for each noun: "The {1} sat on the {2}".
//     The nouns in its slots are the candidates. A noun at {person} is none: its
//     gender or number rules it out.
//   - A sentence is a frame with its slots filled, perhaps an adjunct of time ("in
//     the morning"), a connective ("because"), the pronoun and the predicate.
//   - Twins are the two sentences of a minimal pair. They share everything before
//     the pronoun.
//   - The mirror of a pair is another pair with the same two predicates whose
//     antecedents stand in the opposite order.
//
// # Families
//
// There are four families of examples:
//
//   - predicate twins, two thirds of the corpus: the predicate decides. It fits the
//     class of one candidate and is absurd of that of the other.
//   - pronoun twins: the pronoun's gender or number decides. The predicate is
//     neutral: it fits both.
//   - expletives: "it" refers to nothing ("because it was raining").
//   - single-noun sentences: "The lynx yawned because it was tired."
//
// Every pair has its mirror, and twins have the same candidates. Therefore neither
// position nor distance, noun, predicate or connective alone tells the answer,
// which the tests assert.
//
// # Splits
//
// The held-out splits are sentences, pairs, nouns, templates, distance and nonce.
// What a split holds out is decided for nouns, frames and pairs of a noun and a
// predicate before any sentence is made, so that a held-out noun is never a
// candidate beside another in training. Training has it in single-noun sentences
// only. The two sentences above can be generated from the lexicon and are in no
// split.
//
// # Caveats
//
// A model that resolves these pronouns has learned which predicates of this lexicon
// go with which nouns: not common sense, and not the pronouns of real text. Clauses
// are joined without regard to what causes what.
package corpus
