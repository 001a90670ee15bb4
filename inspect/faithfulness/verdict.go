package faith

import (
	"fmt"
	"slices"
	"strings"

	"antecedent/inspect/layout"
)

// noticeable is the share of answers that a change has to alter to count, and
// the fall of probability: one in twenty.
const noticeable = 0.05

// roles sorts the heads by what the sample shows, at 95 % confidence:
//
//   - needed: without what it says of the example (its output replaced by its
//     mean) more than one answer in twenty is another;
//   - decoration: neither that nor uniform nor permuted attention alters as many
//     as one in twenty, or takes 0.05 from the gold antecedent's probability;
//   - between: neither is shown; it matters a little, or the sample is small.
//
// Zero output does not count: a head that says the same of every example may be
// needed as a constant, and still where it looks is decoration.
func (report *Report) roles() (needed, between, decoration []Head) {
	for _, k := range report.Knocks {
		if len(k.Heads) != 1 || k.Name != k.Heads[0].String() {
			continue
		}
		switch h := k.Heads[0]; {
		case k.Mean.Changed.Low > noticeable:
			needed = append(needed, h)
		case k.Mean.negligible() && k.Uniform.negligible() && k.Permuted.negligible():
			decoration = append(decoration, h)
		default:
			between = append(between, h)
		}
	}
	return needed, between, decoration
}

func (f Effect) negligible() bool {
	return f.Changed.High < noticeable && f.Drop.High < noticeable && f.Drop.Low > -noticeable
}

// verdict says in words what the figures show, a paragraph each.
func (report *Report) verdict() []string {
	list := []string{report.verdictAnswers()}
	if report.Layers == 0 {
		return append(list, "This model has no attention layers: the pointer is all its attention, and there is no head to believe or doubt. The pointer row is the decision itself.")
	}
	if report.Sample.Examples == 0 {
		return append(list, "No sentence names an antecedent, so there is nothing to intervene on.")
	}
	if rule, share := best(report.Sample.Rules); report.Sample.Accuracy.Low <= share {
		return append(list, fmt.Sprintf("Attention learned nothing reliable here: on the sample the model is right in %s, and that cannot be told from the rule %q (%s), which reads nothing. What its heads look at explains no skill, since there is none; the figures below describe noise.",
			interval(report.Sample.Accuracy), rule, layout.Percent(share, 1)))
	}
	list = append(list, "The pointer row is the decision itself: it cannot disagree with the answer, and it explains nothing beyond it. The rows of the heads are not the decision; whether they matter is what the interventions show.")
	list = append(list, report.verdictNeeded()...)
	if v := report.verdictEvidence(); v != "" {
		list = append(list, v)
	}
	return append(list, report.verdictWeights())
}

func (report *Report) verdictAnswers() string {
	rule, share := best(report.Rules)
	text := fmt.Sprintf("The model is right in %s of %s held-out sentences; the best rule that reads nothing, %q, in %s.",
		interval(report.Accuracy), layout.Grouped(report.Examples), rule, layout.Percent(share, 1))
	if k := report.all(); k != nil {
		text += fmt.Sprintf(" On the sample of %d it is right in %s, and in %s with all its attention made uniform.",
			report.Sample.Examples, layout.Percent(report.Sample.Accuracy.Share, 1), layout.Percent(k.Uniform.Accuracy.Share, 1))
	}
	return text
}

// verdictNeeded tells which heads the answer depends on.
func (report *Report) verdictNeeded() []string {
	needed, between, decoration := report.roles()
	var list []string
	all := report.all()
	switch {
	case len(needed) > 0:
		list = append(list, fmt.Sprintf("The answer depends on %s: with the output replaced by its mean over the sample, %s of the answers change.",
			names(needed), report.each(needed, func(k *Knock) string { return layout.Percent(k.Mean.Changed.Share, 1) })))
	case all.Mean.Changed.Low > noticeable:
		list = append(list, fmt.Sprintf("The answer depends on attention, but on no single head: all heads replaced by their mean change %s of the answers, and no one of them is shown to change %s. They stand in for one another.",
			layout.Percent(all.Mean.Changed.Share, 1), layout.Percent(noticeable, 1)))
	default:
		list = append(list, fmt.Sprintf("The answer is not shown to depend on any head: all of them replaced by their mean change %s of the answers. Whatever the heads look at, the answer comes from elsewhere.", layout.Percent(all.Mean.Changed.Share, 1)))
	}
	if len(between) > 0 {
		list = append(list, fmt.Sprintf("In between, or too little to tell from %d sentences: %s (replaced by the mean, %s of the answers change).",
			report.Sample.Examples, names(between), report.each(between, func(k *Knock) string { return layout.Percent(k.Mean.Changed.Share, 1) })))
	}
	if len(decoration) > 0 {
		text := fmt.Sprintf("Attention is only decoration in %s: with the output replaced by its mean, or the weights made uniform or dealt out at random, fewer than one answer in twenty changes.", names(decoration))
		switch k := report.Together; {
		case k == nil:
		case k.Mean.negligible() && k.Uniform.negligible():
			text += fmt.Sprintf(" So it is with all of these replaced at once (%s change): their maps show what the model looks at, not why it answers.", layout.Percent(k.Mean.Changed.Share, 1))
		default:
			text += fmt.Sprintf(" One at a time, that is: all of these replaced at once change %s of the answers, and all made uniform %s, so together they do carry something.", layout.Percent(k.Mean.Changed.Share, 1), layout.Percent(k.Uniform.Changed.Share, 1))
		}
		list = append(list, text)
	}
	return append(list, report.verdictPath()...)
}

