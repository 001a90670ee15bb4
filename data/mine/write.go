package mine

import (
	"bufio"
	"encoding/json"
	"io"

	"antecedent/data"
)

// WriteJSONL writes the examples in the project's own format, one a line.
func WriteJSONL(w io.Writer, examples []Example) error {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for _, e := range examples {
		row := struct {
			ID          string   `json:"id"`
			Text        string   `json:"text"`
			Pronoun     [2]int   `json:"pronoun"`
			Antecedents [][2]int `json:"antecedents"`
			Candidates  [][2]int `json:"candidates"`
		}{e.ID, e.Text, [2]int{e.Pronoun.Start, e.Pronoun.End}, pairs(e.Antecedents), pairs(e.Candidates)}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

func pairs(spans []data.Span) [][2]int {
	list := make([][2]int, len(spans))
	for i, s := range spans {
		list[i] = [2]int{s.Start, s.End}
	}
	return list
}
