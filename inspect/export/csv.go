package export

import (
	"encoding/csv"
	"io"
	"strconv"
)

// writeCSV writes one table for all texts: for each pronoun its pointer, then
// each weight of each head. The pointer has neither layer nor head nor score;
// its last row, for NONE, has no key. Texts and tokens are counted from 0.
func writeCSV(w io.Writer, texts []Text) error {
	table := csv.NewWriter(w)
	_ = table.Write([]string{"text", "row", "layer", "head", "query", "query_token", "key", "key_token", "score", "weight"})
	for i := range texts {
		t := &texts[i]
		words, text := t.words(), strconv.Itoa(i)
		for _, a := range t.Answers {
			p := a.Example.Pronoun.Start
			for j, weight := range a.Resolution.Pointer {
				_ = table.Write([]string{text, "pointer", "", "", strconv.Itoa(p), words[p], strconv.Itoa(j), words[j], "", float(weight)})
			}
			_ = table.Write([]string{text, "pointer", "", "", strconv.Itoa(p), words[p], "", "NONE", "", float(a.Resolution.None)})
		}
		for l, heads := range t.weights().Patterns {
			for h, pattern := range heads {
				for q, row := range pattern {
					for k, weight := range row {
						_ = table.Write([]string{text, "pattern", strconv.Itoa(l), strconv.Itoa(h), strconv.Itoa(q), words[q],
							strconv.Itoa(k), words[k], float(t.weights().Scores[l][h][q][k]), float(weight)})
					}
				}
			}
		}
	}
	table.Flush()
	return table.Error() // of any Write
}

// float is a float32 as short as it can be read back.
func float(x float32) string { return strconv.FormatFloat(float64(x), 'g', -1, 32) }
