package compare

import (
	"context"
	"errors"
	"math"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/data/window"
	"antecedent/model"
	"antecedent/resolve"
)

// A Model is one of two models to be compared, with the name to call it by.
type Model struct {
	Name     string
	Resolver *resolve.Resolver
}

// Models compares two models on examples, of which there must be one at least.
// Consecutive examples of one text are read together. Of a text of more than
// [data.MaxTokens] tokens the window of the pronoun is read, see package window.
func Models(ctx context.Context, a, b Model, examples []data.Example) (*Comparison, error) {
	if len(examples) == 0 {
		return nil, errors.New("compare: no examples to compare on")
	}
	examples = window.Cut(examples)
	models := [2]Model{a, b}
	c := newComparer(models)
	for len(examples) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := 1
		for n < len(examples) && examples[n].Text == examples[0].Text {
			n++
		}
		var readings [2]*resolve.Reading
		for k, m := range models {
			var err error
			if readings[k], err = m.Resolver.ReadExamples(examples[:n]); err != nil {
				return nil, err
			}
			readings[k].Scores, readings[k].Queries, readings[k].Keys, readings[k].Values, readings[k].Mixed = nil, nil, nil, nil, nil
			if len(readings[k].Tokens) > 200 {
				m.Resolver.Release() // what the other reading and the rows take may be as much
			}
		}
		c.add(examples[:n], readings)
		examples = examples[n:]
	}
	return c.finish(), nil
}

// A comparer accumulates a Comparison of two models, A and B. Of a text it keeps the
// rows of the pronouns only: the whole patterns of many texts would take too much
// memory.
type comparer struct {
	heads       [2][]model.Head
	costs       [][]float64      // [heads of A][heads of B] sum of divergences
	rows        [2][][][]float32 // [pronouns][heads](T)
	predictions [2][]score.Prediction
	examples    []data.Example
	result      Comparison
}

func newComparer(models [2]Model) *comparer {
	c := &comparer{result: Comparison{Heads: []HeadPair{}}}
	for k, side := range []*Side{&c.result.A, &c.result.B} {
		config := models[k].Resolver.Config()
		*side = Side{Name: models[k].Name, Layers: config.Layers, Heads: config.Heads, LeftOver: []model.Head{}}
		c.heads[k] = config.HeadList()
	}
	for range c.heads[0] {
		c.costs = append(c.costs, make([]float64, len(c.heads[1])))
	}
	return c
}

// add adds both models' readings of the examples, which are of one text.
func (c *comparer) add(examples []data.Example, readings [2]*resolve.Reading) {
	for i, p := range c.heads[0] {
		for j, q := range c.heads[1] {
			d := divergence(readings[0].Patterns[p.Layer][p.Head], readings[1].Patterns[q.Layer][q.Head])
			for range examples { // a text counts once for each pronoun
				c.costs[i][j] += d
			}
		}
	}
	for i := range examples {
		e := &examples[i]
		r := Resolution{Text: e.Text, Tokens: e.Tokens, Pronoun: e.Pronoun.Start}
		if e.Labelled {
			r.Gold = [][2]int{}
			for _, s := range e.Antecedents {
				r.Gold = append(r.Gold, [2]int{s.Start, s.End})
			}
		}
		for k, answer := range []*Answer{&r.A, &r.B} {
			found := &readings[k].Answers[i]
			p := score.Prediction{Pointer: found.Pointer, None: float32(found.None)}
			c.predictions[k] = append(c.predictions[k], p)
			*answer = Answer{Antecedent: found.Antecedent.ByTokens(), None: p.None, place: readings[k].Place(found)}
			if e.Labelled {
				right := score.Score([]data.Example{*e}, []score.Prediction{p}).Correct == 1
				answer.Right = &right
			}
			var rows [][]float32
			for _, h := range c.heads[k] {
				rows = append(rows, slices.Clone(readings[k].Patterns[h.Layer][h.Head][r.Pronoun]))
			}
			c.rows[k] = append(c.rows[k], rows)
		}
		a, b := &readings[0].Answers[i], &readings[1].Answers[i]
		if r.Changed = !sameAnswer(a.Antecedent, b.Antecedent); r.Changed {
			c.result.Changed++
		}
		r.Rows = []Row{newRow("pointer", "pointer", withNone(a), withNone(b))}
		c.result.Resolutions = append(c.result.Resolutions, r)
	}
	c.examples = append(c.examples, examples...)
}

// sameAnswer reports whether two antecedents are nil or share a token. Where a name
// ends does not matter.
func sameAnswer(a, b *resolve.Mention) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Span().Overlaps(b.Span())
}

// finish pairs the heads and compares the rows of each pair.
func (c *comparer) finish() *Comparison {
	out, n := &c.result, float64(len(c.examples))
	for k, side := range []*Side{&out.A, &out.B} {
		if s := score.Score(c.examples, c.predictions[k]); s.Examples > 0 {
			side.Score = &s
		}
	}
	partners := match(c.costs) // of A's heads; −1 for none
	for i, p := range c.heads[0] {
		j := partners[i]
		if j < 0 {
			out.A.LeftOver = append(out.A.LeftOver, p)
			continue
		}
		pair := HeadPair{A: p, B: c.heads[1][j], Divergence: c.costs[i][j] / n}
		for t := range out.Resolutions {
			row := newRow(pair.A.String(), pair.B.String(), c.rows[0][t][i], c.rows[1][t][j])
			out.Resolutions[t].Rows = append(out.Resolutions[t].Rows, row)
			pair.Moved += row.moved() / n
		}
		out.Heads = append(out.Heads, pair)
	}
	for j, q := range c.heads[1] {
		if !slices.Contains(partners, j) {
			out.B.LeftOver = append(out.B.LeftOver, q)
		}
	}
	out.Sentence = out.sentence()
	return out
}

// withNone is the row of the pointer, NONE last.
func withNone(a *resolve.Answer) []float32 {
	return append(slices.Clone(a.Pointer), float32(a.None))
}

func newRow(headA, headB string, a, b []float32) Row {
	return Row{HeadA: headA, HeadB: headB, A: a, B: b}
}

// moved is the share of the weights that is on other tokens in B: half the sum of
// all differences.
func (r *Row) moved() float64 {
	sum := 0.0
	for i := range r.A {
		sum += math.Abs(float64(r.B[i] - r.A[i]))
	}
	return sum / 2
}
