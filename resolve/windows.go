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
	if span.Start < 0 || span.End > len(reading.Tokens) || span.Len() < 1 || span.Len() > data.MaxTokens {
		return nil, fmt.Errorf("resolve: [%d,%d) is no window of a text of %d tokens", span.Start, span.End, len(reading.Tokens))
	}
	part := window.Of(reading.Text, reading.Tokens, span)
	var examples []data.Example
	known := slices.ContainsFunc(reading.Answers, func(a Answer) bool { return a.Window == span })
	for i := range reading.Answers {
		if a := &reading.Answers[i]; a.Window == span || !known && span.Contains(a.Pronoun.Start) {
			e := data.Example{ID: strconv.Itoa(i + 1), Text: reading.Text, Tokens: reading.Tokens, Pronoun: a.Pronoun}
			examples = append(examples, part.Cut(&e))
		}
	}
	return r.read(context.Background(), part.Text, part.Tokens, examples, nil)
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
		t, err := r.trace(cut, r.model.TracePointers)
		if err != nil {
			return err
		}
		mentions := part.ShiftMentions(cut[0].Mentions)
		for k, i := range part.Examples {
			if k > 0 && len(cut[k].Candidates) > 0 {
				mentions = part.ShiftMentions(cut[k].Mentions)
			}
			reading.Answers[i] = reading.answer(r, &cut[k], t, k, &part, mentions)
		}
		if done += len(cut); progress != nil {
			progress(done, len(examples))
		}
	}
	return nil
}
