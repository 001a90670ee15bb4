package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
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

// release gives back the memory of reading a text of hundreds of tokens before the text is
// shown, which may take as much, and collects what showing it leaves behind earlier.
func release(r *resolve.Resolver, reading *resolve.Reading) {
	if len(reading.Tokens) > 200 {
		r.Release()
		debug.SetGCPercent(30)
		runtime.GC()
	}
}

// picture returns what is to be looked into: a reading that has every attention weight.
// Of a long text that is the window of token at, or for −1 that of its first pronoun, or
// without one that at the beginning, as stderr is told. The token is returned as one of
// the window's.
func picture(r *resolve.Resolver, reading *resolve.Reading, at int, stderr io.Writer) (*resolve.Reading, int, error) {
	if !reading.Long() {
		return reading, at, nil
	}
	span, where := window.First(reading.Text, reading.Tokens).Span, "at its beginning"
	switch {
	case at >= 0:
		span, where = windowAt(reading, at), fmt.Sprintf("around token %d", at)
	case len(reading.Answers) > 0:
		span, where = reading.Answers[0].Window, "around its first pronoun"
	}
	fmt.Fprintln(stderr, aboutWindow(reading.Text, reading.Tokens, span, where))
	shown, err := r.ReadWindow(reading, span)
	return shown, max(-1, at-span.Start), err
}

// windowAt is the window of a token of a long text.
func windowAt(r *resolve.Reading, at int) data.Span {
	for i := range r.Answers {
		if a := &r.Answers[i]; a.Pronoun.Contains(at) {
			return a.Window
		}
	}
	e := data.Example{Text: r.Text, Tokens: r.Tokens, Pronoun: data.Span{Start: at, End: at + 1}}
	return window.Parts([]data.Example{e})[0].Span
}

// aboutWindow says which part of a long text is shown.
func aboutWindow(text string, tokens []data.Token, span data.Span, where string) string {
	return fmt.Sprintf("%.40q: %d tokens, of which a model reads at most %d at a time: this shows tokens %d to %d, %s",
		text, len(tokens), data.MaxTokens, span.Start, span.End-1, where)
}
