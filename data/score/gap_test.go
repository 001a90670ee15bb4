package score

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"antecedent/data"
	"antecedent/data/format"
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

func TestScoreGAPByHand(t *testing.T) {
	examples := []data.Example{
		gapExample("she", true, false),  // TP TN
		gapExample("Her", false, true),  // FP FN
		gapExample("she", false, false), // FP TN
		gapExample("he", true, false),   // TP FP
		gapExample("his", false, true),  // TN TP
		gapExample("him", false, false), // FN FN: no answer, though gold is FALSE
	}
	answers := [][2]bool{{true, false}, {true, false}, {true, false}, {true, true}, {false, true}}
	got := scoreGAP(examples, func(i int) (answer [2]bool, ok bool) {
		if i == len(answers) {
			return answer, false
		}
		return answers[i], true
	})
	// Feminine: TP 1, FP 2, FN 1. Masculine: TP 2, FP 1, FN 2. Overall: 3, 3, 3.
	want := GAP{Overall: 50, Masculine: 100 * 4.0 / 7, Feminine: 100 * 2.0 / 5, Bias: 0.7, ThreeWay: 100 * 2.0 / 6}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if s := got.String(); s != "overall 50.0 masculine 57.1 feminine 40.0 bias 0.70 three-way 33.3" {
		t.Error(s)
	}
}

// pointAt is a prediction for a gapExample.
func pointAt(a, b, none float32) Prediction {
	return Prediction{Pointer: []float32{a, 0, b, 0, 0, 0}, None: none}
}

func TestScoreGAPEdges(t *testing.T) {
	one := []data.Example{gapExample("she", true, false)}
	right, wrong := pointAt(.6, .3, .1), pointAt(.3, .6, .1)
	neutral, open, three := gapExample("they", true, false), gapExample("she", true, false), gapExample("she", true, false)
	open.Labelled = false
	three.Candidates = append(three.Candidates, data.Span{Start: 5, End: 6})
	for name, c := range map[string]struct {
		examples    []data.Example
		predictions []Prediction
		want        GAP
	}{
		"one gender only":            {one, []Prediction{right}, GAP{Overall: 100, Feminine: 100, ThreeWay: 100}},
		"the other name":             {one, []Prediction{wrong}, GAP{}},
		"NONE is FALSE for both":     {[]data.Example{gapExample("she", false, false)}, []Prediction{pointAt(.2, .2, .6)}, GAP{ThreeWay: 100}},
		"no pointer":                 {[]data.Example{gapExample("she", false, false)}, []Prediction{{None: 1}}, GAP{}},
		"too few predictions":        {one, nil, GAP{}},
		"no examples":                {nil, []Prediction{right}, GAP{}},
		"examples that do not count": {[]data.Example{neutral, open, three}, []Prediction{right, wrong, wrong}, GAP{Overall: 100, ThreeWay: 100}},
	} {
		if got := ScoreGAP(c.examples, c.predictions); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	g := ScoreGAP(one, []Prediction{right})
	if b, err := json.Marshal(g); err != nil || string(b) != `{"overall":100,"masculine":0,"feminine":100,"bias":0,"three_way":100}` {
		t.Errorf("%s %v", b, err)
	}
	if !strings.Contains(g.String(), "bias - ") {
		t.Error(g)
	}
}

// On the published files, rules have known scores, found by another program.
func TestScoreGAPOfPublishedFiles(t *testing.T) {
	closest := func(e *data.Example) [2]bool { // by the characters between where both begin
		start := func(s data.Span) int { return e.Tokens[s.Start].Start }
		from := func(i int) int {
			d := start(e.Pronoun) - start(e.Candidates[i])
			return max(d, -d)
		}
		a := from(0) < from(1)
		return [2]bool{a, !a}
	}
	rules := map[string]func(*data.Example) [2]bool{
		"both":    func(*data.Example) [2]bool { return [2]bool{true, true} },
		"A":       func(*data.Example) [2]bool { return [2]bool{true, false} },
		"closest": closest,
	}
	for file, want := range map[string]map[string]string{
		"gap-development.tsv": {"both": "62.0", "A": "46.0", "closest": "49.4"},
		"gap-validation.tsv":  {"both": "60.3", "A": "44.2", "closest": "52.5"},
	} {
		f, err := format.ReadFile(t.Context(), testenv.Data(t, "gap/"+file), "gap")
		if err != nil {
			t.Fatal(err)
		}
		for name, rule := range rules {
			got := scoreGAP(f.Examples, func(i int) ([2]bool, bool) { return rule(&f.Examples[i]), true })
			if s := fmt.Sprintf("%.1f", got.Overall); s != want[name] {
				t.Errorf("%s of %s: overall %s, want %s", name, file, s, want[name])
			}
			if name == "both" && got.ThreeWay != 0 {
				t.Errorf("both TRUE is right in %.1f %% of %s", got.ThreeWay, file)
			}
		}
	}
}
