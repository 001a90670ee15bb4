// Package score compares predictions with gold antecedents.
//
// A [Prediction] is what a model says about one example: a probability for each
// token and one for NONE. [Choose] turns it into an answer, [Score] counts the right
// ones, and [Baselines] answers the same examples by rules that do not read them,
// without which an accuracy means little. [ScoreGAP] computes what the official
// scorer of GAP does and, beside it, the accuracy of whole examples, since its F1 can
// be raised by answering TRUE always. [Interval] is a confidence interval.
//
//	summary := score.Score(examples, predictions)
//	for _, b := range score.Baselines(examples) {
//		fmt.Println(b.Name, b.Summary.Accuracy, "against", summary.Accuracy)
//	}
//
// An answer is right if it overlaps a gold mention. That is generous to an
// example without candidates, where the answer is a mention guessed from
// single tokens; with candidates it asks whether the right one was chosen.
//
// What this does not do: it computes no coreference metrics over clusters
// (MUC, B³, CEAF), since one pronoun is resolved at a time, and its figures
// for given candidates are not comparable with those of systems that have to
// find the mentions first.
package score
