package score

import (
	"math"

	"antecedent/data"
)

// The temperatures that FitTemperature chooses from. Without limits it would be 0 where
// every answer is right and infinite where the model knows nothing.
const leastTemperature, greatestTemperature = 0.125, 8

// FitTemperature returns the temperature, to three decimals, that makes the labelled
// examples most probable: the number by which the scores behind their predictions are to
// be divided before the softmax for the mean of −log of the probability of the right
// options, see [Options], to be least (Guo et al., "On Calibration of Modern Neural
// Networks", 2017). predictions[i] belongs to examples[i] and is of temperature 1. It
// returns 1 without labelled examples.
//
// Where no option is right, because the gold antecedent is not among the mentions found,
// the right answer is any but the one that the prediction gives.
func FitTemperature(examples []data.Example, predictions []Prediction) float64 {
	var list []likelihood
	for i := range min(len(examples), len(predictions)) {
		if examples[i].Labelled && predictions[i].Pointer != nil {
			list = append(list, newLikelihood(&examples[i], predictions[i]))
		}
	}
	if len(list) == 0 {
		return 1
	}
	loss := func(logTemperature float64) (sum float64) {
		for _, l := range list {
			sum += l.loss(math.Exp(-logTemperature))
		}
		return sum
	}
	// The loss may have several minima. A coarse search finds the interval of the
	// least, a golden-section search the minimum within.
	lo, hi := math.Log(leastTemperature), math.Log(greatestTemperature)
	const steps = 12
	best, least := lo, math.Inf(1)
	for i := range steps + 1 {
		x := lo + (hi-lo)*float64(i)/steps
		if l := loss(x); l < least {
			best, least = x, l
		}
	}
	width := (hi - lo) / steps
	x := goldenSection(loss, max(lo, best-width), min(hi, best+width))
	return math.Round(1000*math.Exp(x)) / 1000
}

// goldenSection returns the minimum of f between a and b, to 1e-4 at least, where f has
// only one there.
func goldenSection(f func(float64) float64, a, b float64) float64 {
	ratio := (math.Sqrt(5) - 1) / 2
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for b-a > 1e-4 {
		if fc < fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	return (a + b) / 2
}

// A likelihood is the probability of the right options among all, by the logarithms of
// the probabilities of their tokens.
type likelihood struct{ right, all []float64 }

func newLikelihood(e *data.Example, p Prediction) likelihood {
	choices := choicesOf(e)
	none := max(len(e.Tokens), p.First+len(p.Pointer))
	right, among := make([]bool, none+1), make([]bool, none+1) // by token, NONE last
	mark := func(marks []bool, tokens []int) {
		for _, t := range tokens {
			if t < none {
				marks[t] = true
			}
		}
	}
	found := len(e.Antecedents) == 0
	right[none], among[none] = found, true
	for _, c := range choices {
		if c.right {
			mark(right, c.tokens)
			found = true
		}
		mark(among, c.tokens)
	}
	if len(e.Candidates) == 0 { // the probabilities are shares of all tokens
		for t := range among {
			among[t] = true
		}
	}
	if !found {
		copy(right, among)
		answer := -1
		for i, c := range choices {
			if answer < 0 || p.sum(c.tokens) > p.sum(choices[answer].tokens) {
				answer = i
			}
		}
		if answer < 0 || p.None > p.sum(choices[answer].tokens) {
			right[none] = false
		} else {
			for _, t := range choices[answer].tokens {
				if t < none {
					right[t] = false
				}
			}
		}
	}
	var l likelihood
	for t := range among {
		w := p.None
		if t < none {
			w = p.At(t)
		}
		if !among[t] || w == 0 && !right[t] {
			continue
		}
		log := math.Log(max(float64(w), math.SmallestNonzeroFloat32))
		l.all = append(l.all, log)
		if right[t] {
			l.right = append(l.right, log)
		}
	}
	return l
}

// loss is −log of the likelihood with all logarithms multiplied by a factor.
func (l likelihood) loss(factor float64) float64 {
	if len(l.right) == 0 {
		return 0 // nothing but the answer can be chosen, at any temperature
	}
	return logSum(l.all, factor) - logSum(l.right, factor)
}

// logSum is log Σ exp(factor·x) of one or more numbers.
func logSum(list []float64, factor float64) float64 {
	greatest := math.Inf(-1)
	for _, x := range list {
		greatest = max(greatest, x)
	}
	var sum float64
	for _, x := range list {
		sum += math.Exp(factor * (x - greatest))
	}
	return factor*greatest + math.Log(sum)
}
