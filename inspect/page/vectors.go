package page

import (
	"encoding/base64"
	"encoding/binary"

	"antecedent/data"
	"antecedent/data/vectors"
)

// DefaultWords is a usual number of words with vectors in a page. With the built-in
// table of width 100 they take 1.5 MB, and are 83 % of the words of Wikipedia's
// biographies and 85 % of those of novels; all 46,000 are 90 % and 94 %, and take 7 MB.
const DefaultWords = 10_000

// table is a [vectors.Table] as the page's script reads it.
type table struct {
	Words  []string `json:"words"` // the first one ""
	Of     int      `json:"of"`    // how many words the model's own table has
	Width  int      `json:"width"`
	Values string   `json:"values"` // base64 of int8 (W,E)
	Scales string   `json:"scales"` // base64 of float32 (W), little-endian
}

// readWords are read in the place of others: names of persons, see
// [data.Encoder.VectorIDs], and other pronouns, see [data.Encoder.Words].
var readWords = []string{"john", "mary", "smith", "he", "him", "himself"}

// restrict returns the first n words of a table, and further down those of the
// sentences and readWords. It returns the table itself for n = 0.
func restrict(t *vectors.Table, n int, sentences []Sentence) *vectors.Table {
	if n == 0 {
		return t
	}
	keep := map[string]bool{}
	add := func(word string) {
		if i, ok := t.ID(word); ok {
			keep[t.Words()[i]] = true
		}
	}
	for _, word := range t.Words()[1 : 1+min(n, t.Len()-1)] {
		keep[word] = true
	}
	for _, word := range readWords {
		add(word)
	}
	for _, s := range sentences {
		for _, text := range []string{s.Text, s.Twin} {
			for _, token := range data.Tokenize(text) {
				add(token.Text)
			}
		}
	}
	return t.Select(func(word string) bool { return keep[word] })
}

// encodeTable encodes a table for the page, of one with that many words.
func encodeTable(t *vectors.Table, of int) *table {
	values := make([]byte, len(t.Values()))
	for i, v := range t.Values() {
		values[i] = byte(v)
	}
	scales, _ := binary.Append(nil, binary.LittleEndian, t.Scales()) // a slice of float32 has no error
	return &table{
		Words: t.Words(), Of: of, Width: t.Width(),
		Values: base64.StdEncoding.EncodeToString(values), Scales: base64.StdEncoding.EncodeToString(scales),
	}
}
