package export

import (
	"encoding/json"
	"io"

	"antecedent/data"
	"antecedent/resolve"
)

// A textObject is the JSON object of one text. Its numbers are float32, which are
// written as short as they can be read back. No list is null.
type textObject struct {
	Text        string          `json:"text"`
	Tokens      []data.Token    `json:"tokens"` // start and end are runes
	Unknown     []string        `json:"unknown"`
	Mentions    []mentionObject `json:"mentions,omitempty"`    // what the text mentions, where the model reads that
	Temperature float64         `json:"temperature,omitempty"` // of the model; left out where it is 1
	Resolutions []pronounObject `json:"resolutions"`
	Attention   [][][][]float32 `json:"attention"` // [L][H](T,T) row i: what token i attends to
}

// A pronounObject is what one pronoun of a text refers to.
type pronounObject struct {
	Pronoun    int                   `json:"pronoun"`    // its token
	Antecedent *resolve.TokenMention `json:"antecedent"` // null where NONE wins
	None       float32               `json:"none"`
	Pointer    []float32             `json:"pointer"` // (T)

	// Of an unsure answer, see [resolve.Answer.Unsure]: the most probable alternative
	// to it, left out where that is NONE.
	Unsure   bool                  `json:"unsure,omitempty"`
	RunnerUp *resolve.TokenMention `json:"runner_up,omitempty"`

	// The pointer is the softmax of content + structure, divided by the temperature,
	// which are there for a model with structure.
	Content   []float32           `json:"content,omitempty"`   // (T+1) NONE last
	Structure []float32           `json:"structure,omitempty"` // (T)
	Features  []resolve.Term      `json:"features,omitempty"`  // of the antecedent, with their weights
	Why       *resolve.Comparison `json:"why,omitempty"`       // the answer beside the most probable alternative
}

// A mentionObject is what can be referred to.
type mentionObject struct {
	Start  int `json:"start"` // tokens, as those of an antecedent
	End    int `json:"end"`
	Head   int `json:"head"`
	Entity int `json:"entity"` // equal for mentions of one entity
}

// WriteJSON writes a reading as one JSON object on a line: tokens, unknown words,
// the answer for each pronoun, and the pattern of every head. The package's comment
// says what its numbers count.
func WriteJSON(w io.Writer, r *resolve.Reading) error {
	o := textObject{
		Text:        r.Text,
		Tokens:      append([]data.Token{}, r.Tokens...),
		Unknown:     append([]string{}, r.Unknown...),
		Resolutions: []pronounObject{},
		Attention:   append([][][][]float32{}, r.Patterns...),
	}
	if r.Temperature != 1 {
		o.Temperature = r.Temperature
	}
	for i, a := range r.Answers {
		if i == 0 && r.ReadsMentions {
			for _, m := range a.Mentions {
				o.Mentions = append(o.Mentions, mentionObject{m.Start, m.End, m.Head, m.Entity})
			}
		}
		p := pronounObject{
			Pronoun: a.Pronoun.Start, Antecedent: a.Antecedent.ByTokens(), None: float32(a.None), Pointer: a.Pointer,
		}
		if p.Unsure = a.Unsure(); p.Unsure {
			other, _ := r.RunnerUp(&a)
			p.RunnerUp = other.ByTokens()
		}
		if r.Weights.Structure != nil {
			p.Content, p.Structure, p.Features = a.Content, a.Structure, r.Features(&a)
		}
		if why, ok := r.Why(&a); ok && r.Weights.Structure != nil {
			p.Why = &why
		}
		o.Resolutions = append(o.Resolutions, p)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(o)
}

// WriteUnreadJSON writes the object of a text that could not be read, such as one
// that is too long: it has the tokens and nothing else.
func WriteUnreadJSON(w io.Writer, text string) error {
	return WriteJSON(w, &resolve.Reading{Text: text, Tokens: data.Tokenize(text)})
}
