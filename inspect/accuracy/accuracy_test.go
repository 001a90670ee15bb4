package accuracy

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"antecedent/data"
	structural "antecedent/data/structure"
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

// resolver is an untrained model with structure.
func resolver(t *testing.T, examples []data.Example, seed uint64) *resolve.Resolver {
	t.Helper()
	v := data.NewVocabulary(examples, 1)
	e := data.Encoder{Vocabulary: v, Structure: len(structural.Features())}
	m, err := model.New(model.Config{Vocabulary: v.Len(), Layers: 1, Heads: 2, Width: 8, Hidden: 8, Radius: 4, Structure: e.Structure}, seed)
	if err != nil {
		t.Fatal(err)
	}
	r, err := resolve.New(m, e)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// In the setting snippet the model is not given the names; the caller's examples stay
// as they were.
func TestSnippetAgainstAnother(t *testing.T) {
	var examples []data.Example
	for _, text := range []string{"Ann saw Bob and she waved.", "Bob saw Ann and he waved."} {
		e := data.FromText(text)[0]
		e.Candidates = []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}}
		e.Antecedents, e.Labelled = e.Candidates[:1], true
		examples = append(examples, e)
	}
	a, b := resolver(t, examples, 1), resolver(t, examples, 2)
	sets := []Set{{Name: "gap.tsv", Format: "gap", Examples: examples}}
	report, err := Options{Setting: Snippet, Against: b, AgainstName: "other"}.Evaluate(context.Background(), a, sets)
	if err != nil {
		t.Fatal(err)
	}
	if report.GAPSetting != Snippet || report.Against.Checkpoint != "other" || report.Against.GAP["overall"].This != report.GAP.Overall {
		t.Errorf("%+v", report)
	}
	if _, ok := report.Baselines["structure"]; !ok {
		t.Error("no baseline of structure alone")
	}
	if examples[0].Mentions != nil || len(examples[0].Candidates) != 2 {
		t.Error("the examples were changed")
	}
	var table bytes.Buffer
	if err := report.Write(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"structure\n", "(snippet):", "this model against other", "McNemar"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in\n%s", want, &table)
		}
	}
	for line := range strings.Lines(table.String()) {
		if len(line) > 81 {
			t.Errorf("more than 80 columns: %q", line)
		}
	}
	sets[0].Format = "jsonl"
	if _, err := (Options{Setting: Snippet}).Evaluate(context.Background(), a, sets); err == nil {
		t.Error("no error for the setting snippet without GAP")
	}
	if _, err := (Options{Setting: "page"}).Evaluate(context.Background(), a, sets); err == nil {
		t.Error("no error for an unknown setting")
	}
}
