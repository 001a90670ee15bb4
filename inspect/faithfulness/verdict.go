package faithfulness

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/model"
)

// verdict says in words what the figures show, a paragraph for each conclusion.
func (report *Report) verdict() []string {
	list := []string{report.verdictAnswers()}
	if report.Layers == 0 {
		return append(list, "This model has no attention layers: the pointer is all its attention, and there is no head to believe or doubt. The pointer row is the decision itself.")
	}
	if report.Sample.Examples == 0 {
		return append(list, "No sentence names an antecedent, so there is nothing to intervene on.")
	}
	if rule, share := bestRule(report.Sample.Rules); report.Sample.Accuracy.Low <= share {
		return append(list, fmt.Sprintf("Attention learned nothing reliable here: on the sample the model is right in %s, and that cannot be told from the rule %q (%s), which reads nothing. What its heads look at explains no skill, since there is none; the figures below describe noise.",
			interval(report.Sample.Accuracy), rule, percent(share)))
	}
	list = append(list, "The pointer row is the decision itself: it cannot disagree with the answer, and it explains nothing beyond it. The rows of the heads are not the decision; whether they matter is what the interventions show.")
	list = append(list, report.verdictNeeded()...)
	list = append(list, report.verdictPath(), report.verdictEvidence(), report.verdictWeights())
	return slices.DeleteFunc(list, func(text string) bool { return text == "" })
}

// verdictAnswers tells how often the model is right, and how often without attention.
func (report *Report) verdictAnswers() string {
	rule, share := bestRule(report.Rules)
	text := fmt.Sprintf("The model is right in %s of %s held-out sentences; the best rule that reads nothing, %q, in %s.",
		interval(report.Accuracy), layout.Grouped(report.Examples), rule, percent(share))
	if a := report.ofAll(); a != nil {
		text += fmt.Sprintf(" On the sample of %d it is right in %s, and in %s with all its attention made uniform.",
			report.Sample.Examples, percent(report.Sample.Accuracy.Share), percent(a.Uniform.Accuracy.Share))
	}
	return text
}

// verdictNeeded tells which heads the answer depends on.
func (report *Report) verdictNeeded() []string {
	needed, between, decoration := report.roles()
	var list []string
	all := report.ofAll()
	switch {
	case len(needed) > 0:
		list = append(list, fmt.Sprintf("The answer depends on %s: with the output replaced by its mean over the sample, %s of the answers change.",
			names(needed), report.meanChanges(needed)))
	case all.Mean.Changed.noticed():
		list = append(list, fmt.Sprintf("The answer depends on attention, but on no single head: all heads replaced by their mean change %s of the answers, and no one of them is shown to change %s. They stand in for one another.",
			percent(all.Mean.Changed.Share), percent(noticeable)))
	default:
		list = append(list, fmt.Sprintf("The answer is not shown to depend on any head: all of them replaced by their mean change %s of the answers. Whatever the heads look at, the answer comes from elsewhere.", percent(all.Mean.Changed.Share)))
	}
	if len(between) > 0 {
		list = append(list, fmt.Sprintf("In between, or too little to tell from %d sentences: %s (replaced by the mean, %s of the answers change).",
			report.Sample.Examples, names(between), report.meanChanges(between)))
	}
	if len(decoration) > 0 {
		text := fmt.Sprintf("Attention is only decoration in %s: with the output replaced by its mean, or the weights made uniform or dealt out at random, fewer than one answer in twenty changes.", names(decoration))
		switch a := report.Together; {
		case a == nil:
		case a.Mean.negligible() && a.Uniform.negligible():
			text += fmt.Sprintf(" So it is with all of these replaced at once (%s change): their maps show what the model looks at, not why it answers.", percent(a.Mean.Changed.Share))
		default:
			text += fmt.Sprintf(" One at a time, that is: all of these replaced at once change %s of the answers, and all made uniform %s, so together they do carry something.", percent(a.Mean.Changed.Share), percent(a.Uniform.Changed.Share))
		}
		list = append(list, text)
	}
	return list
}

