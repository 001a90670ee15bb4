package inspect

import (
	"fmt"
	"math"
	"slices"

	"antecedent/model"
)

// HeadSteps are the steps of the lesson in one head, from one token. Lists of
// T numbers have one for each token j that is looked at.
type HeadSteps struct {
	Layer int `json:"layer"`
	Head  int `json:"head"`

	X      []float64   `json:"x"`      // [D] what the layer gets for the query's token
	Q      []float32   `json:"q"`      // [K]
	Keys   [][]float32 `json:"keys"`   // [T][K]
	Values [][]float32 `json:"values"` // [T][K]

	Dot      []float64 `json:"dot"`      // [T] q·k
	Scale    float64   `json:"scale"`    // 1/√K, or 1 where the model leaves the division out
	Content  []float64 `json:"content"`  // [T] q·k·scale
	Distance []float64 `json:"distance"` // [T] the learned bias of the distance j−i
	Score    []float64 `json:"score"`    // [T] content + distance

	Exp    []float64 `json:"exp"`     // [T] e to the power of the score less the greatest score
	ExpSum float64   `json:"exp_sum"` // of them all
	Weight []float64 `json:"weight"`  // [T] the softmax: Exp/ExpSum

	Unscaled    []float64 `json:"weight_without_scale"`    // [T] softmax(q·k + distance)
	Scaled      []float64 `json:"weight_with_scale"`       // [T] softmax(q·k/√K + distance)
	ContentOnly []float64 `json:"weight_without_distance"` // [T] softmax(content)

	Spread struct { // over how many tokens each of these is spread
		Weight      float64 `json:"weight"`
		Unscaled    float64 `json:"weight_without_scale"`
		Scaled      float64 `json:"weight_with_scale"`
		ContentOnly float64 `json:"weight_without_distance"`
	} `json:"spread"`

	Largest []Contribution `json:"largest"` // the longest weight·v, longest first
	Others  Contribution   `json:"others"`  // all the rest together; Token −1
	Mixed   []float64      `json:"z"`       // [K] Σ weight·v

	Example Product `json:"example"` // the product q·k of the token looked at most
	Shapes  []Shape `json:"shapes"`

	// The largest differences from what the model itself computed.
	Off struct {
		Q      float64 `json:"q"` // where q is made of x again
		Score  float64 `json:"score"`
		Weight float64 `json:"weight"`
		Z      float64 `json:"z"`
	} `json:"off"`
}

// A Contribution is what one token's value adds to the mixture.
type Contribution struct {
	Token  int       `json:"token"`
	Weight float64   `json:"weight"`
	Length float64   `json:"length"` // of the vector
	Vector []float64 `json:"vector"` // [K] weight·v
}

// A Product is a dot product, number by number.
type Product struct {
	Token    int       `json:"token"`
	Products []float64 `json:"products"` // [K] q[c]·k[c]
}

// listed is how many contributions are told apart.
const listed = 5

