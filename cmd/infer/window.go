package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"antecedent/data"
	"antecedent/data/window"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// readLong reads a text, and says on a terminal every few seconds how far it is.
func readLong(ctx context.Context, r *resolve.Resolver, text string, stderr io.Writer) (*resolve.Reading, error) {
	if !cli.IsTerminal(stderr) {
		return r.ReadContext(ctx, text, nil)
	}
	last := time.Now()
	return r.ReadContext(ctx, text, func(done, all int) {
		if now := time.Now(); now.Sub(last) > 3*time.Second {
			last = now
			fmt.Fprintf(stderr, "reading: %d of %d pronouns\n", done, all)
		}
	})
}

// picture returns what is to be looked into: a reading that has every attention weight.
// Of a long text that is the window of its first pronoun, or without one that at the
// beginning, as stderr is told.
func picture(r *resolve.Resolver, reading *resolve.Reading, stderr io.Writer) (*resolve.Reading, error) {
	if !reading.Long() {
		return reading, nil
	}
	span, where := window.First(reading.Text, reading.Tokens).Span, "at its beginning"
	if len(reading.Answers) > 0 {
		span, where = reading.Answers[0].Window, "around its first pronoun"
	}
	fmt.Fprintln(stderr, aboutWindow(reading.Text, reading.Tokens, span, where))
	return r.ReadWindow(reading, span)
}

// aboutWindow says which part of a long text is shown.
func aboutWindow(text string, tokens []data.Token, span data.Span, where string) string {
	return fmt.Sprintf("%.40q: %d tokens, of which a model reads at most %d at a time: this shows tokens %d to %d, %s",
		text, len(tokens), data.MaxTokens, span.Start, span.End-1, where)
}