// verdictPath tells through which words the predicate reaches the answer, nothing
// where no predicate is known.
func (report *Report) verdictPath() string {
	all := report.ofAll()
	if all.Edges == nil {
		return ""
	}
	if !all.Edges.All.Changed.noticed() {
		return fmt.Sprintf("The predicate is not shown to reach the answer through attention at all: with every edge to it cut, %s of the answers change.", percent(all.Edges.All.Changed.Share))
	}
	pronoun, candidates := all.Edges.Pronoun.Changed, all.Edges.Candidates.Changed
	var text string
	switch byPronoun, byCandidates := pronoun.noticed(), candidates.noticed(); {
	case byPronoun && byCandidates:
		text = "The predicate reaches the answer both through the pronoun and through the candidates, which read it for themselves"
	case byPronoun:
		text = "The predicate reaches the answer through the pronoun, which reads it"
	case byCandidates:
		text = "The predicate reaches the answer through the candidates, which read it for themselves, and not through the pronoun, whatever its rows show"
	default:
		text = "The predicate reaches the answer by several ways that stand in for one another"
	}
	return fmt.Sprintf("%s: with the edges to the predicate cut in all heads from the pronoun, %s of the answers change; from the candidates, %s; from every word, %s. Of two candidates, guessing would change half.",
		text, percent(pronoun.Share), percent(candidates.Share), percent(all.Edges.All.Changed.Share))
}

// verdictEvidence tells whether the evidence head is causally needed, nothing where
// no head is singled out.
func (report *Report) verdictEvidence() string {
	a := report.ofHead(report.Evidence)
	if a == nil || report.EvidenceFinds == nil {
		return ""
	}
	text := fmt.Sprintf("The evidence head, %s, looks most at the predicate in %s of the sentences", a.Name, percent(report.EvidenceFinds.Share))
	for _, b := range report.Baselines {
		if strings.HasPrefix(b.Name, "offset") && b.Predicate != nil {
			text += fmt.Sprintf("; the word at one fixed distance from the pronoun is it in %s, and that takes no learning", percent(b.Predicate.Share))
		}
	}
	edge, patched := Share{}, Share{}
	if a.Edges != nil {
		edge = a.Edges.Pronoun.Changed
	}
	if a.Twin != nil {
		patched = a.Twin.Pronoun.Flipped
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
	text += fmt.Sprintf("replaced by its mean, it changes %s of the answers", interval(a.Mean.Changed))
	if a.Edges != nil {
		text += fmt.Sprintf("; with its edge from the pronoun to the predicate cut, %s", percent(edge.Share))
	}
	if a.Twin != nil {
		text += fmt.Sprintf("; given its output at the pronoun in the twin sentence, %s become the twin's", percent(patched.Share))
		if r := a.Twin.Pronoun.Restored; r != nil {
			text += fmt.Sprintf(" (%s of the logit difference)", percent(*r))
		}
	}
	return text + "."
}

// verdictWeights tells how well the order of the weights follows that of what the
// words are worth.
func (report *Report) verdictWeights() string {
	var heads []Correlation
	for _, c := range report.Correlations {
		if !strings.Contains(c.Name, " ") && c.Name != "pointer" && c.Kendall.N > 0 {
			heads = append(heads, c)
		}
	}
	if len(heads) == 0 {
		return "Leaving words out changes nothing that weights could be compared with."
	}
	byKendall := func(a, b Correlation) int { return cmp.Compare(a.Kendall.Mean, b.Kendall.Mean) }
	low, high := slices.MinFunc(heads, byKendall), slices.MaxFunc(heads, byKendall)
	text := fmt.Sprintf("How much weight a word has tells how much it is worth to the answer between τ = %.2f (head %s) and %.2f (head %s), where 1 is the same order and 0 none", low.Kendall.Mean, low.Name, high.Kendall.Mean, high.Name)
	if a := report.ofHead(report.Evidence); a != nil {
		for _, c := range heads {
			if c.Name == a.Name {
				text += fmt.Sprintf("; the word that head %s looks at most is worth the most in %s", c.Name, percent(c.Top.Share))
			}
		}
	}
	if high.Kendall.Mean < 0.5 {
		return text + ". Do not read a row as a ranking of reasons."
	}
	return text + "."
}

// meanChanges is the share of answers that mean ablation of each head changes,
// written once where it is the same for all.
func (report *Report) meanChanges(heads []model.Head) string {
	var list []string
	for _, h := range heads {
		list = append(list, percent(report.ofHead(&h).Mean.Changed.Share))
	}
	if same := slices.Compact(slices.Clone(list)); len(same) == 1 {
		return same[0]
	}
	return enumerate(list)
}

// names is "head 0.1", or "heads 0.1 and 1.0".
func names(heads []model.Head) string {
	var list []string
	for _, h := range heads {
		list = append(list, h.String())
	}
	if len(list) == 1 {
		return "head " + list[0]
	}
	return "heads " + enumerate(list)
}

func enumerate(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
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
