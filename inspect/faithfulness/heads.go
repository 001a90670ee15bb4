package faithfulness

import (
	"math"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
)

// A HeadScore is how often a head, or a rule in the place of a head, attends most
// to what decides the answer (after Clark et al., "What Does BERT Look At?", 2019).
type HeadScore struct {
	Name       string `json:"name"`       // a head's, or the baseline's
	Antecedent Share  `json:"antecedent"` // the most-attended token belongs to a gold antecedent
	Candidates *Share `json:"candidates"` // of the candidates' most-attended tokens, the gold one's has the most; nil where it does not apply
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
// or a rule gets right.
type hits [questions]Share

func (h *hits) score(name string) HeadScore {
	return HeadScore{name, h[onAntecedent], h[onCandidates].orNil(), h[onPredicate].orNil()}
}

// hitsOf counts the examples, given the token and the candidate of each that are
// attended to most, −1 for none.
func (o *observation) hitsOf(attend func(i int, e *data.Example) (token, candidate int)) (h hits) {
	for i := range o.examples {
		e := &o.examples[i]
		token, candidate := attend(i, e)
		one := data.Span{Start: token, End: token + 1}
		if hasAntecedent(e) {
			h[onAntecedent].add(score.IsGold(e, one))
			if len(e.Candidates) > 1 && candidate >= 0 {
				h[onCandidates].add(score.IsGold(e, e.Candidates[candidate]))
			}
		}
		if s, ok := o.predicate.of(e); ok {
			h[onPredicate].add(s.Overlaps(one))
		}
	}
	return h
}

// headHits are the hits of each head.
func (o *observation) headHits() []hits {
	list := make([]hits, len(o.heads))
	for h := range list {
		list[h] = o.hitsOf(func(i int, e *data.Example) (token, candidate int) {
			row := o.rows[i][h]
			most := make([]float32, len(e.Candidates))
			for k, c := range e.Candidates {
				most[k] = slices.Max(row[c.Start:c.End])
			}
			return greatest(row), greatest(most)
		})
	}
	return list
}

// best is the index of the one with the most hits for a question, the first of
// equals; −1 where there is none, or no example that the question applies to.
func best(list []hits, q question) int {
	at := -1
	for i := range list {
		if list[i][q].Of > 0 && (at < 0 || list[i][q].Count > list[at][q].Count) {
			at = i
		}
	}
	return at
}

// hitsOfBest are, for each question, the hits on some examples of the one that is best
// on others, by which it is chosen.
func hitsOfBest(chosen, scored []hits) (h hits) {
	for q := range questions {
		if at := best(chosen, q); at >= 0 {
			h[q] = scored[at][q]
		}
	}
	return h
}

// RowStatistics are means over examples of the pronoun's row of one head.
type RowStatistics struct {
	Head         model.Head `json:"head"`
	Entropy      Mean       `json:"entropy"`       // bits; 2^entropy is the effective number of tokens
	EntropyShare Mean       `json:"entropy_share"` // of log2 T, the entropy of uniform attention
	Antecedent   Mean       `json:"antecedent"`    // weight on the gold antecedent's tokens
	Rival        Mean       `json:"rival"`         // on the wrong candidates
	Predicate    *Mean      `json:"predicate"`     // on the predicate; nil where none is known
	Itself       Mean       `json:"itself"`        // on the pronoun
}

// rowStatistics are those of the h-th head.
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
