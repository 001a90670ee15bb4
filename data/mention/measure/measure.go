package main

import (
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/data/mention"
)

// A set is a published data set and the recall that package mention must reach on it.
type set struct {
	name   string
	read   func(dir string) ([]document, error)
	target float64
}

var sets = []set{
	{"LitBank", readLitBank, .97},
	{"GUM", readGUM, .95},
	{"DPR", readDPR, .98},
}

func (s set) measure(dir string) (result, error) {
	documents, err := s.read(dir)
	if err != nil {
		return result{}, err
	}
	var r result
	for _, d := range documents {
		r.add(d)
	}
	return r, nil
}

// A result compares found with marked mentions. A marked span is nominal unless it
// is a single pronoun or determiner, or longer than 25 tokens. It is found if it
// has a found head, and a found mention is right if it is the one for such a span:
// its first head that is not a possessor of what follows.
type result struct {
	// Antecedents are the nominal spans before a pronoun in those of at most three
	// sentences back that a reader would need, once for each such pronoun.
	antecedents, found int
	all, allFound      int // nominal spans of every entity
	mentions, right    int // found mentions
	tokens             int
	missed             []string
}

// Recall is the share of found antecedents.
func (r result) Recall() float64 { return ratio(r.found, r.antecedents) }

func ratio(a, b int) float64 { return float64(a) / float64(max(b, 1)) }

const (
	maxBack   = 3  // sentences before that of the pronoun
	maxTokens = 72 // between the beginning of the context and the pronoun
	maxSpan   = 25
)

func (r *result) add(d document) {
	found := mention.Find(d.tokens)
	r.mentions += len(found)
	r.tokens += len(d.tokens)
	right := map[int]bool{}
	entityOf := map[int]int{} // of a token that is a mention by itself
	nominal := make([][]data.Span, len(d.entities))
	for e, spans := range d.entities {
		for _, s := range spans {
			if s.Len() == 1 {
				entityOf[s.Start] = e
			}
			if !isNominal(d.tokens, s) {
				continue
			}
			nominal[e] = append(nominal[e], s)
			r.all++
			if m, ok := headOf(d.tokens, found, s); ok {
				r.allFound++
				right[m] = true
			}
		}
	}
	r.right += len(right)

	pronouns := data.FindPronouns(d.tokens)
	if len(pronouns) == 0 || d.sentence[len(d.sentence)-1] == 0 { // a sentence with candidates
		for _, spans := range nominal {
			for _, s := range spans {
				r.count(d, found, s)
			}
		}
		return
	}
	for _, p := range pronouns {
		e, ok := entityOf[p.Start]
		if !ok {
			continue
		}
		from, ok := around(d, p, nominal[e])
		if !ok {
			continue
		}
		for _, s := range nominal[e] {
			if from <= s.Start && s.Start < p.Start && !s.Contains(p.Start) {
				r.count(d, found, s)
			}
		}
	}
}

// around returns where the fewest sentences begin that have a span before the
// pronoun.
func around(d document, p data.Span, spans []data.Span) (from int, ok bool) {
	for back := range maxBack + 1 {
		from, _ := slices.BinarySearch(d.sentence, d.sentence[p.Start]-back)
		if p.Start-from > maxTokens {
			break
		}
		for _, s := range spans {
			if from <= s.Start && s.Start < p.Start && !s.Contains(p.Start) {
				return from, true
			}
		}
	}
	return 0, false
}

func (r *result) count(d document, found []data.Mention, s data.Span) {
	r.antecedents++
	if _, ok := headOf(d.tokens, found, s); ok {
		r.found++
		return
	}
	from, to := max(0, s.Start-4), min(len(d.tokens), s.End+4)
	r.missed = append(r.missed, fmt.Sprintf("%s [%s] %s", text(d.tokens[from:s.Start]), text(d.tokens[s.Start:s.End]), text(d.tokens[s.End:to])))
}

func text(tokens []data.Token) string {
	var words []string
	for _, t := range tokens {
		words = append(words, t.Text)
	}
	return strings.Join(words, " ")
}

func isNominal(tokens []data.Token, s data.Span) bool {
	lower := strings.ToLower(tokens[s.Start].Text)
	return s.Len() <= maxSpan && !(s.Len() == 1 && (mention.IsPronoun(lower) || mention.IsDeterminer(lower) || mention.IsPossessive(lower)))
}

// headOf returns the found mention that stands for a span.
func headOf(tokens []data.Token, found []data.Mention, s data.Span) (int, bool) {
	last := -1
	for i, m := range found {
		if !s.Contains(m.Head) {
			continue
		}
		last = i
		if m.End < len(tokens) && i+1 < len(found) && s.Contains(found[i+1].Head) {
			if t := tokens[m.End].Text; (strings.HasPrefix(t, "'") || strings.HasPrefix(t, "’")) && found[i+1].Start <= m.End+1 {
				continue
			}
		}
		return i, true
	}
	return last, last >= 0
}
