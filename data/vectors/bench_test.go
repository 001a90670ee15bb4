package vectors_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"antecedent/data/vectors"
)

// BenchmarkRead reads a file of the size of GloVe 6B, 400,000 × 100, keeping all
// words, as text and through gzip.
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
	plain := filepath.Join(b.TempDir(), "vectors.txt")
	packed := plain + ".gz"
	if err := os.WriteFile(plain, text.Bytes(), 0o666); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(packed)
	if err != nil {
		b.Fatal(err)
	}
	z := gzip.NewWriter(f)
	z.Write(text.Bytes())
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		b.Fatal(err)
	}
	size := int64(text.Len())
	text = bytes.Buffer{}
	for _, path := range []string{plain, packed} {
		b.Run(filepath.Ext(path)[1:], func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := vectors.Read(b.Context(), path, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
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
