package score

import (
	"fmt"
	"slices"

	"antecedent/data"
)

// GAP is the official score of GAP (Webster et al., 2018), in percent. GAP asks of
// each of two names, A and B, whether the pronoun refers to it; the score is F1 over
// these decisions, of all examples and by the pronoun's gender. Since answering TRUE
// for both names scores an F1 above 60, it comes with the share of examples of which
// both decisions are right, which for that is 0.
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

// ScoreGAP scores predictions with the two names as candidates ("gold-two-mention"):
// the answer is TRUE for the name that [Decide] chooses and FALSE for the other, or
// FALSE for both where it chooses NONE. predictions[i] belongs to examples[i].
//
// As in the official scorer, an example without an answer counts as two false
// negatives. Examples that are not GAP's (unlabelled, or without exactly two
// candidates) do not count. One whose pronoun has no gender, at which the official
// scorer stops, counts for the overall figures only.
func ScoreGAP(examples []data.Example, predictions []Prediction) GAP {
	return ScoreGAPAnswers(examples, GoldTwo(examples, predictions))
}

// A GAPAnswer is the answer to an example of GAP: whether the pronoun refers to each
// of its two names.
type GAPAnswer struct {
	Names [2]bool
	OK    bool // whether there is an answer
}

// GoldTwo returns the answers with the two names as candidates, see [ScoreGAP].
func GoldTwo(examples []data.Example, predictions []Prediction) []GAPAnswer {
	answers := make([]GAPAnswer, len(examples))
	for i := range min(len(examples), len(predictions)) {
		if predictions[i].Pointer == nil {
			continue
		}
		candidate, _ := Decide(&examples[i], predictions[i])
		answers[i] = GAPAnswer{[2]bool{candidate == 0, candidate == 1}, true}
	}
	return answers
}

// ScoreGAPAnswers is [ScoreGAP] of given answers: answers[i] belongs to examples[i].
func ScoreGAPAnswers(examples []data.Example, answers []GAPAnswer) GAP {
	return scoreGAP(examples, func(i int) (answer [2]bool, ok bool) {
		if i >= len(answers) {
			return answer, false
		}
		return answers[i].Names, answers[i].OK
	})
}

// scoreGAP scores the answers to the examples, of which ok is false for none.
func scoreGAP(examples []data.Example, answerTo func(i int) (answer [2]bool, ok bool)) GAP {
	var t gapTotals
	for i := range examples {
		if isGAP(&examples[i]) {
			answer, ok := answerTo(i)
			t.add(&examples[i], answer, ok)
		}
	}
	return t.score()
}

// isGAP reports whether an example counts for GAP's score.
func isGAP(e *data.Example) bool { return e.Labelled && len(e.Candidates) == 2 }

// gapTotals is all that the score is computed from.
type gapTotals struct {
	byGender      [3]counts // of a pronoun without gender, of masculine and of feminine ones
	scored, right int
}

func (t *gapTotals) add(e *data.Example, answer [2]bool, ok bool) {
	var gold [2]bool
	for k, name := range e.Candidates {
		gold[k] = slices.Contains(e.Antecedents, name)
		t.byGender[data.GenderOf(e.Tokens[e.Pronoun.Start].Text)].add(gold[k], answer[k], ok)
	}
	t.scored++
	if ok && answer == gold {
		t.right++
	}
}

func (t *gapTotals) score() GAP {
	var all counts
	for _, c := range t.byGender {
		all.truePositive += c.truePositive
		all.falsePositive += c.falsePositive
		all.falseNegative += c.falseNegative
	}
	g := GAP{
		Overall: all.f1(), Masculine: t.byGender[data.Masculine].f1(), Feminine: t.byGender[data.Feminine].f1(),
		ThreeWay: 100 * share(t.right, t.scored),
	}
	if g.Masculine > 0 {
		g.Bias = g.Feminine / g.Masculine
	}
	return g
}

// counts pools decisions; true negatives play no part in F1.
type counts struct{ truePositive, falsePositive, falseNegative int }

func (c *counts) add(gold, answer, ok bool) {
	switch {
	case !ok, gold && !answer:
		c.falseNegative++
	case gold && answer:
		c.truePositive++
	case answer:
		c.falsePositive++
	}
}

// f1 is the harmonic mean of precision and recall, in percent.
func (c *counts) f1() float64 {
	return 100 * share(2*c.truePositive, 2*c.truePositive+c.falsePositive+c.falseNegative)
}
