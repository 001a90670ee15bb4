package page

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"antecedent/checkpoints"
	"antecedent/model"
)

// A snapshot is the weights of a step as the page's script reads them: the weights
// of the next later snapshot, or of the checkpoint for the latest, plus delta·unit.
type snapshot struct {
	Step   int       `json:"step"`
	Units  []float32 `json:"units"`  // by parameter: a 127th of the greatest change of a weight
	Deltas string    `json:"deltas"` // base64 of one int8 a weight
}

// encodeFloats encodes all weights in one string.
func encodeFloats(parameters []model.Parameter) string {
	var raw []byte
	for _, p := range parameters {
		raw, _ = binary.Append(raw, binary.LittleEndian, p.Data) // a slice of float32 has no error
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// encodeSnapshots encodes the snapshots from the last to the first. Each delta is
// taken from what the page will have decoded of the snapshot before, so that errors
// of rounding do not add up. The snapshots must pass [Check].
func encodeSnapshots(snapshots []checkpoints.Snapshot, parameters []model.Parameter) []snapshot {
	list := []snapshot{}
	current := make([][]float32, len(parameters)) // what the page has decoded
	for i, p := range parameters {
		current[i] = append([]float32(nil), p.Data...)
	}
	for at := len(snapshots) - 1; at >= 0; at-- {
		o := snapshot{Step: snapshots[at].Number}
		var deltas []byte
		for i, p := range parameters {
			target := weightsOf(snapshots[at], p.Name)
			unit := greatestChange(current[i], target) / 127
			o.Units = append(o.Units, unit)
			for k, v := range target {
				var steps float64
				if unit > 0 {
					steps = math.Round(float64(v-current[i][k]) / float64(unit))
				}
				delta := int8(max(-127, min(127, steps)))
				deltas = append(deltas, byte(delta))
				current[i][k] += float32(float32(delta) * unit) // converted, so that no fused multiply-add rounds otherwise than the page
			}
		}
		o.Deltas = base64.StdEncoding.EncodeToString(deltas)
		list = append(list, o)
	}
	return list
}

func greatestChange(from, to []float32) (change float32) {
	for i, v := range from {
		change = max(change, v-to[i], to[i]-v)
	}
	return change
}

// weightsOf is the weights of a parameter in a snapshot, nil where it has none.
func weightsOf(s checkpoints.Snapshot, name string) []float32 {
	for _, t := range s.Model {
		if t.Name == name {
			return t.Data
		}
	}
	return nil
}

// greatestWeight bounds the weights of snapshots and of the model that they are of, so
// that what lies between two weights is a finite number.
const greatestWeight = 1e37

// Check returns an error for a snapshot that is not of the model, or has weights that are
// no numbers or far too large. Write returns the same error.
func Check(m Model) error {
	great := func(x float32) bool { return !(x >= -greatestWeight && x <= greatestWeight) }
	for _, s := range m.Snapshots {
		for _, p := range m.Resolver.Model().Parameters() {
			weights := weightsOf(s, p.Name)
			if n := len(weights); n != len(p.Data) {
				return fmt.Errorf("the snapshot of step %d has %d weights of %s where the checkpoint has %d: it is of another model", s.Number, n, p.Name, len(p.Data))
			}
			for _, list := range [][]float32{weights, p.Data} {
				if i := slices.IndexFunc(list, great); i >= 0 {
					return fmt.Errorf("the snapshot of step %d, or its checkpoint, has the weight %v in %s: a page shows weights of at most %v", s.Number, list[i], p.Name, greatestWeight)
				}
			}
		}
	}
	return nil
}
