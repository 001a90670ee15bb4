package export

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// writeCSV writes one table for all texts: for each pronoun the row of the pointer,
// then each weight of each head. The pointer has no layer, head and score; its last
// weight, that of NONE, has no key. Texts and tokens are counted from 0. Of a text
// with a query the table has the rows of that token alone.
//
// There are hundreds of thousands of rows, so the fields that many have in common are
// made once.
func writeCSV(w io.Writer, texts iter.Seq2[Text, error], _ bool) error {
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString("text,row,layer,head,query,query_token,key,key_token,score,weight\n") // Flush returns the error
	var line []byte
	row := func(query, key string, score, weight float32, scored bool) {
		line = append(append(line[:0], query...), key...)
		if scored {
			line = strconv.AppendFloat(line, float64(score), 'g', -1, 32)
		}
		line = strconv.AppendFloat(append(line, ','), float64(weight), 'g', -1, 32) // as short as it can be read back
		_, _ = out.Write(append(line, '\n'))
	}
	i := 0
	for t, err := range texts {
		if err != nil {
			return err
		}
		r, query := t.Reading, t.Query
		words := make([]string, len(r.Tokens)) // "1,cat,"
		for k, token := range r.Tokens {
			words[k] = strconv.Itoa(k) + "," + field(token.Text) + ","
		}
		for k := range r.Answers {
			a := &r.Answers[k]
			p := a.Pronoun.Start
			if query >= 0 && p != query {
				continue
			}
			begin := fmt.Sprintf("%d,pointer,,,%s", i, words[p])
			for j, weight := range a.Pointer {
				row(begin, words[j], 0, weight, false)
			}
			row(begin, ",NONE,", 0, float32(a.None), false)
		}
		for _, h := range r.Heads() {
			for q, weights := range r.Patterns[h.Layer][h.Head] {
				if query >= 0 && q != query {
					continue
				}
				begin := fmt.Sprintf("%d,pattern,%d,%d,%s", i, h.Layer, h.Head, words[q])
				for k, weight := range weights {
					row(begin, words[k], r.Scores[h.Layer][h.Head][q][k], weight, true)
				}
			}
		}
		i++
	}
	return out.Flush()
}

// field is a text as a field of a table, in quotes where it needs them.
func field(text string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{text, ""}) // a builder takes everything
	w.Flush()
	return strings.TrimSuffix(b.String(), ",\n")
}
