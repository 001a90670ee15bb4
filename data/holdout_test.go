package data

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

func texts(examples []Example) map[string]bool {
	set := make(map[string]bool)
	for _, e := range examples {
		set[e.Text] = true
	}
	return set
}

func TestHoldOutIsATenthAndDoesNotLeak(t *testing.T) {
	var examples []Example
	for i := range 4000 { // twins share a pair, and every text has two pronouns
		for pronoun := range 2 {
			e := textExample(fmt.Sprintf("it has it, number %d", i))
			e.Pronoun, e.Pair = Span{2 * pronoun, 2*pronoun + 1}, fmt.Sprint(i/2)
			examples = append(examples, e)
		}
	}
	train, valid := HoldOut(examples)
	if len(train)+len(valid) != len(examples) {
		t.Fatalf("%d + %d of %d examples", len(train), len(valid), len(examples))
	}
	if len(valid) < 640 || len(valid) > 960 { // 4·(200 ± 3 standard deviations of a binomial)
		t.Errorf("%d of %d are held out", len(valid), len(examples))
	}
	inTrain, pairs := texts(train), make(map[string]bool)
	for _, e := range train {
		pairs[e.Pair] = true
	}
	for _, e := range valid {
		if inTrain[e.Text] || pairs[e.Pair] {
			t.Fatalf("%q of pair %s is on both sides", e.Text, e.Pair)
		}
	}

	held := texts(valid)
	slices.Reverse(examples)
	_, again := HoldOut(examples)
	if !maps.Equal(texts(again), held) {
		t.Error("the order of the examples changed what is held out")
	}
	_, part := HoldOut(examples[:4000])
	for text := range texts(part) {
		if !held[text] {
			t.Errorf("%q is held out only when there are fewer examples", text)
		}
	}
}

// A chain of shared texts and pairs is one group.
func TestHoldOutKeepsChainsTogether(t *testing.T) {
	chain := func(text, pair string) Example { e := textExample(text); e.Pair = pair; return e }
	examples := []Example{chain("it a", "1"), chain("it b", "2"), chain("it a", "2"), chain("it b", "3"), chain("it c", "3")}
	train, valid := HoldOut(examples)
	if len(train) != 5 || valid != nil {
		t.Errorf("one group was split: %d + %d", len(train), len(valid))
	}
}

func TestHoldOutOfFewKeepsBothSides(t *testing.T) {
	for n := range 30 {
		for offset := range 50 {
			var examples []Example
			for i := range n {
				examples = append(examples, textExample(fmt.Sprintf("it %d %d", offset, i)))
			}
			train, valid := HoldOut(examples)
			if n >= 2 && (len(train) == 0 || len(valid) == 0) || n < 2 && len(valid) > 0 {
				t.Fatalf("%d texts: %d + %d", n, len(train), len(valid))
			}
		}
	}
}
