// Package window divides a text that is too long for a model into overlapping windows
// of at most [data.MaxTokens] tokens, so that each pronoun is read with the text around
// it, most of it before the pronoun, since antecedents mostly precede.
//
//	for _, part := range window.Parts(data.FromText(text)) {
//		for _, i := range part.Examples {
//			e := part.Cut(&examples[i]) // a text of its own
//		}
//	}
//
// What it does not do: an antecedent that is named in no window with its pronoun is not
// found.
package window

import (
	"slices"

	"antecedent/data"
	"antecedent/data/mention"
)

// How much of a longer text is read with a pronoun, in tokens: Left before it, from
// the beginning of a sentence on, and after it the rest of its sentence, but no more
// than Right. A window has more where there is room.
const (
	Left  = 256
	Right = 64
)

// A Part is a window of a text, as a text of its own.
type Part struct {
	data.Span              // its tokens in the whole text
	First     int          // the rune of the whole text at which it begins
	Text      string       // from the first of its tokens to the last
	Tokens    []data.Token // offsets count from the beginning of Text
	Examples  []int        // the indices of the examples that are read in it, in the order of their pronouns
}

// Parts returns the windows in which examples of one text are to be read, in the order
// of the text. An example is in one of them, and several share one where they fit. Of
// a text of at most [data.MaxTokens] tokens there is one, the whole text.
func Parts(examples []data.Example) []Part {
	if len(examples) == 0 {
		return nil
	}
	text, tokens := examples[0].Text, examples[0].Tokens
	if len(tokens) <= data.MaxTokens {
		part := Part{Span: data.Span{End: len(tokens)}, Text: text, Tokens: tokens}
		for i := range examples {
			part.Examples = append(part.Examples, i)
		}
		return []Part{part}
	}
	starts := startsOf(tokens)
	needs := make([]data.Span, len(examples))
	order := make([]int, len(examples))
	for i := range examples {
		needs[i], order[i] = need(&examples[i], starts), i
	}
	slices.SortStableFunc(order, func(i, j int) int { return needs[i].Start - needs[j].Start })

	runes := []rune(text)
	var parts []Part
	for len(order) > 0 {
		span, n := needs[order[0]], 1
		for ; n < len(order); n++ {
			end := max(span.End, needs[order[n]].End)
			if end-span.Start > data.MaxTokens {
				break
			}
			span.End = end
		}
		span.End = fill(span, starts, len(tokens))
		part := newPart(runes, tokens, span)
		part.Examples = slices.Clone(order[:n])
		slices.SortStableFunc(part.Examples, func(i, j int) int { return examples[i].Pronoun.Start - examples[j].Pronoun.Start })
		parts, order = append(parts, part), order[n:]
	}
	return parts
}

// First returns the window at the beginning of a text.
func First(text string, tokens []data.Token) Part {
	if len(tokens) <= data.MaxTokens {
		return Part{Span: data.Span{End: len(tokens)}, Text: text, Tokens: tokens}
	}
	span := data.Span{End: 1}
	span.End = fill(span, startsOf(tokens), len(tokens))
	return newPart([]rune(text), tokens, span)
}

// Of returns the window of a text that has these tokens, whose own text is given.
func Of(text string, tokens []data.Token, span data.Span) Part {
	p := Part{Span: span, First: tokens[span.Start].Start, Text: text}
	p.Tokens = slices.Clone(tokens[span.Start:span.End])
	for i := range p.Tokens {
		p.Tokens[i].Start -= p.First
		p.Tokens[i].End -= p.First
	}
	return p
}

// startsOf returns where the sentences begin.
func startsOf(tokens []data.Token) []int {
	var starts []int
	last := -1
	for i, s := range mention.Sentences(tokens) {
		if s != last {
			starts, last = append(starts, i), s
		}
	}
	return starts
}

// need is what is read with a pronoun at least: with its candidates, if these fit.
func need(e *data.Example, starts []int) data.Span {
	p, n := e.Pronoun, len(e.Tokens)
	own, _ := slices.BinarySearch(starts, p.Start+1) // of the sentence after the pronoun's
	end := n
	if own < len(starts) {
		end = starts[own]
	}
	s := data.Span{Start: max(0, p.Start-Left), End: max(p.End, min(end, p.End+Right))}
	if at, _ := slices.BinarySearch(starts, s.Start); at < own && starts[at] <= p.Start-Left/2 {
		s.Start = starts[at]
	}
	wide := s
	for _, c := range e.Candidates {
		wide.Start, wide.End = min(wide.Start, c.Start), max(wide.End, c.End)
	}
	if wide.Len() <= data.MaxTokens {
		return wide
	}
	narrow := data.Span{Start: p.Start, End: p.End} // the candidates without more around them
	for _, c := range e.Candidates {
		narrow.Start, narrow.End = min(narrow.Start, c.Start), max(narrow.End, c.End)
	}
	if narrow.Len() <= data.MaxTokens {
		return narrow
	}
	return s
}

// fill returns the end of a window of a text of n tokens that begins and ends at least
// as the span does: the last end of a sentence for which there is room.
func fill(span data.Span, starts []int, n int) int {
	most := span.Start + data.MaxTokens
	if most >= n {
		return n
	}
	at, found := slices.BinarySearch(starts, most)
	if !found {
		at--
	}
	if end := starts[at]; end >= span.End && end > span.Start {
		return end
	}
	return most
}

// newPart makes a text of its own of some tokens.
func newPart(runes []rune, tokens []data.Token, span data.Span) Part {
	return Of(string(runes[tokens[span.Start].Start:tokens[span.End-1].End]), tokens, span)
}
