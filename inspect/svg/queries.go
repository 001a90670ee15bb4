package svg

import (
	"errors"
	"fmt"

	"antecedent/model"
	"antecedent/resolve"
)

// queries are the words whose attention a picture shows: that of the number or, for −1,
// all pronouns of the text and in a text without one the [resolve.Reading.DefaultQuery].
type queries struct {
	answers []*resolve.Answer // one at least

	looks    []bool // (T) whether a token is one of those that look
	answered []bool // (T) whether it belongs to an answer of one of them
}

func queriesOf(r *resolve.Reading, query int) (q queries, err error) {
	switch {
	case query >= len(r.Tokens) || len(r.Tokens) == 0:
		return q, errors.New("there is no word to look from")
	case query < 0 && len(r.Answers) > 0:
		for i := range r.Answers {
			q.answers = append(q.answers, &r.Answers[i])
		}
	default:
		if query < 0 {
			query = r.DefaultQuery()
		}
		a := r.QueryOf(query)
		if !a.Resolved() && len(r.Patterns) == 0 {
			return q, fmt.Errorf("this model has no attention layers, so %q looks at nothing: only pronouns do, by the pointer", r.Words(a.Pronoun))
		}
		q.answers = []*resolve.Answer{a}
	}
	q.looks, q.answered = make([]bool, len(r.Tokens)), make([]bool, len(r.Tokens))
	for _, a := range q.answers {
		for i := a.Pronoun.Start; i < a.Pronoun.End; i++ {
			q.looks[i] = true
		}
		if m := a.Antecedent; m != nil {
			for i := m.Start; i < m.End; i++ {
				q.answered[i] = true
			}
		}
	}
	return q, nil
}

// patternOf is the words that look at a text and the pattern (T,T) of a head. The
// error says that there is no word, or that the model does not have the head.
func patternOf(r *resolve.Reading, h model.Head, query int) (queries, [][]float32, error) {
	layers := len(r.Patterns)
	if layers == 0 && len(r.Tokens) > 0 {
		return queries{}, nil, errors.New("this model has no attention layers, so there is no head to draw")
	}
	q, err := queriesOf(r, query)
	if err != nil {
		return q, nil, err
	}
	last := model.Head{Layer: layers - 1, Head: len(r.Patterns[0]) - 1}
	if h.Layer < 0 || h.Layer > last.Layer || h.Head < 0 || h.Head > last.Head {
		return q, nil, fmt.Errorf("there is no head %s: this model has 0.0 to %s", h, last)
	}
	return q, r.Patterns[h.Layer][h.Head], nil
}
