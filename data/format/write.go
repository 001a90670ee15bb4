package format

import (
	"bufio"
	"encoding/json"
	"io"

	"antecedent/data"
)

// WriteJSONL writes examples in this project's own format, one object a line. Reading
// them again gives the same examples, except for their Source. The texts of the spans
// are written where they are needed for that, as of a pronoun of another language.
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

			PronounText     string   `json:"pronoun_text,omitempty"`
			AntecedentTexts []string `json:"antecedent_texts,omitempty"`
			CandidateTexts  []string `json:"candidate_texts,omitempty"`
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
		if !plain(e) {
			row.PronounText = textsOf(e, e.Pronoun)[0]
			row.AntecedentTexts, row.CandidateTexts = textsOf(e, e.Antecedents...), textsOf(e, e.Candidates...)
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// plain reports whether an example can be read again without the texts of its spans:
// whether its pronoun is one of English and its mentions have words.
func plain(e *data.Example) bool {
	c := claims{pronoun: claimOf("pronoun", e, e.Pronoun)}
	for _, s := range e.Candidates {
		c.candidates = append(c.candidates, claimOf("candidate", e, s))
	}
	for _, s := range e.Antecedents {
		c.antecedents = append(c.antecedents, claimOf("antecedent", e, s))
	}
	return c.place(&data.Example{Text: e.Text, Tokens: e.Tokens}) == nil
}

func claimOf(what string, e *data.Example, s data.Span) claim {
	o := offsets(e, s)
	return claim{what: what, offsets: o[:]}
}

// textsOf are the texts of some spans.
func textsOf(e *data.Example, spans ...data.Span) []string {
	runes := []rune(e.Text)
	var list []string
	for _, s := range spans {
		o := offsets(e, s)
		list = append(list, string(runes[o[0]:o[1]]))
	}
	return list
}

// offsets are the rune offsets of a span.
func offsets(e *data.Example, s data.Span) [2]int {
	return [2]int{e.Tokens[s.Start].Start, e.Tokens[s.End-1].End}
}
