package checkpoints

import (
	"bytes"
	"encoding/json"
	"math"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Each target reads what an accident, or a stranger, may have left in a file. What is
// accepted is what this package would write, or means the same, and takes no more memory
// than the file.

// oneFile is a file system that holds one file.
func oneFile(name string, data []byte) files {
	return files{fstest.MapFS{name: {Data: data}}, path.Join}
}

func FuzzManifest(f *testing.F) {
	for _, s := range []*Step{step(200, 1), withVectors(step(200, 1))} {
		whole := must(s.encode())(f)[manifestFile]
		f.Add(whole)
		f.Add(bytes.Replace(whole, []byte(`"size": `), []byte(`"size": 9`), 1))
		f.Add(bytes.Replace(whole, []byte(`"format_version": `), []byte(`"format_version": 9`), 1))
		f.Add(whole[:len(whole)/2])
	}
	f.Add([]byte(read(f, "testdata", "format-1", StepName(200), manifestFile)))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := oneFile(path.Join(StepName(200), manifestFile), data).readManifest(StepName(200))
		if err != nil {
			return
		}
		if again := must(m.encode())(t); !bytes.Equal(again, data) || m.Step != 200 || len(m.Files) != len(stepFiles) {
			t.Errorf("accepted %q for %+v", data, m)
		}
	})
}

func FuzzPointer(f *testing.F) {
	for _, text := range []string{"step-000200\n", "step-1234567", "step-000200\r\n", "step-0200", "../step-000200", "step-99999999999999999999", "\x00\x1b[2J", ""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := parsePointer(data)
		if err == nil && StepName(n) != strings.TrimSpace(string(data)) {
			t.Errorf("%q is step %d", data, n)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\x1b\x00") {
			t.Errorf("the error shows control characters: %q", err)
		}
	})
}

// The history of a run, and what is kept of it when the run is resumed.
func FuzzHistory(f *testing.F) {
	for _, text := range []string{historyRows, historyRows + `{"step":3,"lo`, historyRows + "rubbish\n" + row(9), row(3) + row(2), row(-1), `{"step":1e30}` + "\n",
		`{"step":1,"valid":{"loss":1e308}}` + "\n", "\x00\x00\n\x00", `{"step":9223372036854775807,"loss":1}` + "\n", `{"Step":2,"loss":1}` + "\n", ""} {
		f.Add([]byte(text), 2)
	}
	f.Fuzz(func(t *testing.T, data []byte, step int) {
		file := oneFile(metricsFile, data)
		if h, err := parseHistory(file.lines(metricsFile)); err == nil {
			last := 0
			for _, l := range h.Losses {
				if l.Step < last || math.IsNaN(l.Loss) || math.IsInf(l.Loss, 0) {
					t.Errorf("loss %v after step %d", l, last)
				}
				last = l.Step
			}
			if rows := len(h.Losses) + len(h.Evaluations); rows == 0 || rows > bytes.Count(data, []byte("\n")) {
				t.Errorf("%d rows in %q", rows, data)
			}
		}

		end, bad, err := rowsUpTo(file.lines(metricsFile), step)
		if err != nil {
			t.Fatal(err)
		}
		kept := data[:end]
		if end > 0 && kept[end-1] != '\n' || bad > bytes.Count(kept, []byte("\n")) {
			t.Errorf("of %q %q is kept, with %d bad lines", data, kept, bad)
		}
		for line := range bytes.Lines(kept) {
			if n, ok := stepOfRow(line); ok && n > int64(step) {
				t.Errorf("row %d is kept in step %d", n, step)
			}
		}
		if again, _, _ := rowsUpTo(oneFile(metricsFile, kept).lines(metricsFile), step); again != end {
			t.Errorf("of %q %d bytes are kept the second time", kept, again)
		}
	})
}

func FuzzVectors(f *testing.F) {
	f.Add(must(withVectors(step(1, 1)).Vectors.encode())(f))
	f.Add(file8(`{"__metadata__":{"words":"a\nb"},"scales":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"values":{"dtype":"I8","shape":[2,1],"data_offsets":[8,10]}}`, 10))
	f.Add(file8(`{"__metadata__":{"words":"a"},"scales":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"values":{"dtype":"I8","shape":[1,9223372036854775807],"data_offsets":[4,3]}}`, 4))
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := decodeVectors(raw)
		if err != nil {
			return
		}
		if len(v.Values)+float32Size*len(v.Scales)+len(v.Words) > len(raw)+1 {
			t.Errorf("%d bytes became %d values", len(raw), len(v.Values))
		}
		again, err := decodeVectors(must(v.encode())(t))
		if err != nil || !cmp.Equal(v.Words, again.Words) || !cmp.Equal(v.Scales, again.Scales, bits) || !cmp.Equal(v.Values, again.Values) {
			t.Errorf("not the same the second time: %v", err)
		}
	})
}

func FuzzTrained(f *testing.F) {
	for _, hashes := range [][]uint64{nil, {0}, {1, 1 << 63, 1<<64 - 1}} {
		f.Add(encodeTrained(hashes))
	}
	f.Add([]byte(trainedMagic))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if hashes, err := decodeTrained(data); err == nil && !bytes.Equal(encodeTrained(hashes), data) {
			t.Errorf("accepted %q as %v", data, hashes)
		}
	})
}

func FuzzSnapshot(f *testing.F) {
	tensors := snapshot(1, 0.5).Model
	f.Add(must(encodeSnapshot(tensors))(f))
	f.Add(must(encodeTensors(tensors))(f)) // of an earlier version
	f.Add(must(encodeTensors(awkward()))(f))
	f.Add(file8(`{"__metadata__":{"sha256":"00"}}`, 0))
	f.Fuzz(func(t *testing.T, raw []byte) {
		tensors, err := decodeSnapshot(raw)
		if err != nil {
			return
		}
		values := 0
		for _, tensor := range tensors {
			values += len(tensor.Data)
			for _, x := range tensor.Data {
				if x-x != 0 {
					t.Fatalf("%q holds %v", tensor.Name, x)
				}
			}
		}
		if float32Size*values > len(raw) {
			t.Errorf("%d bytes became %d values", len(raw), values)
		}
		again, err := decodeSnapshot(must(encodeSnapshot(tensors))(t))
		if err != nil || !cmp.Equal(tensors, again, bits) {
			t.Errorf("not the same the second time: %v", err)
		}
	})
}

func FuzzVocabulary(f *testing.F) {
	for _, text := range []string{"", "\n", "it\n", "a\n\nb\n", "a\r\n", "no end", "\xff\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		words, err := decodeVocabulary(data)
		if err != nil {
			return
		}
		if again, err := encodeVocabulary(words); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%q became %q, %v", data, again, err)
		}
	})
}

// Which step is the best is read from a state that may be any JSON, or none.
func FuzzBest(f *testing.F) {
	for _, text := range []string{`{"best":{"step":100}}`, `{"best":null}`, `{"best":{"step":-7}}`, `{"best":{"step":1e99}}`, `{"best":[]}`, `[`, ``} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		best := (&Step{State: data}).best()
		if best < -1 || best >= 0 && !json.Valid(data) {
			t.Errorf("the best of %q is %d", data, best)
		}
	})
}
