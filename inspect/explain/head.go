package explain

import (
	"cmp"
	"math"
	"slices"

	"antecedent/model"
	"antecedent/model/reference"
	"antecedent/resolve"
)

// HeadSteps are the steps of one head for one query, token i of the text. A list of
// T numbers has one for each key, token j.
type HeadSteps struct {
	Layer int `json:"layer"`
	Head  int `json:"head"`

	X      []float64        `json:"x"`      // (D) the layer's input for the query's token, normalised
	Q      []float64        `json:"q"`      // (K)
	Keys   reference.Matrix `json:"keys"`   // (T,K)
	Values reference.Matrix `json:"values"` // (T,K)

	Dot      []float64 `json:"dot"`      // (T) q·k
	Scale    float64   `json:"scale"`    // 1/√K, or 1 where the model leaves the division out
	Content  []float64 `json:"content"`  // (T) q·k·scale
	Distance []float64 `json:"distance"` // (T) the learned bias of the distance j−i
	Score    []float64 `json:"score"`    // (T) content + distance

	Exp    []float64 `json:"exp"`     // (T) e to the power of the score less the greatest score
	ExpSum float64   `json:"exp_sum"` // of them all
	Weight []float64 `json:"weight"`  // (T) the softmax: Exp/ExpSum

	Unscaled    []float64 `json:"weight_without_scale"`    // (T) softmax(q·k + distance)
	Scaled      []float64 `json:"weight_with_scale"`       // (T) softmax(q·k/√K + distance)
	ContentOnly []float64 `json:"weight_without_distance"` // (T) softmax(content)

	Spread struct { // over how many tokens each of these is spread
		Weight      float64 `json:"weight"`
		Unscaled    float64 `json:"weight_without_scale"`
		Scaled      float64 `json:"weight_with_scale"`
		ContentOnly float64 `json:"weight_without_distance"`
	} `json:"spread"`

	Largest []Contribution `json:"largest"` // the longest vectors weight·v, longest first
	Others  Contribution   `json:"others"`  // the sum of the rest; Token is −1
	Mixed   []float64      `json:"z"`       // (K) Σ weight·v

	Example Product `json:"example"` // q·k of the token with the greatest weight
	Shapes  []Shape `json:"shapes"`

	// The largest differences from what the model itself computed.
	Off struct {
		Q      float64 `json:"q"`
		Score  float64 `json:"score"`
		Weight float64 `json:"weight"`
		Z      float64 `json:"z"`
	} `json:"off"`
}

// A Contribution is what one token's value adds to the weighted sum.
type Contribution struct {
	Token  int       `json:"token"`
	Weight float64   `json:"weight"`
	Length float64   `json:"length"` // of Vector
	Vector []float64 `json:"vector"` // (K) weight·v
}

// A Product is a dot product, number by number.
type Product struct {
	Token    int       `json:"token"`
	Products []float64 `json:"products"` // (K) q[c]·k[c]
}

// listed is how many of the largest items of a list are shown one by one.
const listed = 5

// newHeadSteps takes the steps of a head for query i from the trace of the reading.
func newHeadSteps(c model.Config, trace *reference.Trace, reading *resolve.Reading, h model.Head, i int) *HeadSteps {
	layer := &trace.Layers[h.Layer]
	head := &layer.Heads[h.Head]
	s := &HeadSteps{
		Layer: h.Layer, Head: h.Head,
		X: layer.X[i], Q: head.Q[i], Keys: head.K, Values: head.V,
		Dot: head.Dot[i], Scale: 1, Distance: head.Distance[i], Score: head.Scores[i],
		Weight: head.Pattern[i], Mixed: head.Z[i],
		Shapes: headShapes(c, len(layer.X)),
	}
	root := 1 / math.Sqrt(float64(c.HeadWidth()))
	if !c.NoScale {
		s.Scale = root
	}
	most := s.Score[greatest(s.Score)]
	for j, dot := range s.Dot {
		s.Content = append(s.Content, dot*s.Scale)
		s.Exp = append(s.Exp, math.Exp(s.Score[j]-most))
		s.ExpSum += s.Exp[j]
	}
	weights := func(scale float64) []float64 { // with this scale, whichever the model has
		scores := slices.Clone(s.Distance)
		for j, dot := range s.Dot {
			scores[j] += dot * scale
		}
		return reference.Softmax(scores)
	}
	s.Scaled, s.Unscaled, s.ContentOnly = weights(root), weights(1), reference.Softmax(s.Content)
	s.Spread.Weight, s.Spread.ContentOnly = spread(s.Weight), spread(s.ContentOnly)
	s.Spread.Scaled, s.Spread.Unscaled = spread(s.Scaled), spread(s.Unscaled)

	s.contribute()
	s.Example.Token = greatest(s.Weight)
	for k, q := range s.Q {
		s.Example.Products = append(s.Example.Products, q*s.Keys[s.Example.Token][k])
	}
	s.Off.Q = off(s.Q, reading.Queries[h.Layer][h.Head][i])
	s.Off.Score = off(s.Score, reading.Scores[h.Layer][h.Head][i])
	s.Off.Weight = off(s.Weight, reading.Patterns[h.Layer][h.Head][i])
	s.Off.Z = off(s.Mixed, reading.Mixed[h.Layer][h.Head][i])
	return s
}

// contribute sets Largest and Others.
func (s *HeadSteps) contribute() {
	all := make([]Contribution, len(s.Weight))
	for j, weight := range s.Weight {
		all[j] = Contribution{Token: j, Weight: weight}
		for _, v := range s.Values[j] {
			all[j].Vector = append(all[j].Vector, weight*v)
		}
		all[j].Length = length(all[j].Vector)
	}
	slices.SortStableFunc(all, func(a, b Contribution) int { return cmp.Compare(b.Length, a.Length) })
	s.Largest = all[:min(listed, len(all))]
	s.Others = Contribution{Token: -1, Vector: make([]float64, len(s.Q))}
	for _, part := range all[len(s.Largest):] {
		s.Others.Weight += part.Weight
		for k, v := range part.Vector {
			s.Others.Vector[k] += v
		}
	}
	s.Others.Length = length(s.Others.Vector)
}

// off is the largest difference between numbers of the reference and the model's.
func off(numbers []float64, own []float32) (most float64) {
	for k, x := range numbers {
		most = max(most, math.Abs(x-float64(own[k])))
	}
	return most
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

// descending lists the indices 0 to n−1 from the greatest value to the least, equals
// in order.
func descending(n int, value func(i int) float64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(value(j), value(i)) })
	return order
}

func length(v []float64) float64 {
	total := 0.0
	for _, x := range v {
		total += x * x
	}
	return math.Sqrt(total)
}

func sum(list []float64) (total float64) {
	for _, x := range list {
		total += x
	}
	return total
}

// spread is over how many tokens weights are spread: the number of equal weights
// that have the same entropy.
func spread(weights []float64) float64 {
	entropy := 0.0
	for _, w := range weights {
		if w > 0 {
			entropy -= w * math.Log(w)
		}
	}
	return math.Exp(entropy)
}
