package score

import (
	"fmt"

	"antecedent/data"
)

// A Label is a system's answer to whether a pronoun refers to one name.
type Label int8

// A missing label counts as a false negative whatever the gold label is: that
// is what the official scorer does.
const (
	Missing Label = iota
	False
	True
)

// A GAPAnswer is the two independent answers that GAP asks of an example.
type GAPAnswer struct{ A, B Label }

// GAP is the official score of GAP (Webster et al., 2018), in percent: F1 over
// both decisions of every example pooled, for all and by the pronoun's gender.
// Since calling both names TRUE scores an F1 above 60, it comes with the share
// of examples in which both decisions are right, which for that is 0.
type GAP struct {
	Overall   float64 `json:"overall"`
	Masculine float64 `json:"masculine"`
	Feminine  float64 `json:"feminine"`
	Bias      float64 `json:"bias"` // Feminine / Masculine; 0, undefined, where either is 0
	ThreeWay  float64 `json:"three_way"`
}

func (g GAP) String() string {
	bias := "-"
	if g.Bias != 0 {
		bias = fmt.Sprintf("%.2f", g.Bias)
	}
	return fmt.Sprintf("overall %.1f masculine %.1f feminine %.1f bias %s three-way %.1f", g.Overall, g.Masculine, g.Feminine, bias, g.ThreeWay)
}

// GAPAnswers are the answers that predictions amount to when the model has the
// two names as candidates ("gold-two-mention"): TRUE for the name that Decide
// chooses, FALSE for the other, FALSE for both where it chooses NONE. An
// example without a prediction has its answers missing.
func GAPAnswers(examples []data.Example, predictions []Prediction) []GAPAnswer {
	answers := make([]GAPAnswer, len(examples))
	for i := range examples {
		if i >= len(predictions) || predictions[i].Pointer == nil {
			continue
		}
		candidate, _ := Decide(&examples[i], predictions[i])
		answers[i] = GAPAnswer{A: labelOf(candidate == 0), B: labelOf(candidate == 1)}
	}
	return answers
}

func labelOf(is bool) Label {
	if is {
		return True
	}
	return False
}

// ScoreGAP scores answers, of which answers[i] belongs to examples[i] and those
// beyond the end of either are missing or ignored. Examples that are not GAP's
// (unlabelled, or without exactly two candidates) do not count. One whose
// pronoun has no gender, at which the official scorer stops, counts for the
// overall figures only.
func ScoreGAP(examples []data.Example, answers []GAPAnswer) GAP {
	var all, masculine, feminine counts
	scored, right := 0, 0
	for i := range examples {
		e := &examples[i]
		if !e.Labelled || len(e.Candidates) != 2 {
			continue
		}
		var answer GAPAnswer
		if i < len(answers) {
			answer = answers[i]
		}
		gold := GAPAnswer{A: labelOf(isGold(e, 0)), B: labelOf(isGold(e, 1))}
		scored++
		if answer == gold {
			right++
		}
		all.add(gold, answer)
		switch data.Gender(e.Tokens[e.Pronoun.Start].Text) {
		case "M":
			masculine.add(gold, answer)
		case "F":
			feminine.add(gold, answer)
		}
	}
	g := GAP{Overall: all.f1(), Masculine: masculine.f1(), Feminine: feminine.f1(), ThreeWay: 100 * share(right, scored)}
	if g.Masculine > 0 {
		g.Bias = g.Feminine / g.Masculine
	}
	return g
}

// isGold reports whether the pronoun refers to a candidate.
func isGold(e *data.Example, candidate int) bool {
	for _, antecedent := range e.Antecedents {
		if antecedent == e.Candidates[candidate] {
			return true
		}
	}
	return false
}

// counts pools binary decisions; true negatives play no part in F1.
type counts struct{ truePositive, falsePositive, falseNegative int }

func (c *counts) add(gold, answer GAPAnswer) {
	c.decide(gold.A, answer.A)
	c.decide(gold.B, answer.B)
}

func (c *counts) decide(gold, answer Label) {
	switch {
	case answer == Missing, answer == False && gold == True:
		c.falseNegative++
	case answer == True && gold == True:
		c.truePositive++
	case answer == True:
		c.falsePositive++
	}
}

// f1 is the harmonic mean of precision and recall, in percent.
func (c *counts) f1() float64 {
	return 100 * share(2*c.truePositive, 2*c.truePositive+c.falsePositive+c.falseNegative)
}
