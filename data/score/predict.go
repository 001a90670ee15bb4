package score

import (
	"context"
	"slices"

	"antecedent/data"
)

// Predict makes batches of examples and returns their predictions in the order of
// the examples. forward evaluates a model on a batch and returns, for each of its
// queries, the probability of each token and of NONE: (P,T+1).
func Predict(ctx context.Context, encoder data.Encoder, examples []data.Example, forward func(data.Batch) ([]float32, error)) ([]Prediction, error) {
	return PredictPart(ctx, encoder, examples, 0, 1, forward)
}

// PredictPart is [Predict] for one of several parts of the batches, see
// [data.Encoder.EachOf]. The predictions for the examples of other parts are empty.
func PredictPart(ctx context.Context, encoder data.Encoder, examples []data.Example, part, parts int, forward func(data.Batch) ([]float32, error)) ([]Prediction, error) {
	predictions := make([]Prediction, len(examples))
	err := encoder.EachOf(ctx, examples, part, parts, func(at []int, b data.Batch) error {
		pointer, err := forward(b)
		if err != nil {
			return err
		}
		for i, k := range at {
			predictions[k] = PredictionOf(pointer, b, i)
		}
		return nil
	})
	return predictions, err
}

// PredictionOf copies the prediction for query i of a batch from its pointer rows
// (P,T+1).
func PredictionOf(pointer []float32, b data.Batch, i int) Prediction {
	row := pointer[i*(b.Length+1) : (i+1)*(b.Length+1)]
	return Prediction{Pointer: slices.Clone(row[:b.Lengths[b.Texts[i]]]), None: row[b.Length]}
}
