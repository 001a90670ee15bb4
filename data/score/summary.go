package score

import (
	"math"
	"slices"
	"strings"

	"antecedent/data"
)

// A Summary counts right answers over the labelled examples.
type Summary struct {
	Examples int     `json:"examples"` // labelled ones
	Correct  int     `json:"correct"`
	Accuracy float64 `json:"accuracy"` // Correct / Examples; 0 where there is none

	// Every example of a minimal pair must be right for the pair to count: giving
	// both the same answer gets half of the examples right and no pair.
	Pairs        int     `json:"pairs"` // with at least two labelled examples
	PairsCorrect int     `json:"pairs_correct"`
	PairAccuracy float64 `json:"pair_accuracy"` // PairsCorrect / Pairs; 0 where there is none
}

// Score counts the predictions that are right. predictions[i] belongs to
// examples[i]; an example without one, or with one whose Pointer is nil, counts
// as wrong, so that a model cannot gain by not answering. Unlabelled examples
// do not count.
func Score(examples []data.Example, predictions []Prediction) Summary {
	return Summarise(examples, Right(examples, predictions))
}

// Summarise is [Score] by which examples are answered rightly: right[i] belongs to
// examples[i].
func Summarise(examples []data.Example, right []bool) Summary {
	return summarise(examples, func(i int) bool { return i < len(right) && right[i] })
}

// Right reports for each example whether the answer to it, see [Choose], is right:
// gold, see [IsGold], or NONE where there is no antecedent. An example without a
// prediction, or with one whose Pointer is nil, is wrong.
func Right(examples []data.Example, predictions []Prediction) []bool {
	return judge(examples, predictions, IsGold)
}

// ExactMatch returns the share of the labelled examples whose answer has exactly the words
// of a gold antecedent, or is NONE where there is no antecedent.
func ExactMatch(examples []data.Example, predictions []Prediction) float64 {
	return Summarise(examples, judge(examples, predictions, isExact)).Accuracy
}

// judge is [Right] by another rule for what is gold.
func judge(examples []data.Example, predictions []Prediction, gold func(*data.Example, data.Span) bool) []bool {
	right := make([]bool, len(examples))
	for i := range min(len(examples), len(predictions)) {
		e, p := &examples[i], predictions[i]
		if p.Pointer == nil {
			continue
		}
		answer, _, ok := Choose(e, p)
		right[i] = ok && gold(e, answer) || !ok && len(e.Antecedents) == 0
	}
	return right
}

// summarise counts the examples of which right holds.
func summarise(examples []data.Example, right func(i int) bool) Summary {
	var s Summary
	pairs := make(map[string][]bool) // which examples of each are right
	for i := range examples {
		e := &examples[i]
		if !e.Labelled {
			continue
		}
		s.Examples++
		ok := right(i)
		if ok {
			s.Correct++
		}
		if e.Pair != "" {
			pairs[PairKey(e)] = append(pairs[PairKey(e)], ok)
		}
	}
	for _, oks := range pairs {
		if len(oks) < 2 {
			continue
		}
		s.Pairs++
		if !slices.Contains(oks, false) {
			s.PairsCorrect++
		}
	}
	s.Accuracy, s.PairAccuracy = share(s.Correct, s.Examples), share(s.PairsCorrect, s.Pairs)
	return s
}

// PairKey identifies the minimal pair of an example among several files, whose
// pairs often are just numbered: it adds the Source up to its line number.
func PairKey(e *data.Example) string {
	file := e.Source
	if i := strings.LastIndexByte(file, ':'); i >= 0 {
		file = file[:i]
	}
	return file + "\x00" + e.Pair
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// Interval is the 95 % confidence interval of a share of correct in total
// (Wilson, "Probable Inference", 1927), which unlike the plain normal one
// stays within 0 and 1 and is right for few examples and for extreme shares.
// Nothing observed leaves everything possible: of 0 in total it is 0 to 1.
func Interval(correct, total int) (lo, hi float64) {
	if total <= 0 {
		return 0, 1
	}
	const z = 1.959963984540054 // the normal quantile of 0.975
	n, p := float64(total), share(correct, total)
	centre := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, centre-half), min(1, centre+half)
}
