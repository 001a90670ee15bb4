package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A result of any size comes whole to its place, or not at all, and one that is large is
// not held in memory.
func TestOutputIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	piece := bytes.Repeat([]byte("x"), 1<<20)
	writes := func(n int, failure error) func(io.Writer) error {
		return func(w io.Writer) error {
			for range n {
				if _, err := w.Write(piece); err != nil {
					return err
				}
			}
			return failure
		}
	}
	wrong := errors.New("wrong")
	for _, n := range []int{0, 1, 4, 5, 9} {
		var out bytes.Buffer
		if err := Output(t.Context(), "", &out, writes(n, nil)); err != nil || out.Len() != n<<20 {
			t.Errorf("%d MB to stdout: %d bytes, %v", n, out.Len(), err)
		}
		if err := Output(t.Context(), path, nil, writes(n, nil)); err != nil {
			t.Errorf("%d MB: %v", n, err)
		}
		check := func() {
			t.Helper()
			if info, err := os.Stat(path); err != nil || info.Size() != int64(n)<<20 {
				t.Errorf("%d MB: %v %v", n, info, err)
			}
			if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
				t.Errorf("%d MB: left behind %v %v", n, list, err)
			}
		}
		check()
		if err := Output(t.Context(), path, nil, writes(7, wrong)); err != wrong {
			t.Errorf("%v", err)
		}
		check()
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := Output(cancelled, path, nil, writes(7, nil)); err != context.Canceled {
			t.Errorf("%v", err)
		}
		check()
	}
	for _, n := range []int{1, 9} {
		if err := Output(t.Context(), filepath.Join(dir, "missing", "out"), nil, writes(n, nil)); err == nil || !strings.HasPrefix(err.Error(), "-o: ") || strings.Contains(err.Error(), ".out.") {
			t.Errorf("%v", err)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := Output(t.Context(), path, nil, writes(100, nil)); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 20<<20 {
		t.Errorf("100 MB took %d bytes of memory", n)
	}
}

// A result may have any name that a file may have.
func TestOutputOfLongName(t *testing.T) {
	for _, name := range []string{strings.Repeat("x", 255), strings.Repeat("é", 127) + "x"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Skip("no file has such a name here:", err)
		}
		write := func(w io.Writer) error { _, err := io.WriteString(w, "result"); return err }
		if err := Output(t.Context(), path, nil, write); err != nil {
			t.Error(err)
		}
		if got, err := os.ReadFile(path); string(got) != "result" {
			t.Errorf("%q, %v", got, err)
		}
	}
}
