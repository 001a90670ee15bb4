package checkpoints

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
)

// maxStep is the greatest number of a step in a history.
const maxStep = 1 << 40

// A History is how a run went, by the rows of its metrics.jsonl.
type History struct {
	Name        string // of the run's folder
	Losses      []Loss
	Evaluations []Evaluation
}

// A Loss is the loss of one step's batch.
type Loss struct {
	Step int
	Loss float64 // in nats
}

// An Evaluation is the score on the examples held out for validation.
type Evaluation struct {
	Step         int     `json:"-"`
	Loss         float64 `json:"loss"` // in nats
	Accuracy     float64 `json:"accuracy"`
	PairAccuracy float64 `json:"pair_accuracy"`
	Pairs        int     `json:"pairs"`
	Best         bool    `json:"-"` // better than every one before
}

// ReadHistory reads the history of a run from its folder or from that of one of
// its steps. The run may be training meanwhile: a last row that is still being
// written is left out.
func ReadHistory(dir string) (History, error) {
	if system.isStep(dir) {
		dir = filepath.Join(dir, "..")
	}
	path := filepath.Join(dir, metricsFile)
	h, err := parseHistory(system.lines(path))
	if errors.Is(err, errUnreadable) {
		return History{}, fmt.Errorf("%s: no training history: %w", path, err)
	}
	if err != nil {
		return h, fmt.Errorf("%s: %w", path, err)
	}
	absolute, err := filepath.Abs(dir)
	h.Name = filepath.Base(absolute)
	return h, err
}

func parseHistory(lines iter.Seq2[line, error]) (h History, err error) {
	n, last := 0, 0
	for line, err := range lines {
		if err != nil {
			return h, err
		}
		n++
		var row struct {
			Step  int         `json:"step"`
			Loss  *float64    `json:"loss"`
			Best  bool        `json:"best"`
			Valid *Evaluation `json:"valid"`
		}
		err := json.Unmarshal(line.text, &row)
		if line.text == nil {
			err = fmt.Errorf("it has more than %d bytes", maxRow)
		} else if err == nil && (row.Step < last || row.Step > maxStep) {
			err = fmt.Errorf("step %d after step %d", row.Step, last)
		}
		if err != nil {
			return h, fail(fmt.Sprintf("line %d", n), detail(errMalformed, "%w", err), "delete this line")
		}
		last = row.Step
		switch v := row.Valid; {
		case v != nil:
			v.Step, v.Best = row.Step, row.Best
			h.Evaluations = append(h.Evaluations, *v)
		case row.Loss != nil:
			h.Losses = append(h.Losses, Loss{row.Step, *row.Loss})
		}
	}
	if len(h.Losses)+len(h.Evaluations) == 0 {
		return h, errors.New("holds no steps yet")
	}
	return h, nil
}
