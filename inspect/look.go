package inspect

import (
	"strings"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// A Look is how much of its mixture one head takes from some tokens of a text.
type Look struct {
	Layer, Head int
	Span        data.Span // tokens
	Weight      float32
}

// Looks compares where the heads of a pronoun look: answer is the look with the
// most weight on what the pronoun was resolved to, evidence the one with the
// most weight on another content word. Each is nil where there is none.
func Looks(a *resolver.Answer) (answer, evidence *Look) {
	g := gazeOf(a)
	return g.answer.exported(), g.content.exported()
}

func (l *look) exported() *Look {
	if l == nil {
		return nil
	}
	return &Look{Layer: l.layer, Head: l.head, Span: l.span, Weight: l.weight}
}

// Sentence tells in plain English where a pronoun looks and what the pointer
// makes of it, as [WriteAnswers] does.
func Sentence(a *resolver.Answer) string {
	return strings.ReplaceAll(sentence(a, gazeOf(a)), layout.NBSP, " ")
}

// Check reports weights that do not belong to their example, with which no
// picture can be drawn.
func Check(a *resolver.Answer) error { return checkShapes(a) }
