package score

import (
	"slices"
	"strings"
	"testing"

	"antecedent/data"
)

// Every labelled example is in the part of its key, in order.
func TestSplit(t *testing.T) {
	examples := data.FromText("She said he saw her and he left.") // she, he, her, he
	for i := range examples {
		examples[i].Labelled = true
	}
	examples = append(examples, data.FromText("It slept.")...) // unlabelled
	initial := func(e *data.Example) string { return strings.ToLower(e.Tokens[e.Pronoun.Start].Text[:1]) }
	parts := Split(examples, []bool{true, false, true}, initial)
	if len(parts) != 2 || !slices.Equal(parts["s"].Right, []bool{true}) || !slices.Equal(parts["h"].Right, []bool{false, true, false}) {
		t.Errorf("%+v", parts)
	}
	if e := parts["h"].Examples[1]; e.Tokens[e.Pronoun.Start].Text != "her" {
		t.Errorf("the second example of h is at %v", e.Pronoun)
	}
}
