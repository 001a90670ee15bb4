package page

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"

	"antecedent/model"
)

// A Snapshot is the weights at one moment of the training, by the names of the
// parameters.
//
// In the page a snapshot takes one byte a weight: how far the weight lies from
// its place in the next later snapshot, in 127ths of the farthest of its
// parameter, and for the latest from the checkpoint itself. Each is counted from
// what the page will have made of the one before, so that errors do not add up.
// What the page shows of a snapshot is therefore close, not exact; the tests
// hold its attention weights to within 0.02, mostly far less.
type Snapshot struct {
	Step    int
	Weights map[string][]float32
}

type snapshotObject struct {
	Step   int       `json:"step"`
	Units  []float32 `json:"units"`  // what 1 means in the deltas of each parameter
	Deltas string    `json:"deltas"` // base64 of one int8 a weight
}

// encodeFloats is all weights in one string.
func encodeFloats(parameters []model.Parameter) string {
	var raw []byte
	for _, p := range parameters {
		for _, v := range p.Data {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
		}
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// encodeSnapshots goes from the last snapshot to the first.
func encodeSnapshots(snapshots []Snapshot, parameters []model.Parameter) []snapshotObject {
	list := []snapshotObject{}
	current := make([][]float32, len(parameters)) // what the page has got so far
	for i, p := range parameters {
		current[i] = append([]float32(nil), p.Data...)
	}
	for at := len(snapshots) - 1; at >= 0; at-- {
		o := snapshotObject{Step: snapshots[at].Step}
		var deltas []byte
		for i, p := range parameters {
			target := snapshots[at].Weights[p.Name]
			unit := farthest(current[i], target) / 127
			o.Units = append(o.Units, unit)
			for k, v := range target {
				var steps float64
				if unit > 0 {
					steps = math.Round(float64(v-current[i][k]) / float64(unit))
				}
				delta := int8(max(-127, min(127, steps)))
				deltas = append(deltas, byte(delta))
				current[i][k] += float32(float32(delta) * unit) // the conversion keeps it from being fused
			}
		}
		o.Deltas = base64.StdEncoding.EncodeToString(deltas)
		list = append(list, o)
	}
	return list
}

func farthest(from, to []float32) (distance float32) {
	for i, v := range from {
		distance = max(distance, v-to[i], to[i]-v)
	}
	return distance
}

// Check reports a snapshot that is not of the model, which Write would refuse.
func Check(m Model) error {
	for _, s := range m.Snapshots {
		for _, p := range m.Resolver.Model.Parameters() {
			if n := len(s.Weights[p.Name]); n != len(p.Data) {
				return fmt.Errorf("the snapshot of step %d has %d weights of %s where the checkpoint has %d: it is of another model", s.Step, n, p.Name, len(p.Data))
			}
		}
	}
	return nil
}
