package score_test

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/score"
)

// A model's answer to one sentence, and what answering without reading gets.
func Example() {
	e := data.FromText("The cat sat on the mat because it was tired.")[0]
	e.Candidates = []data.Span{{Start: 1, End: 2}, {Start: 5, End: 6}}
	e.Antecedents, e.Labelled = e.Candidates[:1], true

	p := score.Prediction{Pointer: []float32{0, 0.75, 0, 0, 0, 0.125, 0, 0, 0, 0, 0}, None: 0.125}
	i, probability := score.Decide(&e, p)
	fmt.Println(e.Tokens[e.Candidates[i].Start].Text, probability)

	examples := []data.Example{e}
	fmt.Println("model", score.Score(examples, []score.Prediction{p}).Accuracy)
	for _, b := range score.Baselines(examples)[:2] {
		fmt.Println(b.Name, b.Summary.Accuracy)
	}
	// Output:
	// cat 0.75
	// model 1
	// nearest 0
	// first 1
}
