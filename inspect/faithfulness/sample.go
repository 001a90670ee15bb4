package faithfulness

import (
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/internal/random"
	"antecedent/model"
)

// A Sample is the examples that interventions are made on, and the answers of the
// unchanged model.
type Sample struct {
	Examples int                `json:"examples"`
	Twins    int                `json:"pairs"` // minimal pairs
	Accuracy Share              `json:"accuracy"`
	Pairs    Share              `json:"pair_accuracy"`
	Gold     Mean               `json:"gold_probability"` // of the gold antecedents
	Rules    map[string]float64 `json:"rules"`            // accuracy of the rules that do not read the text
}

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

// sampleDraw, permutationDraw and leaveOutDraw name the random draws. Another name would draw
// another sample, and so change every report.
const (
	sampleDraw      = "faith sample"
	permutationDraw = "faith permutation"
	leaveOutDraw    = "faith leave-one-out"
)

// affordable is how many examples to make interventions on, given the number of groups
// of heads and the length of the examples. It does not depend on the machine.
func affordable(c model.Config, examples []data.Example, groups int) int {
	var sum float64
	for i := range examples {
		sum += float64(len(examples[i].Tokens))
	}
	tokens := sum / float64(max(1, len(examples))) // mean length
	d, f, l := float64(c.Width), float64(c.Hidden), float64(c.Layers)
	work := tokens * l * (4*d*d + 2*d*f + 2*tokens*d)     // multiplications of a run
	runs := float64(10*groups) + min(tokens, mostLeftOut) // of an example: interventions, and tokens left out
	return int(min(sampleSize, max(leastSample, sampleWork/(runs*(work+runWork)))))
}

// draw takes about size examples: minimal pairs whose predicate is known, or any
// pairs if there are none, or single examples if there are none. The examples of a
// pair are twins and stand next to each other: twin[i] is the index of the twin of
// sample[i], −1 where it has none. draw is a function of its arguments.
func draw(examples []data.Example, p predicates, size int) (sample []data.Example, twin []int) {
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
			delete(first, key) // a third example of the pair begins another
			pair := []data.Example{*other, *e}
			pairs = append(pairs, pair)
			_, a := p.of(other)
			if _, b := p.of(e); a && b {
				evident = append(evident, pair)
			}
		}
	}
	units := single
	if len(evident) > 0 {
		units = evident
	} else if len(pairs) > 0 {
		units = pairs
	}
	for _, i := range random.New(0, sampleDraw).Perm(len(units)) {
		unit, n := units[i], len(sample)
		if n > 0 && n+len(unit) > size {
			break
		}
		sample = append(sample, unit...)
		if len(unit) == 2 {
			twin = append(twin, n+1, n)
		} else {
			twin = append(twin, -1)
		}
	}
	return sample, twin
}

// twins reports whether two examples have the same candidates, in the same order,
// and different ones are right.
func twins(a, b *data.Example) bool {
	x, y := goldCandidate(a), goldCandidate(b)
	return x >= 0 && y >= 0 && x != y && slices.EqualFunc(a.Candidates, b.Candidates, func(s, t data.Span) bool {
		same := func(v, w data.Token) bool { return strings.EqualFold(v.Text, w.Text) }
		return slices.EqualFunc(a.Tokens[s.Start:s.End], b.Tokens[t.Start:t.End], same)
	})
}
