package explain

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"antecedent/data"
	"antecedent/model"
	"antecedent/resolve"
)

// An Explanation is what one head and the pointer computed for a text.
type Explanation struct {
	Text      string        `json:"text"`
	Tokens    []data.Token  `json:"tokens"`
	Unknown   []string      `json:"unknown"` // words that the model does not know
	Model     model.Config  `json:"model"`
	Query     int           `json:"query"`     // the token whose query is followed
	Head      *HeadSteps    `json:"head"`      // null for a model without layers
	Pointer   *PointerSteps `json:"pointer"`   // null for a text without a pronoun
	Matrices  *Matrices     `json:"matrices"`  // of the head, for a text of up to five tokens; else null
	Exercises *Exercises    `json:"exercises"` // null for a model without layers

	reading *resolve.Reading
	answer  *resolve.Answer // of Pointer; nil for a text without a pronoun
	reason  string          // sentences on why this head and this query, empty where they were given
}

// A Place says what to explain. −1 leaves the choice to [New].
type Place struct {
	Head  model.Head // with a layer alone, the head of that layer which attends most to one content word; −1.−1: of all heads
	Query int        // the token whose query is followed; −1: see [resolve.Reading.DefaultQuery]
}

// ErrNoQuery is the error for a text without tokens.
var ErrNoQuery = errors.New("the text has no words")

// New explains a reading that r made.
func New(r *resolve.Resolver, reading *resolve.Reading, at Place) (*Explanation, error) {
	c, n := r.Config(), len(reading.Tokens)
	e := &Explanation{
		Text: reading.Text, Tokens: reading.Tokens, Unknown: append([]string{}, reading.Unknown...),
		Model: c, Query: at.Query, reading: reading,
	}
	for i := range reading.Answers { // that of the query if it is a pronoun, else the first
		if i == 0 || reading.Answers[i].Pronoun.Start == at.Query {
			e.answer = &reading.Answers[i]
		}
	}
	if e.Query < 0 {
		if e.Query = reading.DefaultQuery(); e.Query < 0 {
			return nil, ErrNoQuery
		}
		if e.answer == nil {
			kind := "word"
			if data.IsContentWord(reading.Tokens[e.Query].Text) {
				kind = "content word"
			}
			e.reason = fmt.Sprintf("The text has no pronoun, so %s looks, its first %s.", e.quote(token(e.Query)), kind)
		}
	}
	head := at.Head
	if e.Query >= n || head.Layer >= c.Layers || head.Head >= c.Heads || head.Head >= 0 && head.Layer < 0 {
		return nil, fmt.Errorf("explain: head %s from token %d is not within %d layers, %d heads and %d tokens", head, e.Query, c.Layers, c.Heads, n)
	}
	if c.Layers > 0 && head.Head < 0 {
		head = e.choose(head.Layer)
	}
	trace := r.ReferenceOf(reading, e.answer, head)
	if c.Layers > 0 {
		e.Head = newHeadSteps(c, trace, reading, head, e.Query)
		of := &trace.Layers[head.Layer].Heads[head.Head]
		e.Matrices, e.Exercises = newMatrices(of), newExercises(c, of.Pattern)
	}
	if e.answer != nil {
		e.Pointer = newPointerSteps(c, &trace.Pointers[0], reading, e.answer)
	}
	return e, nil
}

// choose returns the head to show of one layer or, for −1, of all, by the rule of
// [resolve.Looks] for the query.
func (e *Explanation) choose(layer int) model.Head {
	heads, among := e.Model.HeadList(), "of all heads"
	if layer >= 0 {
		heads, among = heads[layer*e.Model.Heads:][:e.Model.Heads], "of this layer's heads"
	}
	from := e.reading.QueryOf(e.Query)
	looks := e.reading.LooksOf(from, heads)
	reason, most := "", cmp.Or(looks.Evidence, looks.Answer)
	if most != nil {
		reason = fmt.Sprintf("%s it takes the most from %s for %s.", strings.ToUpper(among[:1])+among[1:], e.quote(most.Span), e.quote(from.Pronoun))
	} else {
		most = looks.Most
		reason = fmt.Sprintf("None takes much from another content word for %s; %s it takes the most from one token, %s.", e.quote(from.Pronoun), among, e.quote(most.Span))
	}
	e.reason = strings.TrimSpace(e.reason + " " + reason)
	return looks.Head()
}

// quote is the text of a span in quotes, fit to be printed.
func (e *Explanation) quote(s data.Span) string { return `"` + e.reading.Words(s) + `"` }

// token is the span of token i.
func token(i int) data.Span { return data.Span{Start: i, End: i + 1} }

// WriteJSON writes the explanation as one line.
func (e *Explanation) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(e)
}
