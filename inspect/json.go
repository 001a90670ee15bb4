package inspect

import (
	"encoding/json"
	"io"

	"antecedent/data"
	"antecedent/model/resolver"
)

// A TextObject is everything about one text, for other programs. Its numbers
// are float32 so that they are written as short as they can be read back.
type TextObject struct {
	Text        string          `json:"text"`
	Tokens      []data.Token    `json:"tokens"`
	Unknown     []string        `json:"unknown"`
	Resolutions []PronounObject `json:"resolutions"`
	Attention   [][][][]float32 `json:"attention"` // [L][H][T][T] row i: what token i looks at
}

// A PronounObject is what one pronoun of a text refers to.
type PronounObject struct {
	Pronoun    int            `json:"pronoun"`    // token index
	Antecedent *MentionObject `json:"antecedent"` // null where NONE wins
	None       float32        `json:"none"`
	Pointer    []float32      `json:"pointer"` // [T]
}

// A MentionObject is the tokens [Start, End) that a pronoun refers to.
type MentionObject struct {
	Start       int     `json:"start"`
	End         int     `json:"end"`
	Text        string  `json:"text"`
	Probability float32 `json:"probability"`
}

// Object collects a text's answers. All pronouns of a text see the same
// attention, so it is taken from the first. A text without pronouns has its
// tokens and nothing else. No list is ever null.
func Object(text string, answers []resolver.Answer, unknown []string) TextObject {
	o := TextObject{
		Text:        text,
		Unknown:     append([]string{}, unknown...),
		Resolutions: []PronounObject{},
		Attention:   [][][][]float32{},
	}
	if len(answers) == 0 {
		o.Tokens = append([]data.Token{}, data.Tokenize(text)...)
		return o
	}
	o.Tokens = append([]data.Token{}, answers[0].Example.Tokens...)
	o.Attention = append(o.Attention, answers[0].Resolution.Patterns...)
	for _, a := range answers {
		p := PronounObject{
			Pronoun: a.Example.Pronoun.Start,
			None:    float32(a.None),
			Pointer: append([]float32{}, a.Resolution.Pointer...),
		}
		if m := a.Antecedent; m != nil {
			p.Antecedent = &MentionObject{m.Start, m.End, m.Text, float32(m.Probability)}
		}
		o.Resolutions = append(o.Resolutions, p)
	}
	return o
}

// WriteJSON writes the object as one line.
func (o TextObject) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(o)
}
