// Package faith measures how far a model's attention can be believed.
//
// A heat map shows where a head looks, not whether the answer depends on it.
// [Measure] asks both, of every head, and says in words what follows:
//
//	report, err := faith.Measure(ctx, r, faith.Options{
//		Choose:    corpus.Valid,     // heads are chosen on these
//		Sets:      sets,             // and reported on these
//		Predicate: corpus.Predicate, // says where the evidence stands
//	})
//	err = report.Write(os.Stdout)
//
// First each head is scored against gold: how often the word that the pronoun
// attends to most is the antecedent, or the predicate that decides which word
// that is (after Clark et al., "What Does BERT Look At?", 2019), beside rules
// that read nothing, uniform attention and the same model untrained. A head
// singled out as best is chosen on other examples than it is reported on.
//
// Then the model is run again and again with something changed, on a fixed
// sample of minimal pairs: [Knock] holds what became of the answers without a
// head, or with its attention made uniform or permuted, without its edges to the
// predicate, or with the output that it has in the twin; [Correlation] whether
// the words with much weight are those without which the answer changes. The
// Verdict of a [Report] draws the conclusions.
//
// Caveats. The pointer's row is the decision itself, true by construction; the
// rows of the heads are not. "The pronoun's most-attended word" is the greatest
// weight in its row over all tokens, the pronoun's own and punctuation included,
// the first of equals: a head that looks mostly at the pronoun itself looks at
// no evidence. Intervals are of 95 % and take examples as independent, which
// twins and sentences that share words are not quite. One head is changed at a
// time; what several do in each other's place shows only where all of a layer,
// or all that seem decoration, are changed together.
//
// What this does not do: it knows no corpus and no terminal, never trains, and
// computes no gradients. Attention rollout and flow are left out, since in a
// model of one or two layers the interventions answer the same question
// directly.
package faith
