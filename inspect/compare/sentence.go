package compare

import (
	"fmt"
	"math"

	"antecedent/inspect/layout"
)

// sentence says what changed from A to B in one English sentence.
func (c *Comparison) sentence() string {
	return c.answersClause() + "; " + c.headsClause() + "."
}

// answersClause is about the answers and how many are right.
func (c *Comparison) answersClause() string {
	n := len(c.Resolutions)
	text := ""
	switch first := &c.Resolutions[0]; {
	case n == 1 && c.Changed == 1:
		text = fmt.Sprintf("A resolves %q to %s and B to %s", first.word(), first.A.name(), first.B.name())
	case n == 1:
		text = fmt.Sprintf("Both resolve %q to %s", first.word(), first.A.name())
		if a, b := percent(first.A.probability()), percent(first.B.probability()); a != b {
			text += fmt.Sprintf(", A with %s and B with %s", a, b)
		}
	case c.Changed == 0:
		text = fmt.Sprintf("Both give the same answer for all %d pronouns", n)
	default:
		text = fmt.Sprintf("B answers %d of %d pronouns differently", c.Changed, n)
	}
	if a, b := c.A.Score, c.B.Score; a != nil && b != nil && n > 1 {
		switch {
		case a.Correct == b.Correct && c.Changed > 0:
			text += fmt.Sprintf(" and is right as often, in %s", layout.Share(a.Accuracy, 0))
		case a.Correct == b.Correct:
			text += fmt.Sprintf(", right in %s", layout.Share(a.Accuracy, 0))
		default:
			text += fmt.Sprintf(" and is right in %s where A is in %s", layout.Share(b.Accuracy, 0), layout.Share(a.Accuracy, 0))
		}
	}
	return text
}

// headsClause is about the pair of heads whose rows of the pronouns differ most.
func (c *Comparison) headsClause() string {
	if len(c.Heads) == 0 {
		return "there are no two heads to compare"
	}
	most := 0
	for i := range c.Heads {
		if c.Heads[i].Moved > c.Heads[most].Moved {
			most = i
		}
	}
	h := &c.Heads[most]
	if h.Moved < 0.005 {
		return "no head looks elsewhere for the pronoun"
	}
	text := fmt.Sprintf("of the heads that look alike, %s of A and %s of B differ most", h.A, h.B)
	if len(c.Resolutions) > 1 {
		return text + fmt.Sprintf(": on average %s of a pronoun's mixture comes from other words", percent(float32(h.Moved)))
	}
	r := &c.Resolutions[0]
	up, down := 0, 0
	difference := r.Rows[1+most].Difference()
	for i, d := range difference {
		if d > difference[up] {
			up = i
		}
		if d < difference[down] {
			down = i
		}
	}
	points := func(i int) int { return int(math.Round(100 * math.Abs(float64(difference[i])))) }
	return text + fmt.Sprintf(": B's takes %d points more of the mixture from %q and %d less from %q",
		points(up), layout.Visible(r.Tokens[up].Text), points(down), layout.Visible(r.Tokens[down].Text))
}

// name is the antecedent in quotes.
func (a *Answer) name() string {
	if a.Antecedent == nil {
		return "nothing in the text"
	}
	return `"` + oneLine(a.Antecedent.Text) + `"` + a.place
}

// probability is that of the answer.
func (a *Answer) probability() float32 {
	if a.Antecedent == nil {
		return a.None
	}
	return a.Antecedent.Probability
}

func percent(share float32) string { return layout.Percent(share, 0) }
