package inspect

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model/resolver"
)

// A Side is one of two models to be compared, with the name to call it by.
type Side struct {
	Name     string
	Resolver *resolver.Resolver
}

// A Comparison is what differs between two models A and B on the same texts.
//
// Heads have no fixed identity: a second run may learn in head 1.3 what the
// first has in 0.2. So those are compared that look alike, whatever their
// number and layer. Of all ways to pair heads of A with heads of B, each at
// most once, it takes the one with the least sum of divergences, and a pair's
// divergence is the mean over all texts and rows of the Jensen–Shannon
// divergence of the two patterns in bits:
//
//	JSD(a, b) = H((a+b)/2) − (H(a)+H(b))/2,  H(p) = −Σ_j p_j log2 p_j
//
// 0 is the same pattern, 1 two heads that never look at the same word.
type Comparison struct {
	A           SideObject         `json:"a"`
	B           SideObject         `json:"b"`
	Sentence    string             `json:"sentence"` // what changed, in words
	Changed     int                `json:"changed"`  // resolutions with another answer
	Heads       []HeadPair         `json:"heads"`    // in the order of A's
	Resolutions []ResolutionChange `json:"resolutions"`
}

// A SideObject describes one of the models.
type SideObject struct {
	Name     string         `json:"name"`
	Layers   int            `json:"layers"`
	Heads    int            `json:"heads"`
	Score    *score.Summary `json:"score"`    // of the labelled pronouns; null where there are none
	LeftOver []string       `json:"leftover"` // heads without a partner
}

// A HeadPair is two heads that look alike.
type HeadPair struct {
	A          string  `json:"a"` // layer.head
	B          string  `json:"b"`
	Divergence float64 `json:"divergence"` // of all texts' patterns, in bits
	Moved      float64 `json:"moved"`      // mean share of a pronoun's mixture that is elsewhere in B
}

// A ResolutionChange is one pronoun in both models.
type ResolutionChange struct {
	Text    string       `json:"text"`
	Tokens  []data.Token `json:"tokens"`
	Pronoun int          `json:"pronoun"` // token index
	Changed bool         `json:"changed"`
	Gold    [][2]int     `json:"gold"` // the tokens [start, end) of each right answer; null where it is not known
	A       AnswerObject `json:"a"`
	B       AnswerObject `json:"b"`
	Rows    []RowChange  `json:"rows"` // the pointer, then each pair of heads
}

// An AnswerObject is one model's answer.
type AnswerObject struct {
	Antecedent *MentionObject `json:"antecedent"` // null where NONE wins
	None       float32        `json:"none"`
	Right      *bool          `json:"right"` // null where it is not known
}

// A RowChange is what the pronoun looks at in both models: A's weights, B's and
// B's less A's, for each token. That of the pointer has NONE at the end.
type RowChange struct {
	HeadA      string    `json:"head_a"` // "pointer", or layer.head
	HeadB      string    `json:"head_b"`
	A          []float32 `json:"weights_a"`
	B          []float32 `json:"weights_b"`
	Difference []float32 `json:"difference"`
}

// Compare resolves examples with both models. Both tokenize a text alike,
// whatever their vocabularies and sizes.
func Compare(ctx context.Context, a, b Side, examples []data.Example) (*Comparison, error) {
	if len(examples) == 0 {
		return nil, errors.New("inspect: nothing to compare on")
	}
	sides := [2]Side{a, b}
	var about [2]SideObject
	for k, s := range sides {
		config := s.Resolver.Model.Config()
		about[k] = SideObject{Name: s.Name, Layers: config.Layers, Heads: config.Heads}
	}
	c := newComparing(about)
	for i := range examples {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var answers [2]*resolver.Answer
		for k := range sides {
			var err error
			if answers[k], err = sides[k].Resolver.Answer(&examples[i]); err != nil {
				return nil, err
			}
		}
		c.add(answers)
	}
	return c.finish(), nil
}

// A comparing is a comparison in the making. It keeps no more of a text than
// the pronoun's rows, since whole patterns of many texts fill any memory.
type comparing struct {
	heads       [2][]look
	costs       [][]float64      // sum of divergences of A's heads by B's
	rows        [2][][][]float32 // of each pronoun, each head
	examples    []data.Example   //
	predictions [2][]score.Prediction
	result      Comparison
}

func newComparing(about [2]SideObject) *comparing {
	c := &comparing{result: Comparison{A: about[0], B: about[1], Heads: []HeadPair{}}}
	for k, o := range about {
		for l := range o.Layers {
			for h := range o.Heads {
				c.heads[k] = append(c.heads[k], look{layer: l, head: h})
			}
		}
	}
	for range c.heads[0] {
		c.costs = append(c.costs, make([]float64, len(c.heads[1])))
	}
	c.result.A.LeftOver, c.result.B.LeftOver = []string{}, []string{}
	return c
}

