package checkpoints

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMetricsAreCutOnResume(t *testing.T) {
	long := `{"step":100,"x":"` + strings.Repeat("x", 1<<17) + "\"}\n"
	for name, c := range map[string]struct{ file, want string }{
		"nothing past it":         {row(100) + row(200), row(100) + row(200)},
		"rows past it":            {row(100) + row(200) + row(201) + row(300), row(100) + row(200)},
		"only rows past it":       {row(201), ""},
		"an empty file":           {"", ""},
		"a torn last line":        {row(200) + `{"step":200,"lo`, row(200)},
		"a whole line, not ended": {row(100) + strings.TrimSuffix(row(200), "\n"), row(100)},
		"torn past it":            {row(200) + row(201) + `{"st`, row(200)},
		"zeros after a crash":     {row(200) + "\x00\x00\x00\x00\n\x00\x00", row(200)},
		"several rows of a step":  {row(200) + row(200), row(200) + row(200)},
		"a damaged line before":   {row(100) + "rubbish\n" + row(200), row(100) + "rubbish\n" + row(200)},
		"a row out of order":      {row(100) + row(300) + row(200), row(100) + row(300) + row(200)}, // damaged: 300 was another number
		"another case":            {row(100) + "{\"Step\":1}\n", row(100)},
		"a very long row":         {long + row(201), long},
	} {
		t.Run(name, func(t *testing.T) {
			dir := saved(t, step(200, 1))
			put(t, c.file, dir, metricsFile)
			r, _ := resumed(t, dir)
			if got := read(t, dir, metricsFile); got != c.want {
				t.Errorf("left %q\nwant %q", got, c.want)
			}
			if warned := len(r.Warnings()) > 0; warned != (strings.Contains(c.want, "rubbish") || strings.Contains(c.want, row(300))) {
				t.Errorf("warned: %v", warned)
			}
			if err := errors.Join(r.AppendMetrics(json.RawMessage(row(201))), r.Close()); err != nil {
				t.Fatal(err)
			}
			if got := read(t, dir, metricsFile); got != c.want+row(201) {
				t.Errorf("after one more row: %q", got)
			}
		})
	}
}

func TestMetricsMissingOnResume(t *testing.T) {
	dir := saved(t, step(200, 1))
	os.Remove(filepath.Join(dir, metricsFile))
	r, _ := resumed(t, dir)
	checkWarnings(t, "Resume", r.Warnings(), metricsFile+" is missing")
}

func TestAppendMetricsRefuses(t *testing.T) {
	r := begun(t)
	for name, row := range map[string]any{
		"no step":    map[string]any{"loss": 1},
		"half steps": map[string]any{"step": 1.5},
		"null":       map[string]any{"step": nil},
		"no object":  7,
		"NaN":        map[string]any{"step": 1, "loss": math.NaN()},
		"a channel":  map[string]any{"step": make(chan int)},
	} {
		checkError(t, name, r.AppendMetrics(row), errInvalid, "a row of metrics")
	}
	r.Close()
	if text := read(t, r.dir, metricsFile); text != "" {
		t.Errorf("written all the same: %q", text)
	}
}

// A disk that is full for a moment costs the row, and not the next one.
func TestRowCutShort(t *testing.T) {
	dir := saved(t, step(1, 1))
	for n := 1; n <= 2; n++ { // the write alone; the write and the truncation
		d := &testDisk{at: math.MaxInt, short: true}
		r, _, err := resume(dir, d)
		if err != nil {
			t.Fatal(err)
		}
		d.at, d.length = d.calls+1, n
		checkError(t, "a short write", r.AppendMetrics(json.RawMessage(row(1))), errFault, "was not written")
		if err := errors.Join(r.AppendMetrics(json.RawMessage(row(1))), r.Close()); err != nil {
			t.Fatal(err)
		}
		if got := read(t, dir, metricsFile); got != strings.Repeat(row(1), n) {
			t.Errorf("%d: the file is %q", n, got)
		}
	}
}

// A line that is longer than any row is no row, and is never held in memory.
func TestLinesTooLong(t *testing.T) {
	dir := saved(t, step(200, 1))
	long := `{"step":150,"x":"` + strings.Repeat("x", maxRow) + "\"}\n"
	put(t, row(100)+long+row(200)+strings.Repeat("\x00", 3*maxRow), dir, metricsFile)
	_, err := ReadHistory(dir)
	checkError(t, "ReadHistory", err, errMalformed, "metrics.jsonl: line 2: malformed: it has more than 1048576 bytes: delete the line that is damaged")
	r, _ := resumed(t, dir)
	checkWarnings(t, "Resume", r.Warnings(), "lines that are no rows of metrics up to step 200: 1")
	if got := read(t, dir, metricsFile); got != row(100)+long+row(200) {
		t.Errorf("%d bytes are left", len(got))
	}
	checkError(t, "AppendMetrics", r.AppendMetrics(map[string]any{"step": 201, "x": strings.Repeat("x", maxRow)}), errInvalid, "more than 1048576")
}
