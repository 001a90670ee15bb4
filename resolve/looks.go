package resolve

import (
	"cmp"
	"fmt"
	"slices"

	"antecedent/data"
	"antecedent/model"
)

// A Look is the attention weight that a token gives to some tokens in one head.
type Look struct {
	Head   model.Head
	Span   data.Span
	Weight float32 // summed over the span
}

// Looks are the tokens to which a pronoun, or another word, attends most; each is nil
// where there is none. Of equal weights, that of the first head and token is chosen.
//
// Answer and Evidence are nil, too, where no head deserves to be named. A head does
// where the weight is at least a quarter of its mixture, and at least twice what
// attention that is the same for all tokens would give. Everything that shows a text
// names heads by this rule: the marks in the terminal and in pictures, sentences, and
// the head that is shown where none was asked for.
type Looks struct {
	Answer   *Look // the head with the most weight on the antecedent
	Evidence *Look // the head with the most weight on one other content word
	Most     *Look // the head with the most weight on any one token
}

// Head is the head to show of all: that of the evidence or, where no head deserves to
// be named, of the answer or of the most weight. It is head 0.0 where there is none.
func (l Looks) Head() model.Head {
	if chosen := cmp.Or(l.Evidence, l.Answer, l.Most); chosen != nil {
		return chosen.Head
	}
	return model.Head{}
}

// noteworthy is the least attention weight for which a head is named. Below a quarter,
// most of what the head mixes is something else.
const noteworthy = 0.25

// leastLook is the least weight on n tokens for which a head is named: a quarter, and
// twice that of uniform attention.
func (r *Reading) leastLook(n int) float32 {
	return max(noteworthy, min(1, 2*float32(n)/float32(len(r.Tokens))))
}

// notable reports whether a look is worth naming, as its rounded percentage says.
func (r *Reading) notable(l *Look) bool {
	return l != nil && l.Weight >= r.leastLook(l.Span.End-l.Span.Start)-0.005
}

// DefaultQuery is the token whose attention is shown where none is asked for: the first
// pronoun or, without one, the first content word or the first token. It is −1 for a
// text without tokens.
func (r *Reading) DefaultQuery() int {
	if len(r.Answers) > 0 {
		return r.Answers[0].Pronoun.Start
	}
	if len(r.Tokens) == 0 {
		return -1
	}
	return max(0, slices.IndexFunc(r.Tokens, func(t data.Token) bool { return data.IsContentWord(t.Text) }))
}

// QueryOf returns the answer of the pronoun to which token i belongs. Of any other word
// it returns one that is not [Answer.Resolved], with the token in the place of the
// pronoun, whose rows the heads have like those of a pronoun.
func (r *Reading) QueryOf(i int) *Answer {
	for k := range r.Answers {
		if r.Answers[k].Pronoun.Overlaps(token(i)) {
			return &r.Answers[k]
		}
	}
	return &Answer{Pronoun: token(i)}
}

// Resolved reports whether a is the answer of a pronoun, and not only a word that looks
// at others.
func (a *Answer) Resolved() bool { return a.Pointer != nil || a.Window.Len() > 0 }

// Heads lists the heads of the patterns, layer by layer.
func (r *Reading) Heads() (heads []model.Head) {
	for l := range r.Patterns {
		for h := range r.Patterns[l] {
			heads = append(heads, model.Head{Layer: l, Head: h})
		}
	}
	return heads
}

// Looks compares the pronoun's rows of all heads.
func (r *Reading) Looks(a *Answer) Looks { return r.LooksOf(a, r.Heads()) }

// Marks reports whether any of the answers has a head that is named for looking at the
// antecedent, and one for looking at another content word: what a legend has to explain.
func (r *Reading) Marks(answers ...*Answer) (answer, evidence bool) {
	for _, a := range answers {
		looks := r.Looks(a)
		answer, evidence = answer || looks.Answer != nil, evidence || looks.Evidence != nil
	}
	return answer, evidence
}

// LooksOf is [Reading.Looks] among some heads only.
func (r *Reading) LooksOf(a *Answer, heads []model.Head) Looks {
	var looks Looks
	evidence := make([]bool, len(r.Tokens)) // the other content words
	for i, t := range r.Tokens {
		evidence[i] = !a.Contains(i) && !a.Pronoun.Overlaps(token(i)) && data.IsContentWord(t.Text)
	}
	for _, h := range heads {
		row := r.Patterns[h.Layer][h.Head][a.Pronoun.Start]
		raise := func(most **Look, span data.Span) {
			found := Look{Head: h, Span: span}
			for _, weight := range row[span.Start:span.End] {
				found.Weight += weight
			}
			if *most == nil || found.Weight > (*most).Weight {
				*most = &found
			}
		}
		if a.Antecedent != nil {
			raise(&looks.Answer, a.Antecedent.Span())
		}
		for i := range r.Tokens {
			raise(&looks.Most, token(i))
			if evidence[i] {
				raise(&looks.Evidence, token(i))
			}
		}
	}
	if !r.notable(looks.Answer) {
		looks.Answer = nil
	}
	if !r.notable(looks.Evidence) {
		looks.Evidence = nil
	}
	return looks
}

// lookSentence says what a word that is no pronoun attends to.
func (r *Reading) lookSentence(a *Answer) string {
	looks, word, least := r.Looks(a), r.quote(a.Pronoun), percent(r.leastLook(1))
	switch evidence, most := looks.Evidence, looks.Most; {
	case most == nil:
		return fmt.Sprintf("This model has no attention layers: nothing is mixed into %s.", word)
	case evidence != nil:
		return fmt.Sprintf("For %s, head %s takes %s of its mixture from %s.", word, evidence.Head, percent(evidence.Weight), r.quote(evidence.Span))
	case r.notable(most):
		return fmt.Sprintf("No head takes %s of its mixture for %s from another content word; head %s takes %s from %s.", least, word, most.Head, percent(most.Weight), r.quote(most.Span))
	default:
		return fmt.Sprintf("The attention of %s is spread out: no head takes %s of its mixture from one word; the most is %s, head %s from %s.", word, least, percent(most.Weight), most.Head, r.quote(most.Span))
	}
}
