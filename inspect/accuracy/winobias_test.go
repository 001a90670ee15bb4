package accuracy

import (
	"bytes"
	"encoding/json"
	"fmt"
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
	WriteWinoBias(layout.NewPrinter(&b, layout.Style{}), got)
	for _, want := range []string{"type 1        0.750    0.250      0.500\n", "type 2        0.500        -          -\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}

// The interval is of the sentences that both sides have. With eight pairs that all
// differ the same way there is no doubt; with half of them either way there is.
func TestIntervalOfSides(t *testing.T) {
	sides := func(rightAnti func(k int) bool) Sides {
		var examples []data.Example
		var right []bool
		for k := range 8 {
			for _, side := range []string{"pro", "anti"} {
				id := fmt.Sprintf("type2-%s-%d", side, k)
				examples = append(examples, data.Example{ID: id, Text: id, Labelled: true})
				right = append(right, (side == "pro") != rightAnti(k))
			}
		}
		examples = append(examples, data.Example{ID: "type2-pro-8", Text: "8", Labelled: true}) // on one side only
		return winoBias(examples, append(right, false))["type2"]
	}
	if s := sides(func(int) bool { return false }); *s.Interval != [2]float64{1, 1} || *s.Pro != 8./9 || *s.Anti != 0 {
		t.Errorf("pro %v, anti %v, interval %v of a difference in every sentence", *s.Pro, *s.Anti, *s.Interval)
	}
	s := sides(func(k int) bool { return k%2 == 0 })
	if lo, hi := s.Interval[0], s.Interval[1]; lo >= 0 || hi <= 0 || lo < -1 || hi > 1 {
		t.Errorf("interval %v of a difference in both directions", *s.Interval)
	}
}
