package score

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/internal/testenv"
)

// gapExample is an example of two names, of which the pronoun refers to some.
func gapExample(pronoun string, a, b bool) data.Example {
	e := data.Example{
		Tokens: data.Tokenize("Ann met Bea as " + pronoun + " left"), Pronoun: data.Span{Start: 4, End: 5}, Labelled: true,
		Candidates: []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}},
	}
	for i, is := range []bool{a, b} {
		if is {
			e.Antecedents = append(e.Antecedents, e.Candidates[i])
		}
	}
	return e
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestScoreGAPByHand(t *testing.T) {
	examples := []data.Example{
		gapExample("she", true, false),  // TP TN
		gapExample("Her", false, true),  // FP FN
		gapExample("she", false, false), // FP TN
		gapExample("he", true, false),   // TP FP
		gapExample("his", false, true),  // TN TP
		gapExample("him", false, false), // FN FN: both missing, though gold is FALSE
		gapExample("he", true, false),   // FN TN: A missing
	}
	answers := []GAPAnswer{{True, False}, {True, False}, {True, False}, {True, True}, {False, True}, {}, {Missing, False}}
	// Feminine: TP 1, FP 2, FN 1. Masculine: TP 2, FP 1, FN 3. Overall: 3, 3, 4.
	want := GAP{
		Overall: 100 * 6.0 / 13, Masculine: 100 * 4.0 / 8, Feminine: 100 * 2.0 / 5,
		Bias: 0.8, ThreeWay: 100 * 2.0 / 7,
	}
	got := ScoreGAP(examples, answers)
	if !near(got.Overall, want.Overall) || !near(got.Masculine, want.Masculine) || !near(got.Feminine, want.Feminine) ||
		!near(got.Bias, want.Bias) || !near(got.ThreeWay, want.ThreeWay) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if s := got.String(); s != "overall 46.2 masculine 50.0 feminine 40.0 bias 0.80 three-way 28.6" {
		t.Error(s)
	}
}

func TestScoreGAPEdges(t *testing.T) {
	one := []data.Example{gapExample("she", true, false)}
	right := []GAPAnswer{{True, False}}
	if got := ScoreGAP(one, right); got != (GAP{Overall: 100, Feminine: 100, ThreeWay: 100}) {
		t.Errorf("one gender only: %+v", got)
	} else if b, err := json.Marshal(got); err != nil || string(b) != `{"overall":100,"masculine":0,"feminine":100,"bias":0,"three_way":100}` {
		t.Errorf("%s %v", b, err)
	} else if !strings.Contains(got.String(), "bias - ") {
		t.Error(got)
	}
	if got := ScoreGAP(one, nil); got != (GAP{}) {
		t.Errorf("missing answers: %+v", got)
	}
	if got := ScoreGAP(nil, right); got != (GAP{}) {
		t.Errorf("no examples: %+v", got)
	}
	neutral, open, three := gapExample("they", true, false), gapExample("she", true, false), gapExample("she", true, false)
	open.Labelled = false
	three.Candidates = append(three.Candidates, data.Span{Start: 5, End: 6})
	wrong := GAPAnswer{False, True}
	if got := ScoreGAP([]data.Example{neutral, open, three}, []GAPAnswer{{True, False}, wrong, wrong}); got != (GAP{Overall: 100, ThreeWay: 100}) {
		t.Errorf("examples that do not count: %+v", got)
	}
}

func TestGAPAnswers(t *testing.T) {
	point := func(a, b, none float32) Prediction {
		return Prediction{Pointer: []float32{a, 0, b, 0, 0, 0}, None: none}
	}
	examples := make([]data.Example, 5)
	for i := range examples {
		examples[i] = gapExample("she", true, false)
	}
	got := GAPAnswers(examples, []Prediction{point(.6, .3, .1), point(.3, .6, .1), point(.2, .2, .6), {}})
	want := []GAPAnswer{{True, False}, {False, True}, {False, False}, {}, {}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("answer %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

// On the published files, rules have known scores, found by another program.
func TestScoreGAPOfPublishedFiles(t *testing.T) {
	closest := func(e *data.Example) GAPAnswer { // by the characters between where both begin
		start := func(s data.Span) int { return e.Tokens[s.Start].Start }
		from := func(i int) int {
			d := start(e.Pronoun) - start(e.Candidates[i])
			return max(d, -d)
		}
		a := from(0) < from(1)
		return GAPAnswer{labelOf(a), labelOf(!a)}
	}
	rules := map[string]func(*data.Example) GAPAnswer{
		"both":    func(*data.Example) GAPAnswer { return GAPAnswer{True, True} },
		"A":       func(*data.Example) GAPAnswer { return GAPAnswer{True, False} },
		"closest": closest,
	}
	for file, want := range map[string]map[string]string{
		"gap-development.tsv": {"both": "62.0", "A": "46.0", "closest": "49.4"},
		"gap-validation.tsv":  {"both": "60.3", "A": "44.2", "closest": "52.5"},
	} {
		f, err := data.ReadFile(testenv.Data(t, "gap/"+file), "gap")
		if err != nil {
			t.Fatal(err)
		}
		for name, rule := range rules {
			answers := make([]GAPAnswer, len(f.Examples))
			for i := range f.Examples {
				answers[i] = rule(&f.Examples[i])
			}
			got := ScoreGAP(f.Examples, answers)
			if s := strconv.FormatFloat(got.Overall, 'f', 1, 64); s != want[name] {
				t.Errorf("%s of %s: overall %s, want %s", name, file, s, want[name])
			}
			if name == "both" && got.ThreeWay != 0 {
				t.Errorf("both TRUE is right in %.1f %% of %s", got.ThreeWay, file)
			}
		}
		var line strings.Builder
		for _, b := range Baselines(f.Examples) {
			fmt.Fprintf(&line, " %s %.1f", b.Name, 100*b.Summary.Accuracy)
		}
		t.Logf("%s: accuracy of%s", file, line.String())
	}
}
