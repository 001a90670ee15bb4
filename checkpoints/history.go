package checkpoints

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

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
	Step         int
	Loss         float64 // in nats
	Accuracy     float64
	PairAccuracy float64
	Pairs        int
	Best         bool // better than every one before
}

// ReadHistory reads the history of a run from its folder or from that of one of
// its steps. The run may be training meanwhile: a last row that is still being
// written is left out.
func ReadHistory(dir string) (History, error) {
	dir = filepath.Clean(dir)
	f, err := os.Open(filepath.Join(dir, metricsFile))
	if errors.Is(err, fs.ErrNotExist) { // the folder of a step
		if absolute, wrong := filepath.Abs(dir); wrong == nil {
			if above, wrong := os.Open(filepath.Join(filepath.Dir(absolute), metricsFile)); wrong == nil {
				f, err, dir = above, nil, filepath.Dir(absolute)
			}
		}
	}
	if err != nil {
		return History{}, fmt.Errorf("%s: no training history: %w", dir, err)
	}
	defer f.Close()
	h, err := parseHistory(f)
	if err != nil {
		return History{}, fmt.Errorf("%s: %w", filepath.Join(dir, metricsFile), err)
	}
	h.Name = filepath.Base(dir)
	return h, nil
}

func parseHistory(r io.Reader) (History, error) {
	var h History
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break // line has no end and so is not whole
		}
		if err != nil {
			return h, err
		}
		var row struct {
			Step  int      `json:"step"`
			Loss  *float64 `json:"loss"`
			Best  bool     `json:"best"`
			Valid *struct {
				Loss         float64 `json:"loss"`
				Accuracy     float64 `json:"accuracy"`
				Pairs        int     `json:"pairs"`
				PairAccuracy float64 `json:"pair_accuracy"`
			} `json:"valid"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return h, fmt.Errorf("line %d: %w", n, err)
		}
		switch v := row.Valid; {
		case v != nil:
			h.Evaluations = append(h.Evaluations, Evaluation{row.Step, v.Loss, v.Accuracy, v.PairAccuracy, v.Pairs, row.Best})
		case row.Loss != nil:
			h.Losses = append(h.Losses, Loss{row.Step, *row.Loss})
		}
	}
	if len(h.Losses)+len(h.Evaluations) == 0 {
		return h, errors.New("holds no steps yet")
	}
	return h, nil
}
