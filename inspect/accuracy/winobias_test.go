package accuracy

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
)

func TestWinoBias(t *testing.T) {
	var examples []data.Example
	var right []bool
	add := func(source, id string, answers ...bool) {
		for _, r := range answers {
			examples = append(examples, data.Example{Source: source, ID: id, Labelled: true})
			right = append(right, r)
		}
	}
	add("pro_stereotyped_type1.txt.dev:3", "1", true, true, true, false)
	add("anti_stereotyped_type1.txt.dev:3", "1", true, false, false, false)
	add("converted.jsonl:7", "type2-pro-8", true, false) // by its ID
	add("other.jsonl:7", "1", true)
	examples = append(examples, data.Example{Source: "pro_stereotyped_type1.txt.dev:9"}) // unlabelled
	right = append(right, false)
	got := winoBias(examples, right)
	raw, err := json.Marshal(got)
	if want := `{"type1":{"pro":0.75,"anti":0.25,"difference":0.5},"type2":{"pro":0.5}}`; err != nil || string(raw) != want {
		t.Errorf("%s %v, want %s", raw, err, want)
	}
	if got := winoBias(examples[10:11], right[10:11]); got != nil {
		t.Errorf("of no example of WinoBias: %v", got)
	}
	var b bytes.Buffer
	(&Report{WinoBias: got}).writeWinoBias(layout.NewPrinter(&b, layout.Style{}))
	for _, want := range []string{"type 1        0.750    0.250      0.500\n", "type 2        0.500        -          -\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}