// add takes both models' answers to one example.
func (c *comparing) add(answers [2]*resolver.Answer) {
	e := answers[0].Example
	change := ResolutionChange{Text: e.Text, Tokens: e.Tokens, Pronoun: e.Pronoun.Start}
	if e.Labelled {
		change.Gold = [][2]int{}
		for _, s := range e.Antecedents {
			change.Gold = append(change.Gold, [2]int{s.Start, s.End})
		}
	}
	for k, o := range []*AnswerObject{&change.A, &change.B} {
		r := answers[k].Resolution
		p := score.Prediction{Pointer: r.Pointer, None: r.None}
		c.predictions[k] = append(c.predictions[k], p)
		*o = answerObject(answers[k], p)
		var rows [][]float32
		for _, h := range c.heads[k] {
			rows = append(rows, r.Patterns[h.layer][h.head][e.Pronoun.Start])
		}
		c.rows[k] = append(c.rows[k], rows)
	}
	for i, p := range c.heads[0] {
		for j, q := range c.heads[1] {
			c.costs[i][j] += divergence(answers[0].Resolution.Patterns[p.layer][p.head], answers[1].Resolution.Patterns[q.layer][q.head])
		}
	}
	if change.Changed = !sameAnswer(change.A.Antecedent, change.B.Antecedent); change.Changed {
		c.result.Changed++
	}
	c.examples = append(c.examples, e)
	c.result.Resolutions = append(c.result.Resolutions, change)
}

// finish finds the heads' partners and what each took from where.
func (c *comparing) finish() *Comparison {
	out, n := &c.result, float64(len(c.examples))
	for k, o := range []*SideObject{&out.A, &out.B} {
		if s := score.Score(c.examples, c.predictions[k]); s.Examples > 0 {
			o.Score = &s
		}
	}
	taken, pairs := map[int]bool{}, [][2]int{}
	for i, j := range matched(c.costs, len(c.heads[1])) {
		p := c.heads[0][i]
		if j < 0 {
			out.A.LeftOver = append(out.A.LeftOver, p.name())
			continue
		}
		taken[j] = true
		pairs = append(pairs, [2]int{i, j})
		out.Heads = append(out.Heads, HeadPair{A: p.name(), B: c.heads[1][j].name(), Divergence: c.costs[i][j] / n})
	}
	for j, q := range c.heads[1] {
		if !taken[j] {
			out.B.LeftOver = append(out.B.LeftOver, q.name())
		}
	}
	withNone := func(p score.Prediction) []float32 { return append(append([]float32{}, p.Pointer...), p.None) }
	for t := range out.Resolutions {
		rows := []RowChange{rowChange("pointer", "pointer", withNone(c.predictions[0][t]), withNone(c.predictions[1][t]))}
		for h, pair := range pairs {
			row := rowChange(out.Heads[h].A, out.Heads[h].B, c.rows[0][t][pair[0]], c.rows[1][t][pair[1]])
			out.Heads[h].Moved += moved(row.Difference) / n
			rows = append(rows, row)
		}
		out.Resolutions[t].Rows = rows
	}
	out.Sentence = out.sentence()
	return out
}

// matched is match, also for a model without heads.
func matched(costs [][]float64, columns int) []int {
	if columns > 0 {
		return match(costs)
	}
	none := make([]int, len(costs))
	for i := range none {
		none[i] = -1
	}
	return none
}

func answerObject(a *resolver.Answer, p score.Prediction) AnswerObject {
	o := AnswerObject{None: float32(a.None)}
	if m := a.Antecedent; m != nil {
		o.Antecedent = &MentionObject{m.Start, m.End, m.Text, float32(m.Probability)}
	}
	if a.Example.Labelled {
		right := score.Score([]data.Example{a.Example}, []score.Prediction{p}).Correct == 1
		o.Right = &right
	}
	return o
}

// sameAnswer takes mentions that share a token for one: where a name's words
// end is not what is asked.
func sameAnswer(a, b *MentionObject) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Start < b.End && b.Start < a.End
}

func rowChange(headA, headB string, a, b []float32) RowChange {
	r := RowChange{HeadA: headA, HeadB: headB, A: a, B: b, Difference: make([]float32, len(a))}
	for i := range a {
		r.Difference[i] = b[i] - a[i]
	}
	return r
}

// moved is the share of a row that is elsewhere in the other, half the sum of
// all changes.
func moved(difference []float32) float64 {
	sum := 0.0
	for _, d := range difference {
		sum += math.Abs(float64(d))
	}
	return sum / 2
}

// WriteJSON writes the comparison as one line.
func (c *Comparison) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(c)
}
