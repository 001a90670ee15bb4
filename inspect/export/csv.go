package export

import (
	"encoding/csv"
	"fmt"
	"io"
)

// writeCSV writes one table for all texts: for each pronoun the row of the pointer,
// then each weight of each head. The pointer has no layer, head and score; its last
// weight, that of NONE, has no key. Texts and tokens are counted from 0. Of a text
// with a query the table has the rows of that token alone.
func writeCSV(w io.Writer, texts []Text) error {
	table := csv.NewWriter(w)
	row := func(values ...any) {
		record := make([]string, len(values))
		for i, v := range values {
			record[i] = fmt.Sprint(v) // a float32 as short as it can be read back
		}
		_ = table.Write(record) // table.Error returns the error
	}
	row("text", "row", "layer", "head", "query", "query_token", "key", "key_token", "score", "weight")
	for i, t := range texts {
		r, query := t.Reading, t.Query
		words := words(r)
		for _, a := range r.Answers {
			p := a.Pronoun.Start
			if query >= 0 && p != query {
				continue
			}
			for j, weight := range a.Pointer {
				row(i, "pointer", "", "", p, words[p], j, words[j], "", weight)
			}
			row(i, "pointer", "", "", p, words[p], "", "NONE", "", float32(a.None))
		}
		for l, heads := range r.Patterns {
			for h, pattern := range heads {
				for q, weights := range pattern {
					if query >= 0 && q != query {
						continue
					}
					for k, weight := range weights {
						row(i, "pattern", l, h, q, words[q], k, words[k], r.Scores[l][h][q][k], weight)
					}
				}
			}
		}
	}
	table.Flush()
	return table.Error()
}
