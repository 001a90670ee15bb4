package resolve

import (
	"antecedent/data"
	"antecedent/model"
)

// A Look is how much of its mixture one head takes from some tokens.
type Look struct {
	Head   model.Head
	Span   data.Span
	Weight float32
}

// Looks are where the heads of a pronoun attend most; each is nil where there is
// none. Of equals the first head and token count.
type Looks struct {
	Answer   *Look // the head with the most weight on the antecedent, if that is 5 % or more
	Evidence *Look // the head with the most weight on one other content word
	Most     *Look // the head with the most weight on any one token
}

// leastLook is the least weight on the antecedent that counts as a look.
const leastLook = 0.05

// Looks compares the pronoun's row of every head.
func (r *Reading) Looks(a *Answer) Looks {
	var heads []model.Head
	for l := range r.Patterns {
		for h := range r.Patterns[l] {
			heads = append(heads, model.Head{Layer: l, Head: h})
		}
	}
	return r.LooksOf(a, heads)
}

// LooksOf is [Reading.Looks] among some heads only.
func (r *Reading) LooksOf(a *Answer, heads []model.Head) Looks {
	var looks Looks
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
			if !a.Contains(i) && !a.Pronoun.Overlaps(token(i)) && data.IsContentWord(r.Tokens[i].Text) {
				raise(&looks.Evidence, token(i))
			}
		}
	}
	if looks.Answer != nil && looks.Answer.Weight < leastLook {
		looks.Answer = nil
	}
	return looks
}
