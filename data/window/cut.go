package window

import (
	"slices"

	"antecedent/data"
)

// Cut returns the example, whose pronoun must be in the window, as one of the window's
// text, without mentions and features. Candidates and antecedents that are not wholly in
// the window are left out.
func (p *Part) Cut(e *data.Example) data.Example {
	cut := *e
	cut.Text, cut.Tokens = p.Text, p.Tokens
	cut.Pronoun = Shift(e.Pronoun, -p.Start)
	cut.Candidates, cut.Antecedents = p.within(e.Candidates), p.within(e.Antecedents)
	cut.Mentions, cut.Features = nil, nil
	return cut
}

func (p *Part) within(spans []data.Span) []data.Span {
	var list []data.Span
	for _, s := range spans {
		if s.Start >= p.Start && s.End <= p.End {
			list = append(list, Shift(s, -p.Start))
		}
	}
	return list
}

// Shift moves a span by a number of tokens.
func Shift(s data.Span, by int) data.Span { return data.Span{Start: s.Start + by, End: s.End + by} }

// ShiftMentions returns mentions of a window as those of the whole text.
func (p *Part) ShiftMentions(mentions []data.Mention) []data.Mention {
	list := slices.Clone(mentions)
	for k := range list {
		list[k].Span = Shift(list[k].Span, p.Start)
		list[k].Head += p.Start
	}
	return list
}

// Long reports whether the example's text is longer than a model reads at a time.
func Long(e *data.Example) bool { return len(e.Tokens) > data.MaxTokens }

// Each calls visit for each window of the long texts among examples, those of one text
// in a row together. The indices of the part are those of examples.
func Each(examples []data.Example, visit func(p *Part)) {
	for from := 0; from < len(examples); {
		to := from + 1
		for to < len(examples) && examples[to].Text == examples[from].Text {
			to++
		}
		if Long(&examples[from]) {
			for _, p := range Parts(examples[from:to]) {
				for k := range p.Examples {
					p.Examples[k] += from
				}
				visit(&p)
			}
		}
		from = to
	}
}

// Cut returns the examples with each long one cut to its window.
func Cut(examples []data.Example) []data.Example {
	if !slices.ContainsFunc(examples, func(e data.Example) bool { return Long(&e) }) {
		return examples
	}
	list := slices.Clone(examples)
	Each(examples, func(p *Part) {
		for _, i := range p.Examples {
			list[i] = p.Cut(&examples[i])
		}
	})
	return list
}

// Labelled is [Cut] for examples to learn from and to be scored. far counts those that
// are left out, since none of their antecedents or candidates is in the window.
func Labelled(examples []data.Example) (kept []data.Example, far int) {
	cut := Cut(examples)
	lost := func(i int) bool {
		was, is := &examples[i], &cut[i]
		return len(was.Antecedents) > 0 && len(is.Antecedents) == 0 || len(was.Candidates) > 0 && len(is.Candidates) == 0
	}
	for i := range cut {
		if lost(i) {
			far++
		}
	}
	if far == 0 {
		return cut, 0
	}
	kept = make([]data.Example, 0, len(cut)-far)
	for i := range cut {
		if !lost(i) {
			kept = append(kept, cut[i])
		}
	}
	return kept, far
}
