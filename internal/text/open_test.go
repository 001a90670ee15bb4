package text

import (
	"bufio"
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

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("content"), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	f, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n, err := f.Read(make([]byte, 3)); n != 3 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	cancel()
	if _, err := f.Read(make([]byte, 3)); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled read: %v", err)
	}
	if _, err := Open(t.Context(), path+".none"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// A read that waits ends when the context is cancelled.
func TestInterruptible(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	waiting, writer := io.Pipe()
	defer writer.Close()
	in, stop := Interruptible(ctx, waiting)
	defer stop()
	go func() {
		writer.Write([]byte("a"))
		cancel()
	}()
	if got, err := io.ReadAll(in); !errors.Is(err, context.Canceled) || len(got) > 1 {
		t.Errorf("%q, %v", got, err)
	}
}

// endless is a text without line breaks, of so many bytes.
type endless struct{ left int }

var xs = bytes.Repeat([]byte("x"), 1<<16)

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p, xs[:min(len(xs), e.left)])
	e.left -= n
	return n, nil
}

// A line or a text without an end is refused before it takes memory.
func TestMemoryOfALongLine(t *testing.T) {
	const size, longest = 256 << 20, 1 << 20
	for name, read := range map[string]func(r io.Reader) error{
		"lines": func(r io.Reader) (bad error) {
			for _, err := range NewLines(bufio.NewReader(NewReader(r)), longest).All() {
				bad = err
			}
			return bad
		},
		"whole": func(r io.Reader) error { _, err := ReadAll(NewReader(r), 8*longest, longest); return err },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := read(&endless{size})
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "is longer than 1 MB") {
			t.Errorf("%s: %v", name, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 16*longest {
			t.Errorf("%s: %d MB allocated", name, n>>20)
		}
	}
}
