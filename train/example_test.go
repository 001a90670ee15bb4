package train_test

import (
	"context"
	"fmt"
	"log"

	"antecedent/data"
	"antecedent/model"
	"antecedent/train"
)

// An observer reports the evaluations of a run.
type observer struct{}

func (observer) Started(s train.Start)  { fmt.Println(s.Train, "examples") }
func (observer) Stepped(train.Step)     {}
func (observer) Saved(train.Checkpoint) {}
func (observer) Ended(r train.Result)   { fmt.Println(r.Status, "at step", r.Step) }
func (observer) Evaluated(e train.Evaluation) {
	fmt.Println("step", e.Step, "accuracy", e.Valid.Accuracy, "pairs", e.Valid.PairAccuracy)
}

// A model learns two sentences by heart that differ in one word.
func Example() {
	var examples []data.Example
	for i, text := range []string{"The cat left the box because it was hungry.", "The cat left the box because it was empty."} {
		e := data.FromText(text)[0]
		e.Candidates = []data.Span{{Start: 1, End: 2}, {Start: 4, End: 5}} // cat, box
		e.Antecedents, e.Labelled, e.Pair = e.Candidates[i:i+1], true, "1"
		examples = append(examples, e)
	}
	vocabulary := data.NewVocabulary(examples, 1)
	config := model.Default()
	config.Vocabulary = vocabulary.Len()
	m, err := model.New(config, 1)
	if err != nil {
		log.Fatal(err)
	}
	settings := train.Default()
	settings.Steps, settings.Batch, settings.EvalEvery = 100, 2, 100
	t, err := train.New(train.Options{
		Config: settings, Model: m, Encoder: data.Encoder{Vocabulary: vocabulary},
		Train: examples, Valid: examples, Observers: []train.Observer{observer{}},
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := t.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 2 examples
	// step 100 accuracy 1 pairs 1
	// completed at step 100
}
