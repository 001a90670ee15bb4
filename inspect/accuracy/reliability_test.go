package accuracy

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/inspect/layout"
)

func TestWriteReliability(t *testing.T) {
	var b bytes.Buffer
	writeReliability(layout.NewPrinter(&b, layout.Style{}), []reliabilityRow{{"mine", score.Calibration{Bins: []score.Bin{
		{From: 0.6, To: 0.7, Count: 4, Confidence: 0.65, Accuracy: 0.75}, {From: 0.7, To: 0.8}, {From: 0.8, To: 0.9, Count: 1, Confidence: 0.875, Accuracy: 1},
	}}}})
	want := `
reliability of mine
probability   answers         mean    right
0.6 to 0.7          4        0.650    0.750
0.8 to 0.9          1        0.875    1.000
`
	if b.String() != want {
		t.Errorf("%s", &b)
	}
}

// The report has the calibration of each set and of all, in the table and as JSON.
func TestCalibrationOfAReport(t *testing.T) {
	var examples []data.Example
	for _, text := range []string{"Ann saw Bob and she waved.", "Bob saw Ann and he waved.", "Ann saw Eve and she waved."} {
		e := data.FromText(text)[0]
		e.Candidates = []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}}
		e.Antecedents, e.Labelled = e.Candidates[:1], true
		examples = append(examples, e)
	}
	r := resolver(t, examples, 1)
	report, err := Evaluate(context.Background(), r, []Set{{Name: "a", Examples: examples[:2]}, {Name: "b", Examples: examples[2:]}})
	if err != nil {
		t.Fatal(err)
	}
	predictions, err := r.Predict(context.Background(), examples, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := score.Calibrate(examples, predictions).ECE; report.Calibration.ECE != want || want == 0 {
		t.Errorf("ECE %v, want %v", report.Calibration.ECE, want)
	}
	answer := score.Options(&examples[2], predictions[2])[0] // alone in its set, it is off by what it lacks
	want := answer.Probability
	if answer.Right {
		want = 1 - want
	}
	if got := report.Splits["b"].Calibration.ECE; math.Abs(got-want) > 1e-12 {
		t.Errorf("ECE of one answer %v, want %v", got, want)
	}
	report.Reliability = true
	var table bytes.Buffer
	if err := report.Write(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{" ECE\n", "\nreliability of a\n", "\nreliability of b\n", "expected calibration error"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in\n%s", want, &table)
		}
	}
	for line := range strings.Lines(table.String()) {
		if len(line) > 81 {
			t.Errorf("more than 80 columns: %q", line)
		}
	}
	raw, err := json.Marshal(report)
	if err != nil || !strings.Contains(string(raw), `"calibration":{"ece":`) || !strings.Contains(string(raw), `"bins":[{"from":0,"to":0.1,"count":`) {
		t.Errorf("%s %v", raw, err)
	}
}
