package checkpoints

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func row(step int) string { return fmt.Sprintf("{\"step\":%d,\"loss\":0.5}\n", step) }

func TestMetricsAreCutOnResume(t *testing.T) {
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
		"a row out of order":      {row(100) + row(300) + row(200), row(100)},
		"another case":            {row(100) + "{\"Step\":1}\n", row(100)},
		"a very long row":         {`{"step":100,"x":"` + strings.Repeat("x", 1<<17) + "\"}\n" + row(201), `{"step":100,"x":"` + strings.Repeat("x", 1<<17) + "\"}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := saved(t, step(200, 1))
			path := filepath.Join(dir, metricsFile)
			if err := os.WriteFile(path, []byte(c.file), 0o644); err != nil {
				t.Fatal(err)
			}
			r, _, err := Resume(dir)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(must(os.ReadFile(path))(t)); got != c.want {
				t.Errorf("left %q\nwant %q", got, c.want)
			}
			if warned := len(r.Warnings()) > 0; warned != strings.Contains(c.want, "rubbish") {
				t.Errorf("warned: %v", warned)
			}
			if err := r.AppendMetrics(json.RawMessage(row(201))); err != nil {
				t.Fatal(err)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			if got := string(must(os.ReadFile(path))(t)); got != c.want+row(201) {
				t.Errorf("after one more row: %q", got)
			}
		})
	}
}

func TestMetricsMissingOnResume(t *testing.T) {
	dir := saved(t, step(200, 1))
	os.Remove(filepath.Join(dir, metricsFile))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if w := r.Warnings(); len(w) != 1 || !strings.Contains(w[0], metricsFile+" is missing") {
		t.Errorf("warnings: %q", w)
	}
}

func TestAppendMetricsRefuses(t *testing.T) {
	dir := saved(t, step(1, 1))
	r, _, err := Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]any{
		"no step":    map[string]any{"loss": 1},
		"half steps": map[string]any{"step": 1.5},
		"null":       map[string]any{"step": nil},
		"no object":  7,
		"NaN":        map[string]any{"step": 1, "loss": math.NaN()},
		"a channel":  map[string]any{"step": make(chan int)},
	} {
		if err := r.AppendMetrics(row); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v, not ErrInvalid", name, err)
		}
	}
	r.Close()
	if data := must(os.ReadFile(filepath.Join(dir, metricsFile)))(t); len(data) > 0 {
		t.Errorf("written all the same: %q", data)
	}
}

// A disk that is full for a moment costs the row, and not the next one.
func TestRowCutShort(t *testing.T) {
	dir := saved(t, step(1, 1))
	for n := 1; n <= 2; n++ { // the write alone; the write and the truncation
		d := &faultyDisk{at: math.MaxInt, short: true}
		r, _, err := resume(dir, d)
		if err != nil {
			t.Fatal(err)
		}
		d.at, d.length = d.calls+1, n
		if err := r.AppendMetrics(json.RawMessage(row(1))); !errors.Is(err, errFault) {
			t.Fatalf("got %v", err)
		}
		if err := r.AppendMetrics(json.RawMessage(row(1))); err != nil {
			t.Fatal(err)
		}
		r.Close()
		if got := string(must(os.ReadFile(filepath.Join(dir, metricsFile)))(t)); got != strings.Repeat(row(1), n) {
			t.Errorf("%d: the file is %q", n, got)
		}
	}
}
