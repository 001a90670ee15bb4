package predict

import (
	"errors"
	"math"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/score"
)

func example(id string) *data.Example {
	text := "Zoë met Eve before she left."
	return &data.Example{
		ID: id, Source: "a.tsv:" + id, Text: text, Tokens: data.Tokenize(text), Labelled: true,
		Pronoun: data.Span{Start: 4, End: 5}, Candidates: []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}}, Antecedents: []data.Span{{Start: 0, End: 1}},
	}
}

// fixed are the answers to three rows, of which the second was skipped, by given
// predictions.
func fixed(first, last score.Prediction) *Answers {
	a, b := example("1"), example("3")
	answers := &Answers{rows: []format.Row{
		{ID: a.ID, Source: a.Source, Example: a}, {ID: "2", Source: "a.tsv:2", Problem: "it is wrong"}, {ID: b.ID, Source: b.Source, Example: b},
	}, answers: make([]answer, 3), names: make([]score.GAPAnswer, 3)}
	answers.answers[1].problem = errors.New(answers.rows[1].Problem)
	answers.fill([]int{0, 2}, []data.Example{*a, *b}, []data.Example{*a, *b}, []score.Prediction{first, last}, false)
	return answers
}

func TestWrite(t *testing.T) {
	answers := fixed(
		score.Prediction{Pointer: []float32{.5, 0, .25, 0, 0, 0, 0}, None: .25},
		score.Prediction{Pointer: []float32{0, 0, .125, 0, 0, .5, 0}, None: .375})
	var out strings.Builder
	if err := answers.WriteJSONL(&out); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"1","source":"a.tsv:1","text":"Zoë met Eve before she left.","pronoun":{"start":19,"end":22,"text":"she"},"antecedent":{"start":0,"end":3,"text":"Zoë","probability":0.5},"none":0.25,"unsure":true,"runner_up":{"start":8,"end":11,"text":"Eve","probability":0.25},"candidates":[{"start":0,"end":3,"text":"Zoë","probability":0.5},{"start":8,"end":11,"text":"Eve","probability":0.25}],"correct":true}
{"id":"2","source":"a.tsv:2","error":"it is wrong"}
{"id":"3","source":"a.tsv:3","text":"Zoë met Eve before she left.","pronoun":{"start":19,"end":22,"text":"she"},"antecedent":null,"none":0.75,"unsure":false,"runner_up":{"start":8,"end":11,"text":"Eve","probability":0.25},"candidates":[{"start":0,"end":3,"text":"Zoë","probability":0},{"start":8,"end":11,"text":"Eve","probability":0.25}],"correct":false}
`
	if out.String() != want {
		t.Errorf("got\n%s want\n%s", out.String(), want)
	}
	out.Reset()
	if err := answers.WriteGAP(&out); err != nil || out.String() != "1\tTRUE\tFALSE\n2\tFALSE\tFALSE\n3\tFALSE\tFALSE\n" {
		t.Errorf("%v %q", err, out.String())
	}
	if answers.Failed() != 1 || answers.CheckGAP() != nil || answers.RepeatedIDs() != nil {
		t.Errorf("failed %d, %v, repeated %v", answers.Failed(), answers.CheckGAP(), answers.RepeatedIDs())
	}
}

// The second half of a row that was broken in two has no ID of GAP's.
func TestWriteGAPBroken(t *testing.T) {
	answers := fixed(score.Prediction{Pointer: make([]float32, 7)}, score.Prediction{Pointer: make([]float32, 7)})
	answers.rows[1] = format.Row{ID: `she left."`, Source: "a.tsv:2", Problem: "the row has 2 columns, not 11"}
	var out strings.Builder
	if err := errors.Join(answers.CheckGAP(), answers.WriteGAP(&out)); err != nil || strings.Contains(out.String(), "she") {
		t.Errorf("%v %q", err, out.String())
	}
}

// A model whose probabilities are no numbers gives no answer.
func TestBrokenModel(t *testing.T) {
	nan := float32(math.NaN())
	answers := fixed(
		score.Prediction{Pointer: []float32{nan, 0, 0, 0, 0, 0, 0}},
		score.Prediction{Pointer: []float32{1, 0, 0, 0, 0, 0, 0}})
	var out strings.Builder
	if err := answers.WriteJSONL(&out); err != nil || !strings.HasPrefix(out.String(), `{"id":"1","source":"a.tsv:1","error":"the model's probabilities are no numbers; ask another step"}`) {
		t.Errorf("%v %s", err, out.String())
	}
	out.Reset()
	if err := answers.WriteGAP(&out); err != nil || !strings.HasPrefix(out.String(), "1\tFALSE\tFALSE\n") || answers.Failed() != 2 {
		t.Errorf("%v %s", err, out.String())
	}
}

func TestCheckGAP(t *testing.T) {
	answers := fixed(score.Prediction{Pointer: make([]float32, 7)}, score.Prediction{Pointer: make([]float32, 7)})
	answers.rows[2].ID = "1"
	if ids := answers.RepeatedIDs(); len(ids) != 1 || ids[0] != "1" {
		t.Errorf("repeated %q", ids)
	}
	answers.rows[2].ID = "a\tb"
	if err := answers.CheckGAP(); err == nil {
		t.Error("an ID with a tab is accepted")
	}
	answers.rows[0].Example.Candidates = nil
	if err := answers.CheckGAP(); err == nil || !strings.Contains(err.Error(), "a.tsv:1: GAP asks about two names, and this example has 0 candidates") {
		t.Error(err)
	}
}
