// Package data turns text into what a model can learn from: examples of one pronoun
// each, a vocabulary, and padded batches in a reproducible order.
//
// An [Example] is a tokenized text with one pronoun, the mentions it may refer to
// and, where known, those it does refer to. A [Vocabulary] numbers words. An
// [Encoder] pads examples into a [Batch] of plain arrays. Package format reads
// examples from files.
//
//	file, err := format.ReadFile(ctx, "train.jsonl", "") // the format is guessed
//	train, valid := data.HoldOut(file.Examples)     // the same tenth each time
//	encoder := data.Encoder{Vocabulary: data.NewVocabulary(train, 1)}
//	texts := data.GroupTexts(train)                 // examples of one text share a row
//
// [Batches] then says which texts form which batch of an epoch; see the example of
// the package. [Encoder.Each] makes batches for evaluation, where the order does not
// matter. [FromText] makes the unlabelled examples of a text to be resolved.
//
// A model with word vectors or structure also reads what a text mentions, which package
// structure adds to examples:
//
//	encoder.Vectors, err = vectors.Builtin()
//	encoder.Structure = len(structure.Features())
//	structure.Annotate(train)
//
// Caveats. Spans of an Example count tokens. In an Example without Candidates
// the Mentions may be the answer. Words are looked up by their key, see package lookup,
// which never changes the text.
//
// What this does not do: it parses no grammar, it knows English pronouns only, and it
// does not split texts of more than [MaxTokens] tokens: package window does.
package data
