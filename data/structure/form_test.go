package structure

import (
	"slices"
	"testing"

	"antecedent/data"
)

func TestKindAndForm(t *testing.T) {
	for text, want := range map[string][]string{
		"He saw him and his dog himself.":      {"he subject", "he object", "he possessive", "he reflexive"},
		"SHE saw her and her dog herself.":     {"she subject", "she object", "she possessive", "she reflexive"},
		"It lost its way by itself.":           {"it subject", "it possessive", "it reflexive"},
		"They saw them, their dog and theirs.": {"they subject", "they object", "they possessive", "they object"},
	} {
		var got []string
		for _, e := range data.FromText(text) {
			got = append(got, Kind(&e)+" "+Form(&e))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	e := data.Example{Tokens: data.Tokenize("Who slept?"), Pronoun: data.Span{Start: 0, End: 1}}
	if got := Kind(&e); got != "other" {
		t.Errorf("who: %q", got)
	}
}
