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
	Tokens      []data.Token    `json:"tokens"`
	Unknown     []string        `json:"unknown"`
	Resolutions []pronounObject `json:"resolutions"`
	Attention   [][][][]float32 `json:"attention"` // [L][H](T,T) row i: what token i attends to
}

// A pronounObject is what one pronoun of a text refers to.
type pronounObject struct {
	Pronoun    int                   `json:"pronoun"`    // its token
	Antecedent *resolve.TokenMention `json:"antecedent"` // null where NONE wins
	None       float32               `json:"none"`
	Pointer    []float32             `json:"pointer"` // (T)
}

// WriteJSON writes a reading as one JSON object on a line: tokens, unknown words,
// the answer for each pronoun, and the pattern of every head.
func WriteJSON(w io.Writer, r *resolve.Reading) error {
	o := textObject{
		Text:        r.Text,
		Tokens:      append([]data.Token{}, r.Tokens...),
		Unknown:     append([]string{}, r.Unknown...),
		Resolutions: []pronounObject{},
		Attention:   append([][][][]float32{}, r.Patterns...),
	}
	for _, a := range r.Answers {
		o.Resolutions = append(o.Resolutions, pronounObject{a.Pronoun.Start, a.Antecedent.ByTokens(), float32(a.None), a.Pointer})
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
