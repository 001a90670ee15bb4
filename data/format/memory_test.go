package format

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"
)

// A generated file is a beginning and then the same piece again and again. It notes how
// much memory was in use while it was read.
type generated struct {
	head, piece []byte
	left        int // bytes
	read, peak  int
}

func (g *generated) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, io.EOF
	}
	if len(g.head) == 0 {
		g.head = g.piece
	}
	n := copy(p, g.head)
	g.head = g.head[n:]
	g.left -= n
	if g.read += n; g.read > 8<<20 {
		g.read = 0
		g.peak = max(g.peak, inUse())
	}
	return n, nil
}

// inUse is how many bytes of memory are in use.
func inUse() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A line that does not end, and what else would be held as a whole, takes no more memory
// than the limits say, however long the file is.
func TestMemoryIsBounded(t *testing.T) {
	for _, c := range []struct{ format, head, piece string }{
		{"jsonl", `{"text":"`, "x"},
		{"jsonl", "", "{}\n"},
		{"jsonlines", `{"sentences":[["`, "x"},
		{"gap", "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tB\tB-offset\n1\t", "x"},
		{"csv", "text,pronoun\n\"", "x"},
		{"csv", "text,pronoun\n\"", strings.Repeat("x", 3<<20) + "\n"},
		{"conll", "#begin document (a); part 000\na\t0\t0\t", "x"},
		{"conllu", "# newdoc id = a\n1\t", "x"},
		{"dpr", "", "x"},
		{"winobias", "1 [The developer] argued with ", "x"},
		{"winogender", "sentid\tsentence\na.b.0.male.txt\t", "x"},
		{"wsc", "<collection><schema><text><txt1>", "x"},
		{"wsc", "", "<collection>"},
		{"wsc", `{"target":{"span1_text":"`, "x"},
	} {
		piece := bytes.Repeat([]byte(c.piece), 1+(1<<16)/len(c.piece))
		file := &generated{head: []byte(c.head), piece: piece, left: 48 << 20}
		before := inUse()
		f, err := read(t.Context(), file, "generated", c.format)
		if err == nil || f != nil && len(f.Examples) > 0 {
			t.Errorf("%s %q: no error", c.format, c.head)
		}
		if n := file.peak - before; n > 30<<20 {
			t.Errorf("%s %q: %d MB are in use", c.format, c.head, n>>20)
		}
	}
}
