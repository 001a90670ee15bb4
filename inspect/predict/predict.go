// Package predict writes a model's answers to the examples of files, for other programs
// to read: as a JSON object an example, or as the system file that the official scorer of
// GAP compares with GAP's own.
//
//	answers, err := predict.Of(ctx, r, file.Rows(), false)
//	err = answers.WriteJSONL(os.Stdout)
//
// It scores nothing; package accuracy does.
package predict

import (
	"context"
	"errors"
	"math"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/score"
	"antecedent/resolve"
)

// Answers are what a model says of rows, in their order. A row that is no example has a
// problem instead of an answer.
type Answers struct {
	rows    []format.Row
	answers []answer // of each row
	names   []score.GAPAnswer
}

// An answer is the options of an example, the most probable first.
type answer struct {
	example *data.Example // as the model was asked
	options []score.Option
	right   bool
	problem error
}

// errNoNumbers is of a model that was trained with too great a learning rate, say.
var errNoNumbers = errors.New("the model's probabilities are no numbers; ask another step")

// Of asks a model about rows. If free is set, it is asked without the candidates: the
// answer is then any mention of the text.
func Of(ctx context.Context, r *resolve.Resolver, rows []format.Row, free bool) (*Answers, error) {
	a := &Answers{rows: rows, answers: make([]answer, len(rows)), names: make([]score.GAPAnswer, len(rows))}
	var given []data.Example
	var places []int // of the examples among the rows
	for i, row := range rows {
		if row.Example == nil {
			a.answers[i].problem = errors.New(row.Problem)
			continue
		}
		given, places = append(given, *row.Example), append(places, i)
	}
	asked := given
	if free {
		asked = score.WithoutCandidates(given)
	}
	predictions, err := r.Predict(ctx, asked, nil)
	if err != nil {
		return nil, err
	}
	a.fill(places, given, asked, predictions, free)
	return a, nil
}

// fill enters the predictions of examples: asked[i] is given[i] as the model was asked,
// and is row places[i].
func (a *Answers) fill(places []int, given, asked []data.Example, predictions []score.Prediction, free bool) {
	names, right := score.GoldTwo(given, predictions), score.Right(asked, predictions)
	if free {
		names = score.Snippet(given, asked, predictions)
	}
	for i, place := range places {
		if !numbers(predictions[i]) {
			a.answers[place].problem = errNoNumbers
			continue
		}
		a.answers[place] = answer{example: &asked[i], options: score.Options(&asked[i], predictions[i]), right: right[i]}
		a.names[place] = names[i]
	}
}

// numbers reports whether a prediction is all finite.
func numbers(p score.Prediction) bool {
	sum := float64(p.None)
	for _, w := range p.Pointer {
		sum += float64(w)
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// Failed counts the rows without an answer.
func (a *Answers) Failed() int {
	n := 0
	for i := range a.answers {
		if a.answers[i].problem != nil {
			n++
		}
	}
	return n
}
