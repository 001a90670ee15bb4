package vectors_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"antecedent/data/vectors"
)

// headerSize is where the words of a table begin, behind their checksum.
const headerSize = 24

// A table that can be read is written as the same bytes, or such that hold the same.
func FuzzUnmarshal(f *testing.F) {
	table, err := vectors.New([]string{"", "cat", "n't"}, 2, []int8{0, 0, 1, -2, 127, -128}, []float32{0, .5, 1e-3})
	if err != nil {
		f.Fatal(err)
	}
	whole, err := table.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add(whole[:20])
	f.Fuzz(func(t *testing.T, b []byte) {
		b = bytes.Clone(b)
		if len(b) > headerSize { // what is behind a wrong checksum is not read
			binary.LittleEndian.PutUint32(b[headerSize-4:], crc32.ChecksumIEEE(b[headerSize:]))
		}
		table, err := vectors.Unmarshal(b)
		if err != nil {
			return
		}
		again, err := table.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		same, err := vectors.Unmarshal(again)
		if err != nil || same.Hash() != table.Hash() {
			t.Fatalf("a table of %d words changes: %v", table.Len(), err)
		}
		for i, word := range table.Words() {
			if id, known := table.ID(word); i > 0 && (!known || table.Words()[id] != word && id >= i) {
				t.Errorf("word %d, %q, is found as %d", i, word, id)
			}
		}
	})
}
