package faith

import (
	"strings"

	"antecedent/data"
	"antecedent/internal/random"
	"antecedent/model"
)

const (
	// sampleSize is how many examples are intervened on. Of 200, a change that
	// alters none has an interval up to 1.9 %.
	sampleSize = 200
	// leastSample is how few a slow model is given.
	leastSample = 20
	// sampleWork is how many multiplications the sample may cost, some ten
	// seconds of two cores, and runWork what a run costs beside them.
	sampleWork = 8e10
	runWork    = 1e6
)

// A sample is examples of minimal pairs, twins next to each other: twin[i] is
// the place of the i-th example's, −1 where there is none.
type sample struct {
	examples []data.Example
	twin     []int
}

// draw takes about size examples: pairs whose predicate is known, else pairs,
// else examples without twins. It depends on its arguments alone.
func draw(examples []data.Example, j judge, size int) sample {
	var pairs, evident [][2]data.Example
	var single []data.Example
	open := map[string]int{} // of pairs, where the first twin stands
	for i := range examples {
		e := &examples[i]
		if !e.Labelled || len(e.Antecedents) == 0 {
			continue
		}
		single = append(single, *e)
		key := pairKey(e)
		if e.Pair == "" {
			continue
		}
		first, ok := open[key]
		if !ok {
			open[key] = i
			continue
		}
		pair := [2]data.Example{examples[first], *e}
		if !twins(&pair[0], &pair[1]) {
			continue
		}
		pairs = append(pairs, pair)
		_, a := j.evidence(&pair[0])
		_, b := j.evidence(&pair[1])
		if a && b {
			evident = append(evident, pair)
		}
	}
	if len(evident) > 0 {
		pairs = evident
	}
	var s sample
	if len(pairs) == 0 {
		for _, i := range random.New(0, "faith sample").Perm(len(single)) {
			if len(s.examples) < size {
				s.examples, s.twin = append(s.examples, single[i]), append(s.twin, -1)
			}
		}
		return s
	}
	for _, i := range random.New(0, "faith sample").Perm(len(pairs)) {
		if n := len(s.examples); n+2 <= max(size, 2) {
			s.examples = append(s.examples, pairs[i][0], pairs[i][1])
			s.twin = append(s.twin, n+1, n)
		}
	}
	return s
}

// pairKey tells the pairs of different files apart, as package score does.
func pairKey(e *data.Example) string {
	file := e.Source
	if i := strings.LastIndexByte(file, ':'); i >= 0 {
		file = file[:i]
	}
	return file + "\x00" + e.Pair
}

// twins reports whether two examples ask for different ones of the same number
// of candidates.
func twins(a, b *data.Example) bool {
	return len(a.Candidates) == len(b.Candidates) && gold(a) >= 0 && gold(b) >= 0 && gold(a) != gold(b)
}

// gold is the first candidate that is right, −1 where none is.
func gold(e *data.Example) int {
	for i, c := range e.Candidates {
		if isGold(e, c) {
			return i
		}
	}
	return -1
}

// pairs is the number of minimal pairs in the sample.
func (s sample) pairs() int {
	n := 0
	for _, t := range s.twin {
		if t >= 0 {
			n++
		}
	}
	return n / 2
}

// affordable is how many examples of such a length to intervene on, given how
// often each is run. It does not depend on the machine.
func affordable(c model.Config, tokens, runs float64) int {
	d, f, l := float64(c.Width), float64(c.Hidden), float64(c.Layers)
	work := tokens * l * (4*d*d + 2*d*f + 2*tokens*d)
	n := sampleWork / (runs * (work + runWork))
	return int(min(sampleSize, max(leastSample, n)))
}

// meanTokens is the mean length of examples.
func meanTokens(examples []data.Example) float64 {
	var sum float64
	for i := range examples {
		sum += float64(len(examples[i].Tokens))
	}
	return sum / float64(max(1, len(examples)))
}
