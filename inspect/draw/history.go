package draw

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// A History is how a run went, from the rows of its metrics.jsonl.
type History struct {
	Name  string // of the run
	Steps []Step
	Evals []Eval
}

// A Step is the loss of one step's batch.
type Step struct {
	Step int
	Loss float64 // in nats
}

// An Eval is the score on the examples held out.
type Eval struct {
	Step         int
	Loss         float64
	Accuracy     float64
	PairAccuracy float64
	Pairs        int
	Best         bool // better than every one before
}

// metrics is the file of a run's folder that ReadHistory reads.
const metrics = "metrics.jsonl"

// ReadHistory reads the history of a run from its folder or from that of one of
// its steps. The run may be training meanwhile: a last row that is still being
// written is left out.
func ReadHistory(dir string) (History, error) {
	dir = filepath.Clean(dir)
	f, err := os.Open(filepath.Join(dir, metrics))
	if errors.Is(err, fs.ErrNotExist) { // the folder of a step
		if absolute, wrong := filepath.Abs(dir); wrong == nil {
			if above, wrong := os.Open(filepath.Join(filepath.Dir(absolute), metrics)); wrong == nil {
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
		return History{}, fmt.Errorf("%s: %w", filepath.Join(dir, metrics), err)
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
			break // without a line end the row is not whole yet
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
			h.Evals = append(h.Evals, Eval{row.Step, v.Loss, v.Accuracy, v.PairAccuracy, v.Pairs, row.Best})
		case row.Loss != nil:
			h.Steps = append(h.Steps, Step{row.Step, *row.Loss})
		}
	}
	if len(h.Steps)+len(h.Evals) == 0 {
		return h, errors.New("holds no steps yet")
	}
	return h, nil
}

// last is the greatest step, at least 1.
func (h *History) last() int {
	last := 1
	for _, s := range h.Steps {
		last = max(last, s.Step)
	}
	for _, e := range h.Evals {
		last = max(last, e.Step)
	}
	return last
}

// best is the best evaluation, nil where there is none.
func (h *History) best() *Eval {
	var best *Eval
	for i := range h.Evals {
		if h.Evals[i].Best {
			best = &h.Evals[i]
		}
	}
	return best
}

// A bin is the losses of neighbouring steps.
type bin struct{ step, mean, low, high float64 }

// bins sums the steps up so that a line of them can be drawn in few points.
func bins(steps []Step, last, n int) []bin {
	var list []bin
	count, at := 0.0, -1
	for _, s := range steps {
		if math.IsNaN(s.Loss) || math.IsInf(s.Loss, 0) {
			continue
		}
		if i := max(0, s.Step-1) * n / last; i != at || len(list) == 0 {
			list, count, at = append(list, bin{low: s.Loss, high: s.Loss}), 0, i
		}
		b := &list[len(list)-1]
		count++
		b.step += (float64(s.Step) - b.step) / count
		b.mean += (s.Loss - b.mean) / count
		b.low, b.high = min(b.low, s.Loss), max(b.high, s.Loss)
	}
	return list
}
