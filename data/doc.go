// Package data turns text into what a model can learn from: examples of one
// pronoun each, a vocabulary, and padded batches in a reproducible order.
//
// There are only a few types. An [Example] is a tokenized text with one
// pronoun, the mentions it may refer to and, where known, those it does refer
// to. A [Vocabulary] numbers words. An [Encoder] pads examples into a [Batch]
// of plain arrays, which knows nothing of any tensor library. A [File] is what
// a reader made of one file of examples, with every row it had to pass over.
//
// One path through the package, from a file to the first batch of an epoch:
//
//	file, err := data.ReadFile("train.jsonl", "") // the format is guessed
//	train, valid := data.HoldOut(file.Examples)   // the same tenth each time
//	encoder := data.Encoder{Vocabulary: data.NewVocabulary(train, 1)}
//	for _, batch := range data.Batches(lengths, 32, seed, epoch) {
//		// encoder.Batch of the examples that batch names
//	}
//
// Text to be resolved rather than learned from comes in by [FromText], which
// makes one unlabelled example of each pronoun.
//
// Caveats. Offsets in files count runes, not bytes; spans of an Example count
// tokens. An annotation that begins or ends within a token is widened to it.
// An Example with an empty Candidates lets every token be the answer. Words
// are case-folded in the vocabulary but never in the text.
//
// What this does not do: it finds no mentions and parses no grammar, it knows
// English pronouns only, and it does not split long texts: a row of more than
// [MaxTokens] tokens is passed over and named.
package data
