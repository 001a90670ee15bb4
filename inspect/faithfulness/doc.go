// Package faithfulness measures how far a model's attention explains its answers.
//
// A heat map shows where a head attends, not whether the answer depends on it.
// [Measure] measures both for every head and says in words what follows:
//
//	report, err := faithfulness.Measure(ctx, r, faithfulness.Options{
//		Choose:    corpus.Valid,     // heads are chosen on these examples
//		Sets:      sets,             // and reported on these
//		Predicate: corpus.Predicate, // tells the predicate of an example
//	})
//	err = report.Write(os.Stdout)
//
// # Terms
//
// The predicate is the words that tell which candidate is the antecedent, such as
// "tired" in "The cat sat on the mat because it was tired". A minimal pair is two
// such texts that differ in the predicate and therefore in the antecedent ("soft"
// instead of "tired"); each is the other's twin. The evidence head is the one that
// attends to the predicate most often, the antecedent head the one that attends to
// the antecedent most often. Both are chosen on other examples than those that the
// report is about, and a head has such a name only where it does better on these, with
// 95 % confidence, than every rule that reads nothing, uniform attention, any fixed
// distance from the pronoun, and every head of the model before training.
//
// # Where the heads attend
//
// A [HeadScore] is how often the token that the pronoun attends to most belongs to
// the antecedent, or to the predicate. It stands beside the scores of rules that do
// not read the text, of uniform attention and of the same model before training.
// [RowStatistics] tell how the pronoun's weights are spread.
//
// # Whether the answers depend on it
//
// The model is run again on a fixed sample of minimal pairs, with one change at a
// time: in each head, in each layer, and in all heads.
//
//   - Ablation: the head's output is replaced by zero, or by its mean over the
//     sample, which is what is left without anything about this text. Or its
//     attention is made uniform, or its weights are permuted. An [Ablation] has the
//     share of answers that change with each.
//   - Edge cuts: some tokens may not attend to the predicate. [EdgeCuts] tell
//     whether the pronoun or the candidates take it in.
//   - Activation patching: the head's output at some tokens is replaced by that for
//     the twin. [Patches] tell how often the answer becomes the twin's: what
//     distinguishes the two texts then passes through this head and these tokens.
//   - Leave-one-out: each token in turn, of long texts 128 of them, is made the unknown word. A [Correlation]
//     tells whether the answer suffers most from the loss of the tokens that have
//     the most weight.
//
// The papers that these come from are named where each is implemented.
// [Report.Verdict] draws the conclusions.
//
// # Caveats
//
// The pointer's row is the decision itself, faithful by construction; the rows of
// the heads are not. The most-attended token is the one with the greatest weight
// in the pronoun's row, the pronoun itself and punctuation included, the first of
// equals: a head that attends mostly to the pronoun attends to no evidence.
// Intervals are of 95 % and take examples as independent, which twins and texts
// that share words are not quite. Heads are changed one at a time; that several can
// replace each other shows only where all of a layer, all of the model, or all that
// seem to have no effect are changed together.
//
// # What it does not do
//
// It knows no corpus and no terminal, never trains, and computes no gradients.
// Attention rollout and attention flow are left out: in a model of one or two
// layers the interventions answer the same question directly.
package faithfulness
