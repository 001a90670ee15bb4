package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"antecedent/data"
	"antecedent/resolve"
)

// A textObject is the JSON object of one text. Its numbers are float32, which are
// written as short as they can be read back. No list is null, but that of the attention
// of a text that was read in windows.
type textObject struct {
	Text        string          `json:"text"`
	Tokens      []data.Token    `json:"tokens"` // start and end are runes
	Unknown     []string        `json:"unknown"`
	Mentions    []mentionObject `json:"mentions,omitempty"`    // what the text mentions, where the model reads that and the text is not long
	Temperature float64         `json:"temperature,omitempty"` // of the model; left out where it is 1

	// Behind these are "resolutions", a pronounObject for each pronoun, and "attention"
	// [L][H](T,T), row i: what token i attends to.
}

// A pronounObject is what one pronoun of a text refers to.
type pronounObject struct {
	Pronoun    int                   `json:"pronoun"`    // its token
	Antecedent *resolve.TokenMention `json:"antecedent"` // null where NONE wins
	None       float32               `json:"none"`
	Pointer    []float32             `json:"pointer"` // (T)

	// The tokens that were read with the pronoun, of a text that was read in windows.
	// The pointer is 0 outside, and there are no contents and structure of it.
	Window *windowObject `json:"window,omitempty"`

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

// A windowObject is a range of tokens.
type windowObject struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A mentionObject is what can be referred to.
type mentionObject struct {
	Start  int `json:"start"` // tokens, as those of an antecedent
	End    int `json:"end"`
	Head   int `json:"head"`
	Entity int `json:"entity"` // equal for mentions of one entity
}

// WriteJSON writes a reading as one JSON object on a line: tokens, unknown words,
// the answer for each pronoun, and the pattern of every head. It writes an answer at a
// time, since those of a long text are large together. The package's
// comment says what its numbers count. Of a long text window, which is
// [resolve.Resolver.Answers], returns the answers of a window; for others it may be nil.
func WriteJSON(w io.Writer, r *resolve.Reading, window func(data.Span) ([]resolve.Answer, error)) error {
	o := textObject{
		Text:    r.Text,
		Tokens:  append([]data.Token{}, r.Tokens...),
		Unknown: append([]string{}, r.Unknown...),
	}
	if r.Temperature != 1 {
		o.Temperature = r.Temperature
	}
	if len(r.Answers) > 0 && r.ReadsMentions && !r.Long() {
		for _, m := range r.Answers[0].Mentions {
			o.Mentions = append(o.Mentions, mentionObject{m.Start, m.End, m.Head, m.Entity})
		}
	}
	for i := range r.Answers {
		if a := &r.Answers[i]; math.IsNaN(a.None) {
			return fmt.Errorf("%.40q: the model's probabilities are no numbers: it is broken", r.Text)
		}
	}
	p := newParts(w)
	p.object(o)
	p.name("resolutions")
	if r.Long() {
		p.long(r, window)
	} else {
		p.list(len(r.Answers), func(i int) { p.value(newPronounObject(r, &r.Answers[i])) })
	}
	p.name("attention")
	if r.Long() {
		p.text("null")
	} else {
		p.list(len(r.Patterns), func(l int) {
			p.list(len(r.Patterns[l]), func(h int) { p.matrix(r.Patterns[l][h]) })
		})
	}
	p.text("}\n")
	return p.end()
}

func newPronounObject(r *resolve.Reading, a *resolve.Answer) pronounObject {
	p := pronounObject{
		Pronoun: a.Pronoun.Start, Antecedent: a.Antecedent.ByTokens(), None: float32(a.None), Pointer: a.Pointer,
	}
	if p.Unsure = a.Unsure(); p.Unsure {
		other, _ := r.RunnerUp(a)
		p.RunnerUp = other.ByTokens()
	}
	if r.Weights.Structure != nil {
		p.Content, p.Structure, p.Features = a.Content, a.Structure, r.Features(a)
		if why, ok := r.Why(a); ok {
			p.Why = &why
		}
	}
	if r.Long() {
		p.Window = &windowObject{a.Window.Start, a.Window.End}
		p.Content, p.Structure = nil, nil
	}
	return p
}

// long writes the answers of a long text, window by window.
func (p *parts) long(r *resolve.Reading, window func(data.Span) ([]resolve.Answer, error)) {
	left, right := bytes.Repeat([]byte("0,"), len(r.Tokens)), bytes.Repeat([]byte(",0"), len(r.Tokens))
	var answers []resolve.Answer // the next ones of a window
	p.list(len(r.Answers), func(i int) {
		if p.err == nil && len(answers) == 0 {
			answers, p.err = window(r.Answers[i].Window)
		}
		if p.err != nil {
			return
		}
		a := &answers[0]
		answers = answers[1:]
		o := newPronounObject(r, a)
		o.Pointer = []float32{} // whose place is taken by one that is not made as a whole
		before, after, _ := bytes.Cut(p.marshal(o), []byte(`"pointer":[]`))
		p.bytes(before)
		p.text(`"pointer":[`)
		p.bytes(left[:2*a.Window.Start])
		p.numbers(a.Pointer)
		p.bytes(right[2*a.Window.End:])
		p.text("]")
		p.bytes(after)
	})
}

// WriteErrorJSON writes the object of a text that could not be read.
func WriteErrorJSON(w io.Writer, err error) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Error string `json:"error"`
	}{err.Error()})
}
