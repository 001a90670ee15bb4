package main

import (
	"math"
	"os"
	"slices"
	"testing"

	"antecedent/data/vectors"
	"antecedent/internal/testenv"
)

const wordnetDir = "/usr/share/wordnet"

// The committed table and list are what the recipe makes.
func TestCommitted(t *testing.T) {
	glove := testenv.Data(t, "vectors/glove.6B.100d.part.txt.gz")
	if _, err := os.Stat(wordnetDir); err != nil {
		t.Skipf("no WordNet (%v); Debian's package wordnet-base has it", err)
	}
	table, names, err := derive(glove, wordnetDir)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../firstnames.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != nameFile(names) {
		t.Error("the recipe finds other first names than data/vectors/firstnames.txt has; run it again")
	}
	builtin, err := vectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(table.Words(), builtin.Words()) {
		t.Fatal("the recipe chooses other words than the builtin table has; run it again")
	}
	// Another architecture may round the last bit differently.
	for i, s := range builtin.Scales() {
		if math.Abs(float64(table.Scales()[i]-s)) > 1e-5*float64(s) {
			t.Fatalf("%q has the scale %g, the builtin one %g; run the recipe again", builtin.Words()[i], table.Scales()[i], s)
		}
	}
	for i, v := range builtin.Values() {
		if d := int(v) - int(table.Values()[i]); d < -1 || d > 1 {
			t.Fatalf("%q differs from the builtin row; run the recipe again", builtin.Words()[i/builtin.Width()])
		}
	}
}

func TestWordNet(t *testing.T) {
	if _, err := os.Stat(wordnetDir); err != nil {
		t.Skipf("no WordNet (%v); Debian's package wordnet-base has it", err)
	}
	wn, err := readWordNet(wordnetDir)
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string][2]bool{ // known; written in lower case
		"dog": {true, true}, "dogs": {true, true}, "boxes": {true, true}, "geese": {true, true}, "stopped": {true, true},
		"running": {true, true}, "biggest": {true, true}, "slowly": {true, true}, "london": {true, false}, "mozart": {true, false},
		"xyzzy": {false, false}, "s": {true, true},
	} {
		if got := [2]bool{wn.knows(word), wn.isCommon(word)}; got != want {
			t.Errorf("%q: known, common = %v, want %v", word, got, want)
		}
	}
}
