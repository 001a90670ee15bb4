// Package score compares predictions with gold antecedents.
//
// A [Prediction] is what a model says about one example: a probability for each
// token and one for NONE. [Choose] turns it into an answer, [Score] counts the right
// ones, and [Baselines] answers the same examples by rules that do not read them,
// without which an accuracy means little. [ScoreGAP] computes what the official
// scorer of GAP does and, beside it, the accuracy of whole examples, since its F1 can
// be raised by answering TRUE always; [Snippet] is its setting without given names.
// [Intervals] and [Compare] say by a bootstrap over the texts how far figures, and
// differences of two models, can be trusted.
//
//	summary := score.Score(examples, predictions)
//	for _, b := range score.Baselines(examples) {
//		fmt.Println(b.Name, b.Summary.Accuracy, "against", summary.Accuracy)
//	}
//
// The answer is one of the example's candidates, or without candidates one of the
// mentions found in its text, which package structure adds to examples, or NONE. A
// candidate is right if it overlaps a gold span, a mention if its head is that of one and
// it covers no word outside; see [IsGold]. [ExactMatch] asks for the very words.
//
// What this does not do: it computes no coreference metrics over clusters
// (MUC, B³, CEAF), since one pronoun is resolved at a time, and its figures
// for given candidates are not comparable with those of systems that have to
// find the mentions first.
package score
