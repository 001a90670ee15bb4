package train

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
)

// Word dropout spares the pronouns, and only them: not the first token of the text
// that the queries which pad a batch belong to.
func TestWordDropoutSparesPronouns(t *testing.T) {
	o := toy(t, nil)
	o.Config.WordDropout = 0.999999
	const text = "The cat saw it and it slept."
	examples := data.FromText(text)
	examples = append(examples, examples[0]) // three queries, padded to four
	encoder := data.Encoder{Vocabulary: data.NewVocabulary(examples, 1)}
	b, err := encoder.Batch(examples, 1, data.PaddedLength(len(examples[0].Tokens)))
	if err != nil {
		t.Fatal(err)
	}
	(&Trainer{run: o}).dropWords(b, len(examples), 0)
	for i, token := range examples[0].Tokens {
		if known := b.Words[i] != 0; known != (token.Text == "it") {
			t.Errorf("token %d, %q, has word %d", i, token.Text, b.Words[i])
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*Options){
		"a model and an encoder":    func(o *Options) { o.Model = nil },
		"no labelled example":       func(o *Options) { o.Train = data.FromText("It rains.") },
		"1 words in the vocabulary": func(o *Options) { o.Encoder.Vocabulary = data.NewVocabulary(nil, 1) },
		"8 n-gram buckets":          func(o *Options) { o.Encoder.Buckets = 8 },
		"0 steps":                   func(o *Options) { o.Config.Steps = 0 },
	} {
		o := toy(t, nil)
		spoil(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// A run that is resumed and cancelled at once ends where it was.
func TestResumedAndCancelledAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	start(t, context.Background(), dir, func(o *Options) { o.StopAfter = 5 })
	store, step, err := checkpoints.Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	trainer, err := Resume(toy(t, store), step)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := trainer.Run(ctx); err != nil || r.Status != Interrupted || r.Step != 5 {
		t.Errorf("ended %v at step %d: %v", r.Status, r.Step, err)
	}
	store.Close()
	straight := filepath.Join(t.TempDir(), "straight")
	start(t, context.Background(), straight, nil)
	goOn(t, dir)
	if outcome(t, dir) != outcome(t, straight) {
		t.Error("the run ended differently")
	}
}
