package checkpoints

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

const metricsFile = "metrics.jsonl"

// openMetrics opens metrics.jsonl and cuts what follows the first size bytes.
func (r *Run) openMetrics(size int64) error {
	f, err := r.disk.OpenFile(filepath.Join(r.dir, metricsFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return err
	}
	r.metrics, r.size, r.torn = f, size, true
	return r.syncMetrics()
}

// resumeMetrics opens metrics.jsonl and cuts the rows of later steps.
func (r *Run) resumeMetrics(step int) error {
	path := filepath.Join(r.dir, metricsFile)
	end, bad, err := rowsUpTo(system.lines(path), step)
	if errors.Is(err, fs.ErrNotExist) {
		r.warn("%s is missing; a new one begins after step %d", path, step)
	} else if err != nil {
		return fail(path, err, "move it away; a new one begins after the step that the run is resumed from")
	}
	if err := r.openMetrics(end); err != nil {
		return fmt.Errorf("%s was not cut after step %d: %w", path, step, err)
	}
	if bad > 0 {
		r.warn("%s: lines that are no rows of metrics: %d; they were kept", path, bad)
	}
	return nil
}

// AppendMetrics adds a row to metrics.jsonl: any value that json.Marshal makes
// an object of, with an integer "step", after which the row was measured. Rows
// must come in the order of their steps; NaN and infinities have no JSON. A row
// is written at once, and synced to disk by the next Save. Half a row is never
// left in front of another.
func (r *Run) AppendMetrics(row any) error {
	if r.metrics == nil {
		return fail(r.dir, errClosed, "open it again")
	}
	line, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("a row of metrics %w: %w", errInvalid, err)
	}
	if _, ok := stepOfRow(line); !ok {
		return fmt.Errorf(`a row of metrics %w: it is not an object with an integer "step": %s`, errInvalid, line)
	}
	if line = append(line, '\n'); len(line) > maxRow {
		return fmt.Errorf("a row of metrics %w: it has %d bytes, more than %d", errInvalid, len(line), maxRow)
	}
	if err := r.cutMetrics(); err != nil {
		return err
	}
	if _, err := r.metrics.Write(line); err != nil {
		r.torn = true
		r.cutMetrics() // if this fails too, the next call tries again
		return fmt.Errorf("a row of metrics was not written: %w", err)
	}
	r.size += int64(len(line))
	return nil
}

// cutMetrics removes what follows the last whole row.
func (r *Run) cutMetrics() error {
	if !r.torn {
		return nil
	}
	path := filepath.Join(r.dir, metricsFile)
	if err := r.disk.Truncate(path, r.size); err != nil {
		return fmt.Errorf("%s could not be cut after its last whole row: %w", path, err)
	}
	r.torn = false
	return nil
}

// syncMetrics makes the rows durable.
func (r *Run) syncMetrics() error {
	if err := r.cutMetrics(); err != nil {
		return err
	}
	return r.metrics.Sync()
}

// rowsUpTo finds where the last row up to a step ends. Rows of later steps and
// garbage at the end lie after it. bad counts the lines before it that are no rows.
func rowsUpTo(lines iter.Seq2[line, error], step int) (end int64, bad int, err error) {
	offset, doubtful := int64(0), 0
	for line, err := range lines {
		if err != nil {
			return 0, 0, err
		}
		offset += line.size
		n, ok := stepOfRow(line.text)
		if !ok {
			doubtful++ // bad if a row follows, else garbage
			continue
		}
		if n > int64(step) {
			break
		}
		end, bad, doubtful = offset, bad+doubtful, 0
	}
	return end, bad, nil
}

// stepOfRow is the integer "step" of a row.
func stepOfRow(line []byte) (int64, bool) {
	var row map[string]json.RawMessage
	var step *int64
	if json.Unmarshal(line, &row) != nil || json.Unmarshal(row["step"], &step) != nil || step == nil {
		return 0, false
	}
	return *step, true
}
