package accuracy

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/model"
	"antecedent/resolve"
)

// The report has one entry for each set, the uniform baseline beside the rules, and
// GAP's own score for GAP's examples only.
func TestReport(t *testing.T) {
	var examples []data.Example
	for _, text := range []string{"Ann saw Bob and she waved.", "Bob saw Ann and he waved."} {
		e := data.FromText(text)[0]
		e.Candidates = []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}}
		e.Antecedents, e.Labelled, e.Pair = e.Candidates[:1], true, "1"
		examples = append(examples, e)
	}
	v := data.NewVocabulary(examples, 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), Layers: 1, Heads: 2, Width: 8, Hidden: 8, Radius: 4}, 3)
	if err != nil {
		t.Fatal(err)
	}
	r, err := resolve.New(m, data.Encoder{Vocabulary: v, Buckets: m.Config().NgramBuckets})
	if err != nil {
		t.Fatal(err)
	}
	sets := []Set{{Name: "a.tsv", About: "from GAP", Format: "gap", Examples: examples}, {Name: "b", Examples: examples[:1]}}
	report, err := Evaluate(context.Background(), r, sets)
	if err != nil {
		t.Fatal(err)
	}
	if report.Examples != 3 || report.Pairs != 1 || report.Splits["b"].Examples != 1 || report.Baselines["first"] != 1 || report.GAP == nil {
		t.Errorf("%+v", report)
	}
	if _, ok := report.Baselines["uniform"]; !ok {
		t.Error("no uniform baseline")
	}
	report.Total = "all of them"
	var table bytes.Buffer
	if err := report.Write(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"held out", "uniform", "a.tsv", "GAP, both names given", "from GAP", "\nall of them        3 "} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in\n%s", want, &table)
		}
	}
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"accuracy":`, `"pair_accuracy":`, `"baselines":{`, `"splits":{"a.tsv":{`, `"three_way":`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
}
