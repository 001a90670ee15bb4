package data

import (
	"fmt"
	"testing"
)

func TestDocumentOf(t *testing.T) {
	for id, want := range map[string]string{
		"emma.conll:12:7": "emma.conll", "a:b.conll#2:1:1": "a:b.conll#2",
		"": "", "7": "", "a.csv:2": "", "a:b:2": "", "a:2:b": "", "type1-pro-1.2": "",
	} {
		if got := DocumentOf(&Example{ID: id}); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// The parts of one document overlap, so it is held out whole or not at all.
func TestHoldOutKeepsDocumentsTogether(t *testing.T) {
	var all []Example
	for d := range 40 {
		for s := range 30 {
			all = append(all, Example{ID: fmt.Sprintf("%d.conll:%d:1", d, s), Text: fmt.Sprintf("document %d sentence %d", d, s)})
		}
	}
	train, valid := HoldOut(all)
	held := make(map[string]bool)
	for i := range valid {
		held[DocumentOf(&valid[i])] = true
	}
	if len(train)+len(valid) != len(all) || len(held) == 0 || len(held) > 12 {
		t.Errorf("%d to train on, %d to validate on, of %d documents", len(train), len(valid), len(held))
	}
	for i := range train {
		if d := DocumentOf(&train[i]); held[d] {
			t.Fatalf("%s is in both", d)
		}
	}
}
