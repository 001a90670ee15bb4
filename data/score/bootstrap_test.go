package score

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"antecedent/data"
)

// many is examples of different texts, of which the first are right.
func many(n, correct int) ([]data.Example, []bool) {
	examples, right := make([]data.Example, n), make([]bool, n)
	for i := range examples {
		examples[i] = cat(theCat)
		examples[i].Text = fmt.Sprint(i)
		right[i] = i < correct
	}
	return examples, right
}

// Of independent examples the interval is that of the binomial distribution.
func TestIntervalsOfABinomial(t *testing.T) {
	for _, correct := range []int{280, 200, 380} {
		examples, right := many(400, correct)
		got := Intervals(examples, right)
		p := float64(correct) / 400
		half := 1.96 * math.Sqrt(p*(1-p)/400)
		if i := got["accuracy"]; math.Abs(i[0]-(p-half)) > 0.01 || math.Abs(i[1]-(p+half)) > 0.01 {
			t.Errorf("%g: %v, want ± %.3f", p, i, half)
		}
		if _, ok := got["pair_accuracy"]; ok {
			t.Error("an interval of no pairs")
		}
		if !reflect.DeepEqual(got, Intervals(examples, right)) {
			t.Error("intervals did not repeat")
		}
	}
}

// Four examples of one text are as good as one: the interval is twice as wide as of
// independent ones.
func TestIntervalsDrawTextsTogether(t *testing.T) {
	examples, right := many(400, 200)
	for i := range examples {
		examples[i].Text = fmt.Sprint(i / 4)
	}
	i := Intervals(examples, right)["accuracy"]
	if want := 2 * 2 * 1.96 * math.Sqrt(0.25/400); math.Abs(i[1]-i[0]-want) > 0.03 {
		t.Errorf("%v, want a width of %.3f", i, want)
	}
}

func TestIntervalsOfExtremes(t *testing.T) {
	examples, right := many(20, 20)
	if i := Intervals(examples, right)["accuracy"]; i != [2]float64{1, 1} {
		t.Error(i)
	}
	if got := Intervals(nil, nil); len(got) != 0 {
		t.Error(got)
	}
	examples[0].Labelled = false
	if got := Intervals(examples[:1], right[:1]); len(got) != 0 {
		t.Error(got)
	}
}

func TestUnits(t *testing.T) {
	example := func(text, source, pair string) data.Example {
		return data.Example{Text: text, Source: source, Pair: pair}
	}
	got := units([]data.Example{
		example("a", "f:1", ""), example("b", "f:2", "1"), example("c", "f:3", "1"), example("a", "f:4", ""),
		example("c", "f:5", "2"), example("d", "f:6", "2"), // through c's text, with pair 1
		example("e", "g:1", "1"), // another file's pair
	})
	if want := []int{0, 1, 1, 0, 1, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The figures of all units, drawn once each, are those of the scores.
func TestMeasuresAgreeWithTheScores(t *testing.T) {
	examples := []data.Example{
		gapExample("she", true, false), gapExample("Her", false, true), gapExample("she", false, false),
		gapExample("he", true, false), gapExample("his", false, true), gapExample("him", false, false),
	}
	for i := range examples {
		examples[i].Text, examples[i].Pair = fmt.Sprint(i), fmt.Sprint(i/2)
	}
	answers := []GAPAnswer{{[2]bool{true, false}, true}, {[2]bool{true, false}, true}, {[2]bool{true, false}, true}, {[2]bool{true, true}, true}, {[2]bool{false, true}, true}, {}}
	total := func(m measure) []float64 {
		sum := make([]float64, m.width)
		for _, s := range tally(units(examples), m) {
			for k, n := range s {
				sum[k] += n
			}
		}
		return m.figures(sum)
	}
	g := ScoreGAPAnswers(examples, answers)
	for k, want := range []float64{g.Overall, g.Masculine, g.Feminine, g.Bias, g.ThreeWay} {
		if got := total(gapMeasure(examples, answers))[k]; math.Abs(got-want) > 1e-9 {
			t.Errorf("figure %d: %g, want %g", k, got, want)
		}
	}
	right := []bool{true, true, true, false, false, false}
	s := Summarise(examples, right)
	if got := total(summaryMeasure(examples, right)); got[0] != s.Accuracy || got[1] != s.PairAccuracy || s.PairAccuracy != 1.0/3 {
		t.Errorf("%v, want %+v", got, s)
	}
	if i := GAPIntervals(examples, answers)["three_way"]; i[0] >= g.ThreeWay || i[1] <= g.ThreeWay {
		t.Error(i)
	}
}

func TestMcNemar(t *testing.T) {
	for _, c := range []struct {
		a, b int
		want float64
	}{
		{0, 0, 1},
		{1, 5, 14.0 / 64}, // 2·(1 + 6)/2⁶
		{5, 1, 14.0 / 64},
		{0, 10, 2.0 / 1024},
		{3, 3, 1}, // 2·42/64, at most 1
	} {
		if got := McNemar(c.a, c.b); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%d, %d: %g, want %g", c.a, c.b, got, c.want)
		}
	}
	if p := McNemar(20000, 20400); !(p > 0.04 && p < 0.05) { // z = 399/201
		t.Error(p)
	}
}

func TestCompare(t *testing.T) {
	examples, this := many(400, 300)
	other := slices.Clone(this)
	for i := range 40 {
		other[i] = false // 40 that this model alone has right
	}
	for i := 390; i < 400; i++ {
		other[i] = true // 10 of the other alone
	}
	c := Compare(examples, this, other)
	if c.OnlyThis != 40 || c.OnlyOther != 10 || c.PExact != McNemar(40, 10) {
		t.Errorf("%+v", c)
	}
	// By hand: the difference of an example has mean 30/400 and variance 50/400 − mean².
	d, half := c.Figures["accuracy"], 1.96*math.Sqrt((0.125-0.075*0.075)/400)
	if math.Abs(d.Difference-0.075) > 1e-12 || math.Abs(d.Interval[0]-(0.075-half)) > 0.006 || math.Abs(d.Interval[1]-(0.075+half)) > 0.006 || d.P > 0.01 {
		t.Errorf("%+v, want ± %.4f", d, half)
	}
	same := Compare(examples, this, this)
	if f := same.Figures["accuracy"]; f.Difference != 0 || f.P != 1 || f.Interval != [2]float64{} || same.PExact != 1 {
		t.Errorf("%+v", same)
	}
}
