package export

import (
	"encoding/csv"
	"io"
	"strconv"

	"antecedent/resolve"
)

// writeCSV writes one table for all texts: for each pronoun the row of the pointer,
// then each weight of each head. The pointer has no layer, head and score; its last
// weight, that of NONE, has no key. Texts and tokens are counted from 0.
func writeCSV(w io.Writer, readings []*resolve.Reading) error {
	table := csv.NewWriter(w)
	_ = table.Write([]string{"text", "row", "layer", "head", "query", "query_token", "key", "key_token", "score", "weight"})
	for i, r := range readings {
		words, text := words(r), strconv.Itoa(i)
		for _, a := range r.Answers {
			p := a.Pronoun.Start
			for j, weight := range a.Pointer {
				_ = table.Write([]string{text, "pointer", "", "", strconv.Itoa(p), words[p], strconv.Itoa(j), words[j], "", float(weight)})
			}
			_ = table.Write([]string{text, "pointer", "", "", strconv.Itoa(p), words[p], "", "NONE", "", float(float32(a.None))})
		}
		for l, heads := range r.Patterns {
			for h, pattern := range heads {
				for q, row := range pattern {
					for k, weight := range row {
						_ = table.Write([]string{text, "pattern", strconv.Itoa(l), strconv.Itoa(h), strconv.Itoa(q), words[q],
							strconv.Itoa(k), words[k], float(r.Scores[l][h][q][k]), float(weight)})
					}
				}
			}
		}
	}
	table.Flush()
	return table.Error() // of any Write
}

// float writes a float32 as short as it can be read back.
func float(x float32) string { return strconv.FormatFloat(float64(x), 'g', -1, 32) }
