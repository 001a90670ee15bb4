package faithfulness

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"antecedent/inspect/layout"
)

// noticeable is the share of answers that an intervention has to change to count,
// and the fall of probability: one in twenty.
const noticeable = 0.05

// noticed reports whether, at 95 % confidence, a noticeable share of answers
// changed.
func (s Share) noticed() bool {
	low, _ := s.Interval()
	return low > noticeable
}

// negligible reports whether, at 95 % confidence, neither the answers nor the
// probability of the gold antecedent changed noticeably.
func (f Effect) negligible() bool {
	_, high := f.Changed.Interval()
	return high < noticeable && f.Drop.High < noticeable && f.Drop.Low > -noticeable
}

// roles sorts the heads by what the sample shows, at 95 % confidence:
//
//   - needed: without what the head computes from the example (its output replaced
//     by its mean) more than one answer in twenty changes;
//   - decoration: neither that nor uniform nor permuted attention changes as many
//     as one in twenty, or takes 0.05 from the gold antecedent's probability;
//   - between: neither is shown; the head matters a little, or the sample is small.
//
// Zero ablation does not count: the answer may need a head as a constant, the same for
// every example, and where that head attends then explains nothing.
func (report *Report) roles() (needed, between, decoration []Ablation) {
	for _, a := range report.Ablations {
		switch {
		case len(a.Heads) > 1:
		case a.Mean.Changed.noticed():
			needed = append(needed, a)
		case a.Mean.negligible() && a.Uniform.negligible() && a.Permuted.negligible():
			decoration = append(decoration, a)
		default:
			between = append(between, a)
		}
	}
	return needed, between, decoration
}

// say appends a paragraph to the verdict.
func (report *Report) say(format string, a ...any) {
	report.Verdict = append(report.Verdict, fmt.Sprintf(format, a...))
}

// conclude says in words what the figures show, a paragraph for each conclusion.
func (report *Report) conclude() {
	rule, share := bestRule(report.Rules)
	text := fmt.Sprintf("The model is right in %s of %s held-out sentences; the best rule that reads nothing, %q, in %s.",
		interval(report.Accuracy), layout.Grouped(report.Examples), rule, layout.Share(share, 1))
	if n := len(report.Ablations); n > 0 {
		text += fmt.Sprintf(" On the sample of %d it is right in %s, and in %s with all its attention made uniform.",
			report.Sample.Examples, percent(report.Sample.Accuracy), percent(report.Ablations[n-1].Uniform.Accuracy))
	}
	report.say("%s", text)
	rule, share = bestRule(report.Sample.Rules)
	switch low, _ := report.Sample.Accuracy.Interval(); {
	case report.Layers == 0:
		report.say("This model has no attention layers: the pointer is all its attention, and there is no head to believe or doubt. The pointer row is the decision itself.")
		return
	case report.Sample.Examples == 0:
		report.say("No sentence names an antecedent, so there is nothing to intervene on.")
		return
	case low <= share:
		report.say("Attention learned nothing reliable here: on the sample the model is right in %s, and that cannot be told from the rule %q (%s), which reads nothing. What its heads look at explains no skill, since there is none; the figures below describe noise.",
			interval(report.Sample.Accuracy), rule, layout.Share(share, 1))
		return
	}
	report.say("The pointer row is the decision itself: it cannot disagree with the answer, and it explains nothing beyond it. The rows of the heads are not the decision; whether they matter is what the interventions show.")
	all := &report.Ablations[len(report.Ablations)-1]
	report.concludeHeads(all.Mean.Changed)
	if all.Edges != nil {
		report.concludePath(all.Edges)
	}
	if report.Evidence != nil && report.EvidenceFinds != nil {
		report.concludeEvidence(&report.Ablations[report.index(report.Evidence)])
	}
	report.concludeWeights()
}

// concludeHeads tells which heads the answer depends on, given the share of answers that
// mean ablation of all heads changes.
func (report *Report) concludeHeads(all Share) {
	needed, between, decoration := report.roles()
	switch {
	case len(needed) > 0:
		report.say("The answer depends on %s: with the output replaced by its mean over the sample, %s of the answers change.",
			names(needed), meanChanges(needed))
	case all.noticed():
		report.say("The answer depends on attention, but on no single head: all heads replaced by their mean change %s of the answers, and no one of them is shown to change more than %s. They stand in for one another.",
			percent(all), layout.Percent(noticeable, 1))
	default:
		report.say("The answer is not shown to depend on any head: all of them replaced by their mean change %s of the answers. Whatever the heads look at, the answer comes from elsewhere.", percent(all))
	}
	if len(between) > 0 {
		report.say("In between, or too little to tell from %d sentences: %s (replaced by the mean, %s of the answers change).",
			report.Sample.Examples, names(between), meanChanges(between))
	}
	if len(decoration) == 0 {
		return
	}
	together := ""
	switch a := report.Together; {
	case a == nil:
	case a.Mean.negligible() && a.Uniform.negligible():
		together = fmt.Sprintf(" So it is with all of these replaced at once (%s change): their maps show what the model looks at, not why it answers.", percent(a.Mean.Changed))
	default:
		together = fmt.Sprintf(" One at a time, that is: all of these replaced at once change %s of the answers, and all made uniform %s, so together they do carry something.", percent(a.Mean.Changed), percent(a.Uniform.Changed))
	}
	report.say("Attention is only decoration in %s: with the output replaced by its mean, or the weights made uniform or dealt out at random, fewer than one answer in twenty changes.%s", names(decoration), together)
}

