package resolve

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"antecedent/data"
	"antecedent/data/window"
)

// ReadWindow reads a window of a reading again, as a text of its own: of its answers
// those with that [Answer.Window], or for another window those of all pronouns in it, and
// every attention weight.
func (r *Resolver) ReadWindow(reading *Reading, span data.Span) (*Reading, error) {
	part, examples, err := reading.window(span)
	if err != nil {
		return nil, err
	}
	return r.read(context.Background(), part.Text, part.Tokens, examples, nil)
}

// Answers reads a window of a long reading again: it returns its answers with that
// [Answer.Window], in order, and as answers of the whole text, with the pointer and all
// else that the answers of a long reading lack.
func (r *Resolver) Answers(reading *Reading, span data.Span) ([]Answer, error) {
	if r == nil || r.model == nil {
		return nil, errNoModel
	}
	part, examples, err := reading.window(span)
	if err != nil || len(examples) == 0 {
		return nil, err
	}
	return r.answers(reading, &part, examples)
}

// window is a window as a text of its own, with an example for each pronoun that is read
// in it. It is an error if the text has no such window.
func (r *Reading) window(span data.Span) (window.Part, []data.Example, error) {
	if span.Start < 0 || span.End > len(r.Tokens) || span.Len() < 1 || span.Len() > data.MaxTokens {
		return window.Part{}, nil, fmt.Errorf("resolve: [%d,%d) is no window of a text of %d tokens", span.Start, span.End, len(r.Tokens))
	}
	part := window.Of(r.textOf(span), r.Tokens, span)
	var examples []data.Example
	known := slices.ContainsFunc(r.Answers, func(a Answer) bool { return a.Window == span })
	for i := range r.Answers {
		if a := &r.Answers[i]; a.Window == span || !known && span.Contains(a.Pronoun.Start) {
			e := data.Example{ID: strconv.Itoa(i + 1), Text: r.Text, Tokens: r.Tokens, Pronoun: a.Pronoun}
			examples = append(examples, part.Cut(&e))
		}
	}
	return part, examples, nil
}

// readWindows reads a text in windows around its pronouns and keeps only the answers.
func (r *Resolver) readWindows(ctx context.Context, reading *Reading, examples []data.Example, progress func(done, all int)) error {
	if len(examples) == 0 {
		return nil
	}
	reading.Answers = make([]Answer, len(examples))
	done := 0
	for _, part := range window.Parts(examples) {
		if err := ctx.Err(); err != nil {
			return err
		}
		cut := make([]data.Example, len(part.Examples))
		for k, i := range part.Examples {
			cut[k] = part.Cut(&examples[i])
		}
		answers, err := r.answers(reading, &part, cut)
		if err != nil {
			return err
		}
		for k, i := range part.Examples {
			reading.Answers[i] = reading.brief(&answers[k])
		}
		if done += len(cut); progress != nil {
			progress(done, len(examples))
		}
	}
	return nil
}

// answers reads the examples of a window, which it annotates, and returns their answers
// as those of the whole text.
func (r *Resolver) answers(reading *Reading, part *window.Part, cut []data.Example) ([]Answer, error) {
	t, err := r.trace(cut, r.model.TracePointers)
	if err != nil {
		return nil, err
	}
	answers := make([]Answer, len(cut))
	mentions := part.ShiftMentions(cut[0].Mentions)
	for k := range cut {
		if k > 0 && len(cut[k].Candidates) > 0 {
			mentions = part.ShiftMentions(cut[k].Mentions)
		}
		answers[k] = reading.answer(r, &cut[k], t, k, part, mentions)
	}
	return answers, nil
}

// brief is an answer without what grows with its window, of which a text of a megabyte
// has hundreds of thousands: it keeps the answer and the most probable alternative, with
// their places among the options of equal words.
func (r *Reading) brief(a *Answer) Answer {
	b := *a
	b.Pointer, b.Content, b.Structure, b.Features = nil, nil, nil, nil
	b.Options = slices.Clone(a.Options[:min(2, len(a.Options))])
	for _, o := range b.Options {
		place := ""
		if !o.None {
			place = r.ordinal(a, o.Span)
		}
		b.places = append(b.places, place)
	}
	return b
}
