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
//   - A predicate is what is said of the pronoun: "was tired". It takes the pronoun as
//     its subject, its object ("the farmer fed it") or its possessor ("its brakes
//     failed").
//   - A class is a set of nouns that the same predicates fit: pet, textile. A
//     predicate fits some classes, is absurd of others, and is neither for the rest.
//   - A frame is a main clause with a slot for each noun: "{1} sat on {2}". The nouns
//     in its slots are the candidates. A noun at {person} is none: its gender or number
//     rules it out.
//   - A sentence is a frame with its slots filled, perhaps an adjunct of time ("in
//     the morning"), a connective ("because"), the pronoun and the predicate. The
//     clause of the pronoun may come first, or be a sentence of its own. Some have a
//     sentence that cannot matter before all others, or before the pronoun's.
//   - Twins are the two sentences of a minimal pair.
//   - The mirror of a pair is another pair with the same two predicates whose
//     antecedents stand in the opposite order.
//
// # Families
//
//   - predicate twins, more than half of the corpus: the predicate decides. It fits the
//     class of one candidate and is absurd of that of the other.
//   - pronoun twins: the pronoun's gender or number decides. The predicate is
//     neutral: it fits both.
//   - told: "John told Mary that he was late", gender decides.
//   - whose: "John gave Mary his keys", gender decides.
//   - grammar: of two persons of one gender, the clause decides: "John asked Peter to
//     help him" means John, "John met Peter and thanked him" Peter. As many frames
//     decide for the first as for the second. In half of them both are of either
//     gender ("the nurse", "the farmer"), and an object pronoun may then be a "them"
//     for one of them. Many are put together of a lead and an act that both
//     sentences share: "John smiled when Peter thanked him", "John met Peter and thanked
//     him".
//   - twin clauses: one clause with two ends, of which each decides for one candidate:
//     "The flute did not fit in the bag because it was too big / small".
//   - owners: "The queen lost her crown". The owner is the subject and the only
//     candidate: the pronoun is a part of the other phrase. In a third of them
//     there is no other phrase: "A customer left their umbrella on the train".
//   - expletives: "it" refers to nothing ("because it was raining").
//   - single-noun sentences: "The lynx yawned because it was tired."
//
// Every pair has its mirror, and twins have the same candidates. Therefore neither
// position nor distance, noun, predicate or connective alone tells the answer of twins,
// which the tests assert. Occupations are he, she and they alike.
//
// # Splits
//
// The held-out splits are sentences, pairs, nouns, predicates, both, templates,
// distance and nonce. What a split holds out is decided for nouns, predicates, frames
// and pairs of a noun and a predicate before any sentence is made. A held-out noun is
// never a candidate beside another in training, which has it in single-noun sentences
// only; a held-out predicate is not in training at all. The two sentences above can be
// generated from the lexicon and are in no split.
//
// # Caveats
//
// A model that resolves these pronouns has learned which predicates go with which
// nouns: not common sense, and not the pronouns of real text. Clauses are joined
// without regard to what causes what.
package corpus
