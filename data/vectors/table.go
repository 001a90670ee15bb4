package vectors

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"antecedent/data/lookup"
)

// MaxWidth is the largest number of columns that a table may have.
const MaxWidth = 1024

// maxScale bounds the numbers of a table, so that sums of squares stay finite.
const maxScale = 1e15

// Table maps words to vectors. Row 0 belongs to every word that the table does
// not know: its word is "" and its vector zero. A table does not change once
// made; it may be used by several goroutines at once.
type Table struct {
	words  []string
	width  int
	values []int8    // (W, E)
	scales []float32 // (W)

	index index
	equal map[string]int32 // rows of words that are not their own key, by their key
	hash  func() string
}

// New makes a table of its parts, which it keeps. The vector of word w is
// scales[w] times values[w*width:(w+1)*width]. The words must be distinct and
// in lower case, the first one "" with a zero vector.
func New(words []string, width int, values []int8, scales []float32) (*Table, error) {
	switch {
	case width < 1 || width > MaxWidth:
		return nil, fmt.Errorf("vectors: a width of %d; it must be 1 to %d", width, MaxWidth)
	case len(words) == 0 || words[0] != "":
		return nil, fmt.Errorf("vectors: the first word must be \"\", the word without a vector")
	case len(words) > math.MaxInt32:
		return nil, fmt.Errorf("vectors: %d words are too many", len(words))
	case len(values) != len(words)*width:
		return nil, fmt.Errorf("vectors: %d values for %d words of width %d; there must be %d", len(values), len(words), width, len(words)*width)
	case len(scales) != len(words):
		return nil, fmt.Errorf("vectors: %d scales for %d words; there must be one a word", len(scales), len(words))
	}
	for _, v := range values[:width] {
		if v != 0 {
			return nil, fmt.Errorf("vectors: row 0 is not zero")
		}
	}
	index, equal := newIndex(words), map[string]int32{}
	for i, word := range words {
		if s := scales[i]; !(s >= 0 && s <= maxScale) { // NaN included
			return nil, fmt.Errorf("vectors: word %d (%.60q) has the scale %g; it must be 0 to %g", i, word, s, maxScale)
		}
		if i == 0 {
			continue
		}
		key := lookup.Key(word)
		if word == "" || key != word && word != strings.ToLower(word) || strings.Contains(word, "\n") {
			return nil, fmt.Errorf("vectors: word %d is %.60q; words must be in lower case, not empty, on one line", i, word)
		}
		slot := index.slot(word)
		if *slot != 0 {
			return nil, fmt.Errorf("vectors: words %d and %d are both %.60q", *slot, i, word)
		}
		*slot = int32(i)
		if _, dup := equal[key]; key != word && !dup {
			equal[key] = int32(i)
		}
	}
	t := &Table{words: words, width: width, values: values, scales: scales, index: index, equal: equal}
	t.hash = sync.OnceValue(t.sum)
	return t, nil
}

// Len returns the number of rows, row 0 included.
func (t *Table) Len() int { return len(t.words) }

// Width returns the number of columns.
func (t *Table) Width() int { return t.width }

// Words returns the words in the order of the rows, the first one "". The
// caller must not change them.
func (t *Table) Words() []string { return t.words }

// Values returns all rows, one after the other. The caller must not change them.
func (t *Table) Values() []int8 { return t.values }

// Scales returns the scale of each row. The caller must not change them.
func (t *Table) Scales() []float32 { return t.scales }

// ID returns the row of a word: of its [lookup.Key] or else, where it has
// hyphens, of its last part ("guinea-pig" as "pig"), where it ends in a period,
// of what stands before ("Dr." as "dr"). It returns 0, false for a word that the
// table does not know.
func (t *Table) ID(word string) (id int, known bool) {
	word = lookup.Key(word)
	id = t.row(word)
	if id == 0 {
		if cut := strings.LastIndexByte(word, '-'); cut > 0 {
			id = t.row(word[cut+1:])
		} else if stem, period := strings.CutSuffix(word, "."); period {
			id = t.row(stem)
		}
	}
	return id, id != 0
}

// row returns the row of a key, or 0. Of words that look equal it is the one that is
// spelled like the key, or else the first.
func (t *Table) row(key string) int {
	if i := *t.index.slot(key); i != 0 {
		return int(i)
	}
	return int(t.equal[key])
}

// Vector returns a copy of row i.
func (t *Table) Vector(i int) []float32 {
	v := make([]float32, t.width)
	t.Fill(v, i)
	return v
}

// Fill stores row i in v (E).
func (t *Table) Fill(v []float32, i int) {
	scale := t.scales[i]
	for e, x := range t.values[i*t.width : (i+1)*t.width] {
		v[e] = scale * float32(x)
	}
}

// Hash identifies the contents of the table: the first 16 hexadecimal digits of
// the SHA-256 of its words, values and scales.
func (t *Table) Hash() string { return t.hash() }

func (t *Table) sum() string {
	h := sha256.New()
	b := binary.LittleEndian.AppendUint32(nil, uint32(t.width))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.words)))
	for _, word := range t.words {
		b = append(append(b, word...), '\n')
	}
	h.Write(b)
	b = slices.Grow(b[:0], len(t.values))
	for _, v := range t.values {
		b = append(b, byte(v))
	}
	h.Write(b)
	b = b[:0]
	for _, s := range t.scales {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(s))
	}
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Select returns a table of the words that keep accepts, in the same order.
func (t *Table) Select(keep func(word string) bool) *Table {
	words := []string{""}
	values := make([]int8, t.width)
	scales := []float32{0}
	for i, word := range t.words {
		if i > 0 && keep(word) {
			words = append(words, word)
			values = append(values, t.values[i*t.width:(i+1)*t.width]...)
			scales = append(scales, t.scales[i])
		}
	}
	kept, err := New(words, t.width, values, scales)
	if err != nil {
		panic(err) // parts of a table that was checked
	}
	return kept
}
