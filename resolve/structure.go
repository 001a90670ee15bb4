package resolve

import (
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/data/structure"
	"antecedent/model/reference"
)

// PredictStructure answers examples, which it annotates, by the structural
// features alone: the softmax of the weights that the model has learned for those of
// each mention, on the mention's head. It never answers NONE, for which there are no
// features. It returns nil for a model without structure. Long texts are read in windows,
// as by [Resolver.Predict].
func (r *Resolver) PredictStructure(examples []data.Example) []score.Prediction {
	if r == nil || r.model == nil || r.encoder.Structure == 0 {
		return nil
	}
	if anyLong(examples) {
		predictions, _ := predictLong(examples, func(cut []data.Example) ([]score.Prediction, error) { return r.PredictStructure(cut), nil })
		return predictions
	}
	examples = r.annotated(examples)
	weights := r.model.FeatureWeights()
	predictions := make([]score.Prediction, len(examples))
	for i := range examples {
		e := &examples[i]
		pointer := make([]float32, len(e.Tokens))
		var heads []int
		var scores []float64
		for k, features := range r.features(e) {
			if features == 0 {
				continue // the pronoun cannot refer to it
			}
			sum := 0.0
			for f := range structure.Numbers(features) {
				sum += float64(weights.Weight(f, features))
			}
			heads, scores = append(heads, e.Mentions[k].Head), append(scores, sum)
		}
		if len(heads) > 0 {
			for k, p := range reference.Softmax(scores) {
				pointer[heads[k]] = float32(p)
			}
		}
		predictions[i] = score.Prediction{Pointer: pointer}
	}
	return predictions
}

// features returns the features of an annotated example's mentions that the model
// reads: of one that was trained by an earlier program, fewer than there are.
func (r *Resolver) features(e *data.Example) []uint64 {
	list := slices.Clone(e.Features)
	for k := range list {
		list[k] &= 1<<r.encoder.Structure - 1
	}
	return list
}
