package format

import (
	"bufio"
	"encoding/json"
	"io"

	"antecedent/data"
)

// WriteJSONL writes examples in this project's own format, one object a line. Reading
// them again gives the same examples, except for their Source.
func WriteJSONL(w io.Writer, examples []data.Example) error {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for i := range examples {
		e := &examples[i]
		row := struct {
			ID          string    `json:"id,omitempty"`
			Text        string    `json:"text"`
			Pronoun     [2]int    `json:"pronoun"`
			Antecedents *[][2]int `json:"antecedents,omitempty"` // a pointer: empty is not absent
			Candidates  [][2]int  `json:"candidates,omitempty"`
			Pair        string    `json:"pair,omitempty"`
		}{ID: e.ID, Text: e.Text, Pronoun: offsets(e, e.Pronoun), Pair: e.Pair}
		if e.Labelled {
			row.Antecedents = &[][2]int{}
			for _, s := range e.Antecedents {
				*row.Antecedents = append(*row.Antecedents, offsets(e, s))
			}
		}
		for _, s := range e.Candidates {
			row.Candidates = append(row.Candidates, offsets(e, s))
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// offsets are the rune offsets of a span.
func offsets(e *data.Example, s data.Span) [2]int {
	return [2]int{e.Tokens[s.Start].Start, e.Tokens[s.End-1].End}
}