// headSteps computes, in float64 and from the vectors, what the head did for
// token i; x (T,D) is what the layer got.
func headSteps(m *model.Model, r *model.Resolution, x [][]float64, l, h, i int) *HeadSteps {
	c, n := m.Config(), len(x)
	s := &HeadSteps{
		Layer: l, Head: h, X: x[i],
		Q: r.Queries[l][h][i], Keys: r.Keys[l][h], Values: r.Values[l][h],
		Scale: 1, Mixed: make([]float64, c.HeadWidth()),
	}
	root := 1 / math.Sqrt(float64(c.HeadWidth()))
	if !c.NoScale {
		s.Scale = root
	}
	position := parameter(m, fmt.Sprintf("layer.%d.attention.position", l))
	var scaled, unscaled []float64
	for j := range n {
		dot := 0.0
		for k, q := range s.Q {
			dot += float64(q) * float64(s.Keys[j][k])
		}
		bias := float64(position[(max(-c.Radius, min(c.Radius, j-i))+c.Radius)*c.Heads+h])
		s.Dot = append(s.Dot, dot)
		s.Content = append(s.Content, dot*s.Scale)
		s.Distance = append(s.Distance, bias)
		s.Score = append(s.Score, dot*s.Scale+bias)
		scaled, unscaled = append(scaled, dot*root+bias), append(unscaled, dot+bias)
	}
	s.Exp, s.ExpSum, s.Weight = softmax(s.Score)
	_, _, s.Scaled = softmax(scaled)
	_, _, s.Unscaled = softmax(unscaled)
	_, _, s.ContentOnly = softmax(s.Content)

	s.Spread.Weight, s.Spread.ContentOnly = spread(s.Weight), spread(s.ContentOnly)
	s.Spread.Scaled, s.Spread.Unscaled = spread(s.Scaled), spread(s.Unscaled)

	// The weighted sum.
	var list []Contribution
	for j := range n {
		part := Contribution{Token: j, Weight: s.Weight[j]}
		for k, v := range s.Values[j] {
			part.Vector = append(part.Vector, s.Weight[j]*float64(v))
			s.Mixed[k] += part.Vector[k]
		}
		part.Length = length(part.Vector)
		list = append(list, part)
	}
	slices.SortStableFunc(list, func(a, b Contribution) int {
		switch {
		case a.Length > b.Length:
			return -1
		case a.Length < b.Length:
			return 1
		}
		return 0
	})
	s.Largest = list[:min(listed, n)]
	s.Others = Contribution{Token: -1, Vector: make([]float64, c.HeadWidth())}
	for _, part := range list[len(s.Largest):] {
		s.Others.Weight += part.Weight
		for k, v := range part.Vector {
			s.Others.Vector[k] += v
		}
	}
	s.Others.Length = length(s.Others.Vector)

	s.Example.Token = greatest(s.Weight)
	for k, q := range s.Q {
		s.Example.Products = append(s.Example.Products, float64(q)*float64(s.Keys[s.Example.Token][k]))
	}
	s.Shapes = headShapes(c, n)
	s.compare(m, r, i)
	return s
}

// compare measures how far the numbers are from the model's own, which were
// computed in float32 and another order.
func (s *HeadSteps) compare(m *model.Model, r *model.Resolution, i int) {
	off := func(mine []float64, its []float32) (most float64) {
		for k := range mine {
			most = max(most, math.Abs(mine[k]-float64(its[k])))
		}
		return most
	}
	c := m.Config()
	w := parameter(m, fmt.Sprintf("layer.%d.attention.W_Q", s.Layer))
	b := parameter(m, fmt.Sprintf("layer.%d.attention.b_Q", s.Layer))
	q := affine(s.X, w, b)[s.Head*c.HeadWidth():][:c.HeadWidth()]
	s.Off.Q = off(q, s.Q)
	s.Off.Score = off(s.Score, r.Scores[s.Layer][s.Head][i])
	s.Off.Weight = off(s.Weight, r.Patterns[s.Layer][s.Head][i])
	s.Off.Z = off(s.Mixed, r.Mixed[s.Layer][s.Head][i])
}

// softmax makes weights of scores, with the numbers on the way: e to the power
// of each score less the greatest, so that none is too large, and their sum.
func softmax(scores []float64) (exp []float64, sum float64, weights []float64) {
	most := scores[greatest(scores)]
	for _, s := range scores {
		exp = append(exp, math.Exp(s-most))
		sum += exp[len(exp)-1]
	}
	for _, e := range exp {
		weights = append(weights, e/sum)
	}
	return exp, sum, weights
}

// greatest is the index of the greatest number, the first of equals.
func greatest(list []float64) int {
	best := 0
	for i, x := range list {
		if x > list[best] {
			best = i
		}
	}
	return best
}

func length(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
}

// spread is over how many tokens weights are spread: as many as would have
// their entropy if all had the same weight.
func spread(weights []float64) float64 {
	entropy := 0.0
	for _, w := range weights {
		if w > 0 {
			entropy -= w * math.Log(w)
		}
	}
	return math.Exp(entropy)
}

func sum(list []float64) (total float64) {
	for _, x := range list {
		total += x
	}
	return total
}
