package inspect

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"antecedent/data"
	"antecedent/model"
	"antecedent/model/resolver"
)

// An Explanation is the lesson on attention with the numbers of one model: how
// one head looks at a sentence from one token, how the pointer decides, and the
// lesson's exercises for this sentence. It holds every number that
// [Explanation.Write] shows.
type Explanation struct {
	Text      string        `json:"text"`
	Tokens    []data.Token  `json:"tokens"`
	Unknown   []string      `json:"unknown"`
	Model     model.Config  `json:"model"`
	Query     int           `json:"query"`     // the token that looks
	Head      *HeadSteps    `json:"head"`      // null for a model without layers
	Pointer   *PointerSteps `json:"pointer"`   // null for a text without a pronoun
	Exercises *Exercises    `json:"exercises"` // null for a model without layers

	answer  resolver.Answer
	answers []resolver.Answer
	at      Place
	look    *look // what the head was chosen for
}

// A Place says what to explain; −1 leaves the choice to [Explain].
type Place struct {
	Layer, Head int // a head needs its layer; else the head that looks most at one content word
	Query       int // the token that looks; else the first pronoun
}

// ErrNoQuery is the error for a text without a pronoun where no other token is
// to be explained.
var ErrNoQuery = errors.New("no pronoun to start from: name the word that is to look")

// Explain resolves a text and takes apart what happened at one place of the
// model.
func Explain(r *resolver.Resolver, text string, at Place) (*Explanation, error) {
	answers, err := explained(r, text, at)
	if err != nil {
		return nil, err
	}
	c, a := r.Model.Config(), answers[0]
	for i := range answers {
		if answers[i].Example.Pronoun.Start == at.Query {
			a = answers[i]
		}
	}
	e := &Explanation{
		Text: text, Tokens: a.Example.Tokens, Unknown: append([]string{}, Unknown(r, a.Example.Tokens)...),
		Model: c, Query: at.Query, answer: a, answers: answers, at: at,
	}
	if e.Query < 0 {
		e.Query = a.Example.Pronoun.Start
	}
	n := len(e.Tokens)
	if e.Query >= n || at.Layer >= c.Layers || at.Head >= c.Heads || at.Head >= 0 && at.Layer < 0 {
		return nil, fmt.Errorf("inspect: head %d.%d from token %d is not within %d layers, %d heads and %d tokens",
			at.Layer, at.Head, e.Query, c.Layers, c.Heads, n)
	}
	b, err := r.Encoder.Batch([]data.Example{a.Example}, 1, n)
	if err != nil {
		return nil, err
	}
	x := states(r.Model, b, a.Resolution)
	if c.Layers > 0 {
		l, h := at.Layer, at.Head
		if h < 0 {
			e.look = choose(&a, l)
			l, h = e.look.layer, e.look.head
		}
		e.Head = headSteps(r.Model, a.Resolution, x[l], l, h, e.Query)
		e.Exercises = exercises(c, a.Resolution.Patterns[l][h])
	}
	if e.spoken() {
		e.Pointer = pointerSteps(r.Model, &a, x[c.Layers])
	}
	return e, nil
}

// explained answers a text. One without a pronoun is resolved as if the query
// were one, so that its heads can be looked at all the same.
func explained(r *resolver.Resolver, text string, at Place) ([]resolver.Answer, error) {
	answers, err := r.Text(text)
	if !errors.Is(err, resolver.ErrNoPronoun) {
		return answers, err
	}
	tokens := data.Tokenize(text)
	if at.Query < 0 || at.Query >= len(tokens) {
		return nil, ErrNoQuery
	}
	e := data.Example{Text: text, Tokens: tokens, Pronoun: data.Span{Start: at.Query, End: at.Query + 1}}
	res, err := r.Resolve(&e, nil)
	return []resolver.Answer{{Example: e, Resolution: res}}, err
}

// spoken reports whether the text has a pronoun for the pointer to resolve.
func (e *Explanation) spoken() bool { return len(data.FindPronouns(e.Tokens)) > 0 }

// choose is the look that the heat map marks, of one content word or else of
// the answer or of any token: among all heads, or those of one layer.
func choose(a *resolver.Answer, layer int) *look {
	masked, r := *a, *a.Resolution
	r.Patterns = slices.Clone(r.Patterns)
	for l := range r.Patterns {
		if layer >= 0 && l != layer {
			r.Patterns[l] = nil
		}
	}
	masked.Resolution = &r
	g := gazeOf(&masked)
	switch {
	case g.content != nil:
		return g.content
	case g.answer != nil:
		return g.answer
	}
	return g.any
}

// WriteJSON writes the explanation as one line.
func (e *Explanation) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(e)
}
