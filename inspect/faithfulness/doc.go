// Package faithfulness measures how far a model's attention explains its answers.
//
// A heat map shows where a head attends, not whether the answer depends on it.
// [Measure] asks both of every head and says in words what follows:
//
//	report, err := faithfulness.Measure(ctx, r, faithfulness.Options{
//		Choose:    corpus.Valid,     // heads are chosen on these examples
//		Sets:      sets,             // and reported on these
//		Predicate: corpus.Predicate, // tells the evidence of an example
//	})
//	err = report.Write(os.Stdout)
//
// First, each head is scored against gold: how often the token that the pronoun
// attends to most belongs to the antecedent, or to the predicate that decides
// which mention that is (after Clark et al., "What Does BERT Look At?", 2019). A
// [HeadScore] stands beside those of rules that do not read the text, of uniform
// attention and of the same model before training. A head that is singled out as
// the best is chosen on other examples than it is reported on.
//
// Then the model is run again and again with an intervention, on a fixed sample
// of minimal pairs. An [Ablation] has the effects on the answers: heads removed,
// replaced by their mean, or with uniform or permuted attention; their edges to
// the predicate cut; their output replaced by that for the other sentence of the
// minimal pair, its twin. A [Correlation] tells whether the tokens with much
// weight are those without which the answer changes. [Report.Verdict] draws the
// conclusions.
//
// # Caveats
//
// The pointer's row is the decision itself, faithful by construction; the rows of
// the heads are not. The most-attended token is the one with the greatest weight
// in the pronoun's row, the pronoun itself and punctuation included, the first of
// equals: a head that attends mostly to the pronoun attends to no evidence.
// Intervals are of 95 % and take examples as independent, which twins and
// sentences that share words are not quite. Heads are changed one at a time; that
// several can replace each other shows only where all of a layer, all of the
// model, or all that seem decoration are changed together.
//
// # What it does not do
//
// It knows no corpus and no terminal, never trains, and computes no gradients.
// Attention rollout and attention flow are left out: in a model of one or two
// layers the interventions answer the same question directly.
package faithfulness
