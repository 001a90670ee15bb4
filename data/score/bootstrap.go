package score

import (
	"math"
	"slices"

	"antecedent/data"
	"antecedent/internal/random"
)

// Resamples is how many samples of the bootstrap (Efron, 1979) are drawn.
const Resamples = 1000

// Intervals returns the 95 % percentile bootstrap intervals of "accuracy" and
// "pair_accuracy", right[i] saying whether examples[i] was answered rightly. A figure
// that is undefined, such as that of pairs where there are none, has no interval.
//
// Examples of one text and those of one pair are drawn together, since they are not
// independent. The same arguments always give the same intervals.
func Intervals(examples []data.Example, right []bool) map[string][2]float64 {
	return intervals(examples, summaryMeasure(examples, right))
}

// GAPIntervals returns the intervals of the figures of [GAP], drawn as those of
// [Intervals]: "overall", "masculine", "feminine", "bias" and "three_way".
func GAPIntervals(examples []data.Example, answers []GAPAnswer) map[string][2]float64 {
	return intervals(examples, gapMeasure(examples, answers))
}

// A measure computes figures from counts that can be added up.
type measure struct {
	names   []string
	width   int                             // how many counts there are
	count   func(add func(i, k int, n int)) // adds n to count k, because of example i
	figures func(total []float64) []float64 // one for each name; NaN: undefined
}

// summaryMeasure measures what a [Summary] says.
func summaryMeasure(examples []data.Example, right []bool) measure {
	isRight := func(i int) bool { return i < len(right) && right[i] }
	return measure{
		names: []string{"accuracy", "pair_accuracy"}, width: 4,
		count: func(add func(i, k, n int)) {
			pairs := make(map[string][]int)
			for i := range examples {
				e := &examples[i]
				if !e.Labelled {
					continue
				}
				add(i, 0, 1)
				if isRight(i) {
					add(i, 1, 1)
				}
				if e.Pair != "" {
					pairs[PairKey(e)] = append(pairs[PairKey(e)], i)
				}
			}
			for _, twins := range pairs {
				if len(twins) < 2 {
					continue
				}
				add(twins[0], 2, 1)
				if !slices.ContainsFunc(twins, func(i int) bool { return !isRight(i) }) {
					add(twins[0], 3, 1)
				}
			}
		},
		figures: func(total []float64) []float64 { return []float64{total[1] / total[0], total[3] / total[2]} },
	}
}

// gapMeasure measures what a [GAP] says.
func gapMeasure(examples []data.Example, answers []GAPAnswer) measure {
	return measure{
		names: []string{"overall", "masculine", "feminine", "bias", "three_way"}, width: 11,
		count: func(add func(i, k, n int)) {
			for i := range examples {
				if !isGAP(&examples[i]) {
					continue
				}
				var a GAPAnswer
				if i < len(answers) {
					a = answers[i]
				}
				var t gapTotals
				t.add(&examples[i], a.Names, a.OK)
				for g, c := range t.byGender {
					add(i, 3*g, c.truePositive)
					add(i, 3*g+1, c.falsePositive)
					add(i, 3*g+2, c.falseNegative)
				}
				add(i, 9, t.scored)
				add(i, 10, t.right)
			}
		},
		figures: func(total []float64) []float64 {
			f1 := func(genders ...int) float64 {
				var tp, wrong float64
				for _, g := range genders {
					tp += total[3*g]
					wrong += total[3*g+1] + total[3*g+2]
				}
				return 100 * 2 * tp / (2*tp + wrong)
			}
			masculine, feminine := f1(int(data.Masculine)), f1(int(data.Feminine))
			bias := feminine / masculine
			if masculine == 0 {
				bias = math.NaN()
			}
			return []float64{f1(0, 1, 2), masculine, feminine, bias, 100 * total[10] / total[9]}
		},
	}
}

// intervals returns the interval of each figure that is defined.
func intervals(examples []data.Example, m measure) map[string][2]float64 {
	of := units(examples)
	samples := resample(tally(of, m), m.figures)
	out := make(map[string][2]float64)
	for k, name := range m.names {
		if lo, hi, ok := percentiles(column(samples, k)); ok {
			out[name] = [2]float64{lo, hi}
		}
	}
	return out
}

// units assigns each example to the unit that it is drawn with: examples with the
// same text, or of the same pair, are of one. Units are numbered from 0.
func units(examples []data.Example) []int {
	parent := make([]int, len(examples))
	var root func(i int) int
	root = func(i int) int {
		if parent[i] != i {
			parent[i] = root(parent[i])
		}
		return parent[i]
	}
	first := make(map[string]int)
	for i := range examples {
		parent[i] = i
		e := &examples[i]
		keys := []string{"text\x00" + e.Text}
		if e.Pair != "" {
			keys = append(keys, "pair\x00"+PairKey(e))
		}
		for _, key := range keys {
			if j, ok := first[key]; ok {
				parent[root(i)] = root(j)
			} else {
				first[key] = i
			}
		}
	}
	numbers := make(map[int]int)
	of := make([]int, len(examples))
	for i := range examples {
		r := root(i)
		if _, ok := numbers[r]; !ok {
			numbers[r] = len(numbers)
		}
		of[i] = numbers[r]
	}
	return of
}

// tally adds up the counts of measures, side by side, for each unit. Units without
// any, such as unlabelled texts, are left out.
func tally(of []int, measures ...measure) [][]float64 {
	width := 0
	for _, m := range measures {
		width += m.width
	}
	var sums [][]float64
	if len(of) > 0 {
		sums = make([][]float64, 1+slices.Max(of))
	}
	offset := 0
	for _, m := range measures {
		m.count(func(i, k, n int) {
			if n == 0 {
				return
			}
			if sums[of[i]] == nil {
				sums[of[i]] = make([]float64, width)
			}
			sums[of[i]][offset+k] += float64(n)
		})
		offset += m.width
	}
	return slices.DeleteFunc(sums, func(s []float64) bool { return s == nil })
}

// resample draws as many units as there are, with replacement, [Resamples] times, and
// returns the figures of each sample.
func resample(units [][]float64, figures func(total []float64) []float64) [][]float64 {
	if len(units) == 0 {
		return nil
	}
	samples := make([][]float64, Resamples)
	total := make([]float64, len(units[0]))
	for b := range samples {
		clear(total)
		draw := random.New(0, "bootstrap", uint64(b))
		for range units {
			for k, n := range units[draw.IntN(len(units))] {
				total[k] += n
			}
		}
		samples[b] = figures(total)
	}
	return samples
}

// column returns figure k of all samples.
func column(samples [][]float64, k int) []float64 {
	values := make([]float64, len(samples))
	for b := range samples {
		values[b] = samples[b][k]
	}
	return values
}

// percentiles returns the bounds between which 95 % of the values lie. Undefined
// values are left out; ok is false where all are.
func percentiles(values []float64) (lo, hi float64, ok bool) {
	values = slices.DeleteFunc(values, math.IsNaN)
	if len(values) == 0 {
		return 0, 0, false
	}
	slices.Sort(values)
	out := len(values) / 40 // 2.5 % on each side
	return values[out], values[len(values)-1-out], true
}
