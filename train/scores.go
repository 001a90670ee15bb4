package train

import (
	"encoding/json"

	"antecedent/data/score"
)

// Scores are a model's results on a set of examples.
type Scores struct {
	Loss float64 `json:"loss"` // mean over the labelled examples, in nats, at temperature 1
	score.Summary

	// Temperature makes the labelled examples most probable, see
	// [score.FitTemperature]; 0 for a model without structure.
	Temperature float64 `json:"temperature,omitempty"`
}

// MarshalJSON writes null for the share of pairs where there are none.
func (s Scores) MarshalJSON() ([]byte, error) {
	type plain Scores
	if s.Pairs > 0 {
		return json.Marshal(plain(s))
	}
	return json.Marshal(struct {
		plain
		PairAccuracy *float64 `json:"pair_accuracy"`
	}{plain: plain(s)})
}
