package accuracy

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
)

func TestPronouns(t *testing.T) {
	var examples []data.Example
	for _, text := range []string{"He saw him.", "He left.", "They left."} {
		examples = append(examples, data.FromText(text)...) // he, him, he, they
	}
	for i := range examples {
		examples[i].Labelled = true
	}
	examples = append(examples, data.FromText("It left.")...) // unlabelled
	r := Report{Pronouns: pronouns(examples, []bool{true, false, true, false, true})}
	if he := r.Pronouns["he"]; len(r.Pronouns) != 2 || he.Examples != 3 || he.Accuracy != 2./3 || he.Forms["subject"] != (FormOf{2, 1}) || he.Forms["object"] != (FormOf{1, 0}) {
		t.Errorf("%+v", r.Pronouns)
	}
	if they := r.Pronouns["they"]; they.Examples != 1 || they.Accuracy != 0 || they.Interval != [2]float64{0, 0} {
		t.Errorf("they: %+v", they)
	}
	raw, err := json.Marshal(r)
	if want := `"pronouns":{"he":{"examples":3,"accuracy":0.66666`; err != nil || !strings.Contains(string(raw), want) {
		t.Errorf("no %s in %s %v", want, raw, err)
	}
	write := func() string {
		var b bytes.Buffer
		r.writePronouns(layout.NewPrinter(&b, layout.Style{}))
		return b.String()
	}
	for _, want := range []string{"he                3  0.667 [0.500 1.000]", "    1.000    0.000          -         -\n", "they              1  0.000 [0.000 0.000]    0.000"} {
		if got := write(); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	r.Brief = true
	if got := write(); got != "" {
		t.Errorf("a brief report has\n%s", got)
	}
	r.Brief = false
	delete(r.Pronouns, "they")
	if got := write(); got != "" {
		t.Errorf("with one kind of pronoun only:\n%s", got)
	}
}
