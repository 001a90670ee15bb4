package terminal

import (
	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/resolve"
)

// inContext is a pronoun in brackets with as many of the words around it as fit into
// some cells.
func inContext(p *layout.Printer, r *resolve.Reading, pronoun data.Span, width int) string {
	around := pronoun
	text := bracketed(p, r, pronoun, around)
	widen := func(wider data.Span) bool {
		if wider.Start < 0 || wider.End > len(r.Tokens) {
			return false
		}
		t := bracketed(p, r, pronoun, wider)
		if layout.Cells(t) > width {
			return false
		}
		around, text = wider, t
		return true
	}
	for left, right := true, true; left || right; {
		left = left && widen(data.Span{Start: around.Start - 1, End: around.End})
		right = right && widen(data.Span{Start: around.Start, End: around.End + 1})
	}
	return p.Clip(text, width)
}

// bracketed is the text of the tokens around a pronoun, with brackets around the latter
// and an ellipsis where something is left out.
func bracketed(p *layout.Printer, r *resolve.Reading, pronoun, around data.Span) string {
	text := "[" + r.Words(pronoun) + "]"
	if around.Start < pronoun.Start {
		text = r.Words(data.Span{Start: around.Start, End: pronoun.Start}) + gap(r, pronoun.Start) + text
	}
	if around.End > pronoun.End {
		text += gap(r, pronoun.End) + r.Words(data.Span{Start: pronoun.End, End: around.End})
	}
	if around.Start > 0 {
		text = p.Ellipsis() + gap(r, around.Start) + text
	}
	if around.End < len(r.Tokens) {
		text += gap(r, around.End) + p.Ellipsis()
	}
	return text
}

// gap is the space between token i and the one before, if there is any.
func gap(r *resolve.Reading, i int) string {
	if r.Tokens[i-1].End < r.Tokens[i].Start {
		return " "
	}
	return ""
}
