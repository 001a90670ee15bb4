package faithfulness

import (
	"math"
	"slices"

	"antecedent/data"
	"antecedent/model"
)

// A HeadScore is how often a head, or a rule in the place of a head, attends most
// to what decides the answer (after Clark et al., "What Does BERT Look At?", 2019).
type HeadScore struct {
	Name       string `json:"name"`       // a head's, or the baseline's
	Antecedent Share  `json:"antecedent"` // the most-attended token belongs to a gold antecedent
	Candidates *Share `json:"candidates"` // the most-attended token among those of the candidates belongs to the right one; nil where no choice of candidates is known
	Predicate  *Share `json:"predicate"`  // the most-attended token belongs to the predicate; nil where no predicate is known
}

// A question is one of the three that a HeadScore answers.
type question int

const (
	onAntecedent question = iota
	onCandidates
	onPredicate
	questions
)

// hits are, for each question, how many of the examples that it applies to a head
// or a rule gets right. Where it attends to n tokens alike, each counts as 1/n.
type hits [questions]struct {
	right float64
	of    int
}

// share is the answer to a question, nil where it applies to no example.
func (h *hits) share(q question) *Share {
	if h[q].of == 0 {
		return nil
	}
	return &Share{int(math.Round(h[q].right)), h[q].of}
}

func (h *hits) score(name string) HeadScore {
	s := HeadScore{Name: name, Candidates: h.share(onCandidates), Predicate: h.share(onPredicate)}
	if antecedent := h.share(onAntecedent); antecedent != nil {
		s.Antecedent = *antecedent
	}
	return s
}

// add counts an example in which some spans, one or several alike, are attended to
// most, and those are right that overlap gold.
func (h *hits) add(q question, spans []data.Span, gold ...data.Span) {
	n := 0
	for _, s := range spans {
		if slices.ContainsFunc(gold, s.Overlaps) {
			n++
		}
	}
	h[q].right += float64(n) / float64(max(1, len(spans)))
	h[q].of++
}

// hitsOf counts hits over the examples. attend returns what is attended to most in
// example i: tokens, as spans of one token, and candidates, each one or several alike.
// Without candidates the question about them does not apply.
func (o *observation) hitsOf(attend func(i int, e *data.Example) (tokens, candidates []data.Span)) (h hits) {
	for i := range o.examples {
		e := &o.examples[i]
		tokens, candidates := attend(i, e)
		if hasAntecedent(e) {
			h.add(onAntecedent, tokens, e.Antecedents...)
			if len(e.Candidates) > 1 && len(candidates) > 0 {
				h.add(onCandidates, candidates, e.Antecedents...)
			}
		}
		if s, ok := o.predicate.of(e); ok {
			h.add(onPredicate, tokens, s)
		}
	}
	return h
}

// headHits returns the hits of each head.
func (o *observation) headHits() []hits {
	list := make([]hits, len(o.heads))
	for h := range list {
		list[h] = o.hitsOf(func(i int, e *data.Example) (tokens, candidates []data.Span) {
			row := o.rows[i][h]
			most := make([]float32, len(e.Candidates))
			for k, c := range e.Candidates {
				most[k] = slices.Max(row[c.Start:c.End])
			}
			if k := greatest(most); k >= 0 {
				candidates = e.Candidates[k : k+1]
			}
			return singles(greatest(row)), candidates
		})
	}
	return list
}

// best is the index of the element with the most hits for a question, the first of
// equals; −1 where the list is empty or the question applies to no example.
func best(list []hits, q question) int {
	at := -1
	for i := range list {
		if list[i][q].of > 0 && (at < 0 || list[i][q].right > list[at][q].right) {
			at = i
		}
	}
	return at
}

// hitsOfBest chooses for each question the best element of a list and returns the hits
// of the same head or rule on other examples, which scored returns given its index.
func hitsOfBest(list []hits, scored func(at int) hits) (h hits) {
	for q := range questions {
		if at := best(list, q); at >= 0 {
			h[q] = scored(at)[q]
		}
	}
	return h
}

// RowStatistics are means over the examples of what the pronoun attends to in one
// head.
type RowStatistics struct {
	Head         model.Head `json:"head"`
	Entropy      Mean       `json:"entropy"`       // bits; 2^entropy is the effective number of tokens
	EntropyShare Mean       `json:"entropy_share"` // of log2 T, the entropy of uniform attention
	Antecedent   Mean       `json:"antecedent"`    // weight on the gold antecedent's tokens
	Rival        Mean       `json:"rival"`         // on the wrong candidates
	Predicate    *Mean      `json:"predicate"`     // on the predicate; nil where none is known
	Itself       Mean       `json:"itself"`        // on the pronoun
}

// rowStatistics returns those of the head with index h.
func (o *observation) rowStatistics(h int) RowStatistics {
	var entropies, shares, antecedent, rival, predicate, itself []float64
	for i := range o.examples {
		e, row := &o.examples[i], o.rows[i][h]
		bits := entropy(row)
		entropies = append(entropies, bits)
		if len(row) > 1 {
			shares = append(shares, bits/math.Log2(float64(len(row))))
		}
		if hasAntecedent(e) {
			antecedent = append(antecedent, weightOn(row, e.Antecedents...))
			rival = append(rival, weightOn(row, wrongCandidates(e)...))
		}
		if s, ok := o.predicate.of(e); ok {
			predicate = append(predicate, weightOn(row, s))
		}
		itself = append(itself, weightOn(row, e.Pronoun))
	}
	s := RowStatistics{o.heads[h], meanOf(entropies), meanOf(shares), meanOf(antecedent), meanOf(rival), nil, meanOf(itself)}
	if len(predicate) > 0 {
		m := meanOf(predicate)
		s.Predicate = &m
	}
	return s
}

// entropy is −Σ w·log2 w of weights that sum to 1, in bits: 0 where one is 1, log2
// of their number where all are equal.
func entropy(weights []float32) float64 {
	var bits float64
	for _, w := range weights {
		if w > 0 {
			bits -= float64(w) * math.Log2(float64(w))
		}
	}
	return bits
}

// weightOn is the weight of the tokens of the spans, each counted once.
func weightOn(row []float32, spans ...data.Span) float64 {
	var sum float64
	for _, i := range tokensOf(spans...) {
		sum += float64(row[i])
	}
	return sum
}
