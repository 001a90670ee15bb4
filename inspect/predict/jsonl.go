package predict

import (
	"bufio"
	"encoding/json"
	"io"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/resolve"
)

// A span is a part of a text: the runes [Start, End).
type span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// An option is what a pronoun may refer to.
type option struct {
	span
	Probability float32 `json:"probability"`
}

// An object is the answer to one example.
type object struct {
	ID         string   `json:"id"`
	Source     string   `json:"source"` // file name and line
	Text       string   `json:"text"`
	Pronoun    span     `json:"pronoun"`
	Antecedent *option  `json:"antecedent"` // null: the pronoun refers to nothing in the text
	None       float32  `json:"none"`       // the probability of that
	Unsure     bool     `json:"unsure"`     // the answer's probability is less than resolve.Sure
	RunnerUp   *option  `json:"runner_up"`  // the most probable alternative; null: that is NONE
	Candidates []option `json:"candidates,omitempty"`
	Correct    *bool    `json:"correct,omitempty"` // of a labelled example
}

// A failure is in the place of the answer to a row that has none.
type failure struct {
	ID     string `json:"id,omitempty"`
	Source string `json:"source"`
	Error  string `json:"error"`
}

// WriteJSONL writes one JSON object a row.
func (a *Answers) WriteJSONL(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for i, row := range a.rows {
		var line any
		if x := &a.answers[i]; x.problem != nil {
			line = failure{row.ID, row.Source, x.problem.Error()}
		} else {
			line = x.object()
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

func (x *answer) object() object {
	e := x.example
	runes := []rune(e.Text)
	of := func(s data.Span) span {
		start, end := e.Tokens[s.Start].Start, e.Tokens[s.End-1].End
		return span{start, end, string(runes[start:end])}
	}
	mention := func(o score.Option) *option {
		if o.None {
			return nil
		}
		return &option{of(o.Span), float32(o.Probability)}
	}
	best := x.options[0]
	o := object{ID: e.ID, Source: e.Source, Text: e.Text, Pronoun: of(e.Pronoun), Antecedent: mention(best), Unsure: best.Probability < resolve.Sure}
	for _, other := range x.options {
		if other.None {
			o.None = float32(other.Probability)
		}
	}
	if len(x.options) > 1 {
		o.RunnerUp = mention(x.options[1])
	}
	for _, c := range e.Candidates {
		for _, other := range x.options {
			if !other.None && other.Mention < 0 && other.Span == c {
				o.Candidates = append(o.Candidates, *mention(other))
				break
			}
		}
	}
	if e.Labelled {
		o.Correct = &x.right
	}
	return o
}
