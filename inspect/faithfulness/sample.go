package faithfulness

import (
	"antecedent/data"
	"antecedent/data/score"
	"antecedent/internal/random"
	"antecedent/model"
)

const (
	// sampleSize is how many examples interventions are made on. Of 200, an
	// intervention that changes no answer has an interval up to 1.9 %.
	sampleSize = 200
	// leastSample is the sample of a model that is too slow for more.
	leastSample = 20
	// sampleWork is how many multiplications the sample may cost, about ten seconds
	// of two cores; runWork is what a run costs beside its multiplications.
	sampleWork = 8e10
	runWork    = 1e6
)

// The purposes of the random draws. Another name would draw another sample, and so
// change every report.
const (
	sampleDraw      = "faith sample"
	permutationDraw = "faith permutation"
)

// A sample is examples in minimal pairs, twins next to each other: twin[i] is the
// index of the i-th example's twin, −1 where it has none.
type sample struct {
	examples []data.Example
	twin     []int
}

// draw takes about size examples: minimal pairs whose predicate is known, or any
// pairs if there are none, or single examples if there are none. It is a function
// of its arguments.
func draw(examples []data.Example, p predicates, size int) sample {
	var single, pairs, evident [][]data.Example
	first := map[string]*data.Example{} // of each pair
	for i := range examples {
		e := &examples[i]
		if !hasAntecedent(e) {
			continue
		}
		single = append(single, []data.Example{*e})
		if e.Pair == "" {
			continue
		}
		key := score.PairKey(e)
		other, ok := first[key]
		if !ok {
			first[key] = e
		} else if twins(other, e) {
			pairs = append(pairs, []data.Example{*other, *e})
			_, a := p.of(other)
			if _, b := p.of(e); a && b {
				evident = append(evident, pairs[len(pairs)-1])
			}
		}
	}
	units := evident
	if len(units) == 0 {
		units = pairs
	}
	if len(units) == 0 {
		units = single
	}
	var s sample
	for _, i := range random.New(0, sampleDraw).Perm(len(units)) {
		unit, n := units[i], len(s.examples)
		if n > 0 && n+len(unit) > size {
			break
		}
		s.examples = append(s.examples, unit...)
		if len(unit) == 2 {
			s.twin = append(s.twin, n+1, n)
		} else {
			s.twin = append(s.twin, -1)
		}
	}
	return s
}

// twins reports whether two examples have the same number of candidates and
// different ones are right.
func twins(a, b *data.Example) bool {
	x, y := goldCandidate(a), goldCandidate(b)
	return len(a.Candidates) == len(b.Candidates) && x >= 0 && y >= 0 && x != y
}

// affordable is how many of the examples to make interventions on, for this number
// of groups of heads. It does not depend on the machine.
func affordable(c model.Config, examples []data.Example, groups int) int {
	var sum float64
	for i := range examples {
		sum += float64(len(examples[i].Tokens))
	}
	tokens := sum / float64(max(1, len(examples))) // mean length
	d, f, l := float64(c.Width), float64(c.Hidden), float64(c.Layers)
	work := tokens * l * (4*d*d + 2*d*f + 2*tokens*d) // multiplications of a run
	runs := float64(10*groups) + tokens               // of an example: interventions, and tokens left out
	return int(min(sampleSize, max(leastSample, sampleWork/(runs*(work+runWork)))))
}
