package english

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/format"
	"antecedent/internal/testenv"
)

// BenchmarkRead answers every pronoun of the texts of GAP's development set, or, where
// that is absent, of the built-in held-out sentences. An operation is all texts, read
// from the beginning: tokens, mentions, features, batches and answers. It reports the
// words, as the tokenizer counts them, a second.
func BenchmarkRead(b *testing.B) {
	texts := benchTexts(b)
	r, err := Open()
	if err != nil {
		b.Fatal(err)
	}
	words := 0
	read := func() {
		words = 0
		var examples []data.Example
		for _, text := range texts {
			found := data.FromText(text)
			if len(found) > 0 {
				words += len(found[0].Tokens)
			}
			examples = append(examples, found...)
		}
		if _, err := r.Predict(context.Background(), examples, nil); err != nil {
			b.Fatal(err)
		}
	}
	read() // builds the graphs
	b.ReportAllocs()
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// benchTexts are texts with a pronoun each, at least.
func benchTexts(b *testing.B) []string {
	var examples []data.Example
	path := filepath.Join(testenv.DataDir(), "gap", "gap-development.tsv")
	if _, err := os.Stat(path); err == nil {
		f, err := format.ReadFile(b.Context(), path, "")
		if err != nil {
			b.Fatal(err)
		}
		examples = f.Examples
	} else {
		b.Logf("no GAP snippets (%v): the built-in sentences, which are shorter, are read", err)
		c, err := corpus.Load()
		if err != nil {
			b.Fatal(err)
		}
		for _, split := range c.Heldout {
			examples = append(examples, split.Examples...)
		}
	}
	var texts []string
	for _, group := range data.GroupTexts(examples) {
		texts = append(texts, examples[group[0]].Text)
	}
	return texts
}
