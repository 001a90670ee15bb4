package checkpoints

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

const metricsFile = "metrics.jsonl"

// A metricsLog appends rows to metrics.jsonl.
type metricsLog struct {
	path string
	file file
	size int64 // bytes of whole rows
	torn bool  // a write failed: there may be more bytes than size
}

func openMetrics(d disk, path string, size int64) (*metricsLog, error) {
	f, err := d.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return nil, err
	}
	return &metricsLog{path: path, file: f, size: size}, nil
}

// append adds a row. A write that fails halfway is cut off again, so that the
// next row begins a line.
func (m *metricsLog) append(row any) error {
	line, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("a row of metrics %w: %w", ErrInvalid, err)
	}
	if _, ok := stepOfRow(line); !ok {
		return fmt.Errorf(`a row of metrics %w: it is not an object with an integer "step": %s`, ErrInvalid, line)
	}
	if m.torn {
		if err := m.truncate(); err != nil {
			return err
		}
	}
	line = append(line, '\n')
	if _, err := m.file.Write(line); err != nil {
		m.torn = true
		m.truncate() // where this fails too, the next append tries again
		return fmt.Errorf("a row of metrics was not written: %w", err)
	}
	m.size += int64(len(line))
	return nil
}

func (m *metricsLog) truncate() error {
	if err := m.file.Truncate(m.size); err != nil {
		return fmt.Errorf("%s could not be cut after its last whole row: %w", m.path, err)
	}
	m.torn = false
	return nil
}

func (m *metricsLog) sync() error {
	if m.torn {
		if err := m.truncate(); err != nil {
			return err
		}
	}
	return m.file.Sync()
}

// rowsUpTo finds the byte after the last row up to a step. Rows of later steps,
// a torn last line and garbage at the end are behind that byte. bad counts the
// lines before it that are no rows.
func rowsUpTo(path string, step int) (end int64, bad int, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	lines, offset, doubtful := bufio.NewReader(f), int64(0), 0
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return end, bad, nil // line has no end and so is not whole
		}
		if err != nil {
			return 0, 0, err
		}
		offset += int64(len(line))
		n, ok := stepOfRow(line)
		switch {
		case !ok:
			doubtful++
		case n > int64(step):
			return end, bad, nil
		default:
			end, bad = offset, bad+doubtful
			doubtful = 0
		}
	}
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
