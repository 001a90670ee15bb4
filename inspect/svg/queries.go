package svg

import (
	"errors"
	"fmt"
	"slices"

	"antecedent/model"
	"antecedent/resolve"
)

// queries are the words whose attention a picture shows: that of the number or, for −1,
// all pronouns of the text and in a text without one the [resolve.Reading.DefaultQuery].
type queries []*resolve.Answer

func queriesOf(r *resolve.Reading, query int) (queries, error) {
	if query >= len(r.Tokens) || len(r.Tokens) == 0 {
		return nil, errors.New("there is no word to look from")
	}
	if query < 0 && len(r.Answers) > 0 {
		var list queries
		for i := range r.Answers {
			list = append(list, &r.Answers[i])
		}
		return list, nil
	}
	if query < 0 {
		query = r.DefaultQuery()
	}
	a := r.QueryOf(query)
	if !a.Resolved() && len(r.Patterns) == 0 {
		return nil, fmt.Errorf("this model has no attention layers, so %q looks at nothing: only pronouns do, by the pointer", r.Words(a.Pronoun))
	}
	return queries{a}, nil
}

// has reports whether token i is one of those that look.
func (list queries) has(i int) bool {
	return slices.ContainsFunc(list, func(a *resolve.Answer) bool { return i >= a.Pronoun.Start && i < a.Pronoun.End })
}

// answered reports whether token i belongs to an answer of one of them.
func (list queries) answered(i int) bool {
	return slices.ContainsFunc(list, func(a *resolve.Answer) bool { return a.Contains(i) })
}

// patternOf is the words that look at a text and the pattern (T,T) of a head. The
// error says that there is no word, or that the model does not have the head.
func patternOf(r *resolve.Reading, h model.Head, query int) (queries, [][]float32, error) {
	layers := len(r.Patterns)
	if layers == 0 && len(r.Tokens) > 0 {
		return nil, nil, errors.New("this model has no attention layers, so there is no head to draw")
	}
	list, err := queriesOf(r, query)
	if err != nil {
		return nil, nil, err
	}
	last := model.Head{Layer: layers - 1, Head: len(r.Patterns[0]) - 1}
	if h.Layer < 0 || h.Layer > last.Layer || h.Head < 0 || h.Head > last.Head {
		return nil, nil, fmt.Errorf("there is no head %s: this model has 0.0 to %s", h, last)
	}
	return list, r.Patterns[h.Layer][h.Head], nil
}