// verdictPath tells through which words the predicate reaches the answer.
func (report *Report) verdictPath() []string {
	all := report.all()
	if all.Edges == nil {
		return nil
	}
	if all.Edges.All.Changed.Low <= noticeable {
		return []string{fmt.Sprintf("The predicate is not shown to reach the answer through attention at all: with every edge to it cut, %s of the answers change.", layout.Percent(all.Edges.All.Changed.Share, 1))}
	}
	pronoun, candidates := all.Edges.Pronoun.Changed, all.Edges.Candidates.Changed
	var text string
	switch byPronoun, byCandidates := pronoun.Low > noticeable, candidates.Low > noticeable; {
	case byPronoun && byCandidates:
		text = "The predicate reaches the answer both through the pronoun and through the candidates, which read it for themselves"
	case byPronoun:
		text = "The predicate reaches the answer through the pronoun, which reads it"
	case byCandidates:
		text = "The predicate reaches the answer through the candidates, which read it for themselves, and not through the pronoun, whatever its rows show"
	default:
		text = "The predicate reaches the answer by several ways that stand in for one another"
	}
	return []string{fmt.Sprintf("%s: with the edges to the predicate cut in all heads from the pronoun, %s of the answers change; from the candidates, %s; from every word, %s. Of two candidates, guessing would change half.",
		text, layout.Percent(pronoun.Share, 1), layout.Percent(candidates.Share, 1), layout.Percent(all.Edges.All.Changed.Share, 1))}
}

// verdictEvidence tells whether the evidence head is causally needed.
func (report *Report) verdictEvidence() string {
	k := report.head(report.Evidence)
	if k == nil || report.EvidenceFinds == nil {
		return ""
	}
	text := fmt.Sprintf("The evidence head, %s, looks most at the predicate in %s of the sentences", k.Name, layout.Percent(report.EvidenceFinds.Share, 1))
	for _, b := range report.Baselines {
		if strings.HasPrefix(b.Name, "offset") && b.Predicate != nil {
			text += fmt.Sprintf("; the word at one fixed distance from the pronoun is it in %s, and that takes no learning", layout.Percent(b.Predicate.Share, 1))
		}
	}
	edge, patched := Share{}, Share{}
	if k.Edges != nil {
		edge = k.Edges.Pronoun.Changed
	}
	if k.Twin != nil {
		patched = k.Twin.Pronoun.Flipped
	}
	needed, moves := k.Mean.Changed.Low > noticeable, edge.Low > noticeable || patched.Low > noticeable
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
	text += fmt.Sprintf("replaced by its mean, it changes %s of the answers", interval(k.Mean.Changed))
	if k.Edges != nil {
		text += fmt.Sprintf("; with its edge from the pronoun to the predicate cut, %s", layout.Percent(edge.Share, 1))
	}
	if k.Twin != nil {
		text += fmt.Sprintf("; given its output at the pronoun in the twin sentence, %s become the twin's", layout.Percent(patched.Share, 1))
		if r := k.Twin.Pronoun.Restored; r != nil {
			text += fmt.Sprintf(" (%s of the logit difference)", layout.Percent(*r, 1))
		}
	}
	return text + "."
}

// verdictWeights tells how well weights rank the words by their worth.
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
	high, low := heads[0], heads[0]
	for _, c := range heads {
		if c.Kendall.Mean > high.Kendall.Mean {
			high = c
		}
		if c.Kendall.Mean < low.Kendall.Mean {
			low = c
		}
	}
	text := fmt.Sprintf("How much weight a word has tells how much it is worth to the answer between τ = %.2f (head %s) and %.2f (head %s), where 1 is the same order and 0 none", low.Kendall.Mean, low.Name, high.Kendall.Mean, high.Name)
	if k := report.head(report.Evidence); k != nil {
		for _, c := range heads {
			if c.Name == k.Name {
				text += fmt.Sprintf("; the word that head %s looks at most is worth the most in %s", c.Name, layout.Percent(c.Top.Share, 1))
			}
		}
	}
	if high.Kendall.Mean < 0.5 {
		return text + ". Do not read a row as a ranking of reasons."
	}
	return text + "."
}

// all is what became of the answers with all heads changed.
func (report *Report) all() *Knock {
	for i := range report.Knocks {
		if k := &report.Knocks[i]; len(k.Heads) == report.Layers*report.PerLayer {
			return k
		}
	}
	return nil
}

func (report *Report) head(h *Head) *Knock {
	for i := range report.Knocks {
		if k := &report.Knocks[i]; h != nil && len(k.Heads) == 1 && k.Heads[0] == *h {
			return k
		}
	}
	return nil
}

// each joins what is said of each of some heads, once where it is the same.
func (report *Report) each(heads []Head, say func(*Knock) string) string {
	var list []string
	for _, h := range heads {
		list = append(list, say(report.head(&h)))
	}
	if same := slices.Compact(slices.Clone(list)); len(same) == 1 {
		return same[0]
	}
	return enumerate(list)
}

func names(heads []Head) string {
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

// best is the rule with the greatest accuracy, the alphabetically first of equals.
func best(rules map[string]float64) (name string, accuracy float64) {
	for n, a := range rules {
		if name == "" || a > accuracy || a == accuracy && n < name {
			name, accuracy = n, a
		}
	}
	return name, accuracy
}