// concludePath tells through which words the predicate reaches the answer, given the edge
// cuts in all heads.
func (report *Report) concludePath(cuts *EdgeCuts) {
	pronoun, candidates, all := cuts.Pronoun.Changed, cuts.Candidates.Changed, cuts.All.Changed
	var way string
	switch byPronoun, byCandidates := pronoun.noticed(), candidates.noticed(); {
	case !all.noticed():
		report.say("The predicate is not shown to reach the answer through attention at all: with every edge to it cut, %s of the answers change.", percent(all))
		return
	case byPronoun && byCandidates:
		way = "both through the pronoun and through the candidates, which read it for themselves"
	case byPronoun:
		way = "through the pronoun, which reads it"
	case byCandidates:
		way = "through the candidates, which read it for themselves, and not through the pronoun, whatever its rows show"
	default:
		way = "by several ways that stand in for one another"
	}
	report.say("The predicate reaches the answer %s: with the edges to the predicate cut in all heads from the pronoun, %s of the answers change; from the candidates, %s; from every word, %s. Of two candidates, guessing would change half.",
		way, percent(pronoun), percent(candidates), percent(all))
}

// concludeEvidence tells whether the evidence head is causally needed, given its ablation.
func (report *Report) concludeEvidence(a *Ablation) {
	text := fmt.Sprintf("The evidence head, %s, looks most at the predicate in %s of the sentences", a.Name, percent(*report.EvidenceFinds))
	for _, b := range report.Baselines {
		if strings.HasPrefix(b.Name, "offset") && b.Predicate != nil {
			text += fmt.Sprintf("; the word at one fixed distance from the pronoun is it in %s, and that takes no learning", percent(*b.Predicate))
		}
	}
	var edge, patched Share
	figures := fmt.Sprintf("replaced by its mean, it changes %s of the answers", interval(a.Mean.Changed))
	if a.Edges != nil {
		edge = a.Edges.Pronoun.Changed
		figures += fmt.Sprintf("; with its edge from the pronoun to the predicate cut, %s", percent(edge))
	}
	if a.Twin != nil {
		patched = a.Twin.Pronoun.Flipped
		figures += fmt.Sprintf("; given its output at the pronoun in the twin sentence, %s become the twin's", percent(patched))
		if r := a.Twin.Pronoun.Restored; r != nil {
			figures += fmt.Sprintf(" (%s of the logit difference)", layout.Percent(*r, 1))
		}
	}
	needed, moves := a.Mean.Changed.noticed(), edge.noticed() || patched.noticed()
	switch {
	case needed && moves:
		text += ". It is causally needed, at the pronoun: "
	case needed:
		text += ". The answer needs this head, but not for what the pronoun takes from the predicate: "
	case moves:
		text += ". It takes part in the answer, but is not shown to be needed: "
	default:
		text += ". It is not shown to be needed: that it looks there is a fact about the model and not the reason for the answer; "
	}
	report.say("%s%s.", text, figures)
}

// concludeWeights tells how well the order of the weights follows that of what the words
// are worth.
func (report *Report) concludeWeights() {
	var heads []Correlation
	for _, c := range report.Correlations[:len(report.HeadScores)] {
		if c.Kendall.N > 0 {
			heads = append(heads, c)
		}
	}
	if len(heads) == 0 {
		report.say("Leaving words out changes nothing that weights could be compared with.")
		return
	}
	byKendall := func(a, b Correlation) int { return cmp.Compare(a.Kendall.Mean, b.Kendall.Mean) }
	low, high := slices.MinFunc(heads, byKendall), slices.MaxFunc(heads, byKendall)
	text := fmt.Sprintf("How much weight a word has tells how much it is worth to the answer between τ = %.2f (head %s) and %.2f (head %s), where 1 is the same order and 0 none", low.Kendall.Mean, low.Name, high.Kendall.Mean, high.Name)
	if h := report.Evidence; h != nil {
		if c := report.Correlations[report.index(h)]; c.Kendall.N > 0 {
			text += fmt.Sprintf("; the word that head %s looks at most is worth the most in %s", c.Name, percent(c.Top))
		}
	}
	if high.Kendall.Mean < 0.5 {
		text += ". Do not read a row as a ranking of reasons"
	}
	report.say("%s.", text)
}

// names is "head 0.1", or "heads 0.1 and 1.0".
func names(heads []Ablation) string {
	text := enumerate(heads, func(a Ablation) string { return a.Name })
	if len(heads) == 1 {
		return "head " + text
	}
	return "heads " + text
}

// meanChanges is the share of answers that mean ablation of each head changes.
func meanChanges(heads []Ablation) string {
	return enumerate(heads, func(a Ablation) string { return percent(a.Mean.Changed) })
}

// enumerate joins what is to be said of one or more heads, as in "a, b and c", and
// says it once where it is the same for all.
func enumerate(heads []Ablation, text func(Ablation) string) string {
	var list []string
	for _, a := range heads {
		list = append(list, text(a))
	}
	if len(slices.Compact(slices.Clone(list))) == 1 {
		return list[0]
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

// bestRule is the rule with the greatest accuracy, the alphabetically first of equals.
func bestRule(rules map[string]float64) (name string, accuracy float64) {
	for n, a := range rules {
		if name == "" || a > accuracy || a == accuracy && n < name {
			name, accuracy = n, a
		}
	}
	return name, accuracy
}
