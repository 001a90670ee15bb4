package corpus

import (
	"strconv"

	"antecedent/data"
)

// A writer turns pairs into examples. It is shared by the splits, so that no
// text occurs twice.
type writer struct {
	lex        *lexicon
	used       map[string]bool
	predicates map[string]data.Span
	heldNouns  map[*noun]bool
	numbers    map[string]int
}

// distractor reports whether a noun may stand for {person}. A held-out noun
// must not stand beside another noun anywhere.
func (w *writer) distractor(n *noun) bool { return !w.heldNouns[n] }

// write makes the examples of a pair, which are called train-17a and train-17b,
// or train-17 where there is only one.
func (w *writer) write(split string, p pair) []data.Example {
	w.numbers[split]++
	id := split + "-" + strconv.Itoa(w.numbers[split])
	examples := make([]data.Example, 0, 2)
	for i, r := range p.readings {
		d := &r.draft
		e := data.Example{ID: id, Source: "built-in:" + split, Text: d.text, Tokens: d.tokens, Pronoun: d.pronoun, Candidates: d.candidates, Labelled: true}
		if r.antecedent >= 0 {
			e.Antecedents = []data.Span{d.candidates[r.antecedent]}
		}
		if len(p.readings) == 2 {
			e.Pair = id
			e.ID += string(rune('a' + i))
		}
		if r.twin {
			w.predicates[e.ID] = d.evidence
		}
		w.used[e.Text] = true
		examples = append(examples, e)
	}
	return examples
}
