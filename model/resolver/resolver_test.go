package resolver

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
)

// untrained is a resolver with random weights over the words of the texts.
func untrained(t *testing.T, texts ...string) *Resolver {
	t.Helper()
	var examples []data.Example
	for _, text := range texts {
		examples = append(examples, data.FromText(text)...)
	}
	v := data.NewVocabulary(examples, 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), NgramBuckets: 11, Layers: 1, Heads: 2, Width: 8, Hidden: 8, Radius: 4}, 3)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(m, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTextAnswersEveryPronoun(t *testing.T) {
	const text = "The cat saw her kittens, and they saw it."
	r := untrained(t, text)
	answers, err := r.Text(text)
	if err != nil {
		t.Fatal(err)
	}
	var pronouns []string
	for _, a := range answers {
		pronouns = append(pronouns, a.Example.Tokens[a.Example.Pronoun.Start].Text)
		if len(a.Resolution.Pointer) != len(a.Example.Tokens) {
			t.Errorf("%d pointer weights for %d tokens", len(a.Resolution.Pointer), len(a.Example.Tokens))
		}
		if m := a.Antecedent; m != nil {
			first, last := a.Example.Tokens[m.Start], a.Example.Tokens[m.End-1]
			if want := text[first.Start:last.End]; m.Text != want {
				t.Errorf("the antecedent is %q, its tokens are %q", m.Text, want)
			}
		}
	}
	if want := []string{"her", "they", "it"}; !slices.Equal(pronouns, want) {
		t.Errorf("answered %v, want %v", pronouns, want)
	}
}

func TestTextsThatCannotBeAnswered(t *testing.T) {
	r := untrained(t, "It rains.")
	if _, err := r.Text("The cat sat."); !errors.Is(err, ErrNoPronoun) {
		t.Errorf("a text without a pronoun: %v", err)
	}
	if _, err := r.Text(strings.Repeat("very ", data.MaxTokens) + "long, it was."); err == nil || !strings.Contains(err.Error(), "split it") {
		t.Errorf("a text that is too long: %v", err)
	}
}

// Whether alone or among others of any length, an example gets the same answer.
func TestPredictEqualsResolve(t *testing.T) {
	texts := []string{"It was the cat.", "The cat that sat on the mat in the house saw it and the dog.", "She saw it.", strings.Repeat("so ", 40) + "it was."}
	r := untrained(t, texts...)
	var examples []data.Example
	for range 13 { // more than one batch
		for _, text := range texts {
			examples = append(examples, data.FromText(text)...)
		}
	}
	for name, change := range map[string]*model.Intervention{"as it is": nil, "uniform": model.Uniform} {
		predictions, err := r.Predict(context.Background(), examples, change)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range examples {
			res, err := r.Resolve(&e, change)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(res.Pointer, predictions[i].Pointer) || res.None != predictions[i].None {
				t.Fatalf("%s: example %d alone: %v, among others: %v", name, i, res.Pointer, predictions[i].Pointer)
			}
		}
	}
}

func TestPredictStopsWhenCancelled(t *testing.T) {
	r := untrained(t, "It was.")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Predict(ctx, data.FromText("It was."), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// What was saved answers as what was trained.
func TestCheckpointRoundTrip(t *testing.T) {
	const text = "The cat saw the dog, but it slept."
	r := untrained(t, text)
	config, err := json.Marshal(r.Model.Config())
	if err != nil {
		t.Fatal(err)
	}
	step := &checkpoints.Step{Number: 1, Vocabulary: r.Encoder.Vocabulary.Words(), State: []byte(`{}`), Config: config}
	for _, p := range r.Model.Parameters() {
		step.Model = append(step.Model, checkpoints.Tensor(p))
	}
	restored, err := FromStep(step)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := r.Text(text)
	got, err := restored.Text(text)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got[0].Resolution.Pointer, want[0].Resolution.Pointer) {
		t.Error("the restored model answers differently")
	}
	step.Model = step.Model[1:]
	if _, err := FromStep(step); err == nil || !strings.Contains(err.Error(), "embed.word") {
		t.Errorf("a step without its embedding: %v", err)
	}
}
