package vectors_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"antecedent/data/vectors"
)

// BenchmarkRead reads a file of the size of GloVe 6B, 400,000 × 100, keeping all
// words.
func BenchmarkRead(b *testing.B) {
	const rows, width = 400_000, 100
	r := rand.New(rand.NewPCG(1, 2))
	var text bytes.Buffer
	line := make([]byte, 0, 2048)
	for i := range rows {
		line = fmt.Appendf(line[:0], "word%d", i)
		for range width {
			line = append(line, ' ')
			line = strconv.AppendFloat(line, r.NormFloat64()*.4, 'g', 5, 64)
		}
		text.Write(append(line, '\n'))
	}
	path := filepath.Join(b.TempDir(), "vectors.txt")
	if err := os.WriteFile(path, text.Bytes(), 0o666); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	text = bytes.Buffer{}
	for b.Loop() {
		if _, _, err := vectors.Read(path, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnmarshal(b *testing.B) {
	t, err := vectors.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	data, err := t.MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := vectors.Unmarshal(data); err != nil {
			b.Fatal(err)
		}
	}
}
