package faith

import (
	"context"
	"fmt"
	"math"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model/resolver"
)

// A Look is how often a head, or a rule that reads nothing, finds what decides.
type Look struct {
	Name       string `json:"name"`       // a head's, or the baseline's
	Antecedent Share  `json:"antecedent"` // its most-attended word is of a gold antecedent
	Candidates *Share `json:"candidates"` // of the candidates' most-attended words, that of the gold one is greatest; null where it does not apply
	Predicate  *Share `json:"predicate"`  // its most-attended word is of the predicate; null where no predicate is known
}

// A Row is what the pronoun's row of a head is made of, on average.
type Row struct {
	Head       Head  `json:"head"`
	Entropy    Mean  `json:"entropy"`       // bits; 2^entropy is to how many words it amounts
	OfMost     Mean  `json:"entropy_share"` // of log2 T, the entropy of uniform attention
	Antecedent Mean  `json:"antecedent"`    // weight on the gold antecedent's tokens
	Rival      Mean  `json:"rival"`         // on the other candidates
	Predicate  *Mean `json:"predicate"`     // on the predicate; null where none is known
	Itself     Mean  `json:"itself"`        // on the pronoun
	bits, part []float64
	weights    [4][]float64
}

// A finding is whether the three questions of a Look are answered by yes, for
// one example.
type finding struct{ antecedent, candidates, predicate answer }

type answer int8

const (
	no answer = iota
	yes
	notAsked // the example has no such thing
)

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

// A judge knows the gold of examples.
type judge struct {
	predicate func(id string) (data.Span, bool)
}

// evidence is the predicate's span, false where none is known.
func (j judge) evidence(e *data.Example) (data.Span, bool) {
	if j.predicate == nil {
		return data.Span{}, false
	}
	s, ok := j.predicate(e.ID)
	return s, ok && s.Start >= 0 && s.Start < s.End && s.End <= len(e.Tokens)
}

// find judges a most-attended word and a most-attended candidate; −1 is none.
func (j judge) find(e *data.Example, word, candidate int) finding {
	f := finding{notAsked, notAsked, notAsked}
	if e.Labelled && len(e.Antecedents) > 0 {
		f.antecedent = answerOf(isGold(e, data.Span{Start: word, End: word + 1}))
		if len(e.Candidates) > 1 && candidate >= 0 {
			f.candidates = answerOf(isGold(e, e.Candidates[candidate]))
		}
	}
	if s, ok := j.evidence(e); ok {
		f.predicate = answerOf(word >= s.Start && word < s.End)
	}
	return f
}

func (j judge) findRow(e *data.Example, row []float32) finding {
	most := make([]float32, len(e.Candidates))
	for i, c := range e.Candidates {
		for _, w := range row[c.Start:c.End] {
			most[i] = max(most[i], w)
		}
	}
	return j.find(e, greatest(row, -1), greatest(most, -1))
}

func (j judge) findRule(index int, e *data.Example, rule score.Rule) finding {
	words := *e // every word but the pronoun's is a candidate
	words.Candidates = nil
	for i := range e.Tokens {
		if i < e.Pronoun.Start || i >= e.Pronoun.End {
			words.Candidates = append(words.Candidates, data.Span{Start: i, End: i + 1})
		}
	}
	word, candidate := -1, -1
	if len(words.Candidates) > 0 {
		word = words.Candidates[rule.Choose(index, &words)].Start
	}
	if len(e.Candidates) > 0 {
		candidate = rule.Choose(index, e)
	}
	return j.find(e, word, candidate)
}

func isGold(e *data.Example, s data.Span) bool {
	for _, gold := range e.Antecedents {
		if gold.Overlaps(s) {
			return true
		}
	}
	return false
}

// A tally counts findings.
type tally struct{ antecedent, candidates, predicate counter }

func (t *tally) add(f finding) {
	count := func(c *counter, a answer) {
		if a != notAsked {
			c.add(a == yes)
		}
	}
	count(&t.antecedent, f.antecedent)
	count(&t.candidates, f.candidates)
	count(&t.predicate, f.predicate)
}

func (t tally) look(name string) Look {
	return Look{name, t.antecedent.share(), t.candidates.shareOrNil(), t.predicate.shareOrNil()}
}

func (c counter) shareOrNil() *Share {
	if c.of == 0 {
		return nil
	}
	s := c.share()
	return &s
}

// A view is what a model's heads look at in some examples.
type view struct {
	examples    []data.Example
	predictions []score.Prediction
	findings    [][]finding // [example][head]
	rows        []Row       // [head]
}

func (j judge) view(ctx context.Context, r *resolver.Resolver, examples []data.Example) (*view, error) {
	heads := headsOf(r.Model.Config())
	v := &view{examples: examples, predictions: make([]score.Prediction, len(examples)), findings: make([][]finding, len(examples))}
	all := make([][][]float32, len(examples)) // to be added up in their order, not that of the batches
	err := observe(ctx, r, examples, func(i int, p score.Prediction, rows [][]float32) {
		v.predictions[i] = p
		for _, row := range rows {
			v.findings[i] = append(v.findings[i], j.findRow(&examples[i], row))
			all[i] = append(all[i], append([]float32(nil), row...))
		}
	})
	if err != nil {
		return nil, err
	}
	for at, h := range heads {
		row := Row{Head: h}
		for i := range examples {
			j.addRow(&row, &examples[i], all[i][at])
		}
		v.rows = append(v.rows, row.close())
	}
	return v, nil
}

func (j judge) addRow(r *Row, e *data.Example, row []float32) {
	bits := entropy(row)
	r.bits = append(r.bits, bits)
	if len(row) > 1 {
		r.part = append(r.part, bits/math.Log2(float64(len(row))))
	}
	on := func(kind int, spans ...data.Span) {
		r.weights[kind] = append(r.weights[kind], weightOf(row, spans))
	}
	if e.Labelled && len(e.Antecedents) > 0 {
		on(0, e.Antecedents...)
		on(1, rivals(e)...)
	}
	if s, ok := j.evidence(e); ok {
		on(2, s)
	}
	on(3, e.Pronoun)
}

func (r Row) close() Row {
	r.Entropy, r.OfMost = meanOf(r.bits), meanOf(r.part)
	r.Antecedent, r.Rival, r.Itself = meanOf(r.weights[0]), meanOf(r.weights[1]), meanOf(r.weights[3])
	if len(r.weights[2]) > 0 {
		m := meanOf(r.weights[2])
		r.Predicate = &m
	}
	r.bits, r.part, r.weights = nil, nil, [4][]float64{}
	return r
}

// rivals are the candidates that are wrong.
func rivals(e *data.Example) []data.Span {
	var list []data.Span
	for _, c := range e.Candidates {
		if !isGold(e, c) {
			list = append(list, c)
		}
	}
	return list
}

// weightOf is the weight of the tokens of spans, each counted once.
func weightOf(row []float32, spans []data.Span) float64 {
	var sum float64
	for i, w := range row {
		for _, s := range spans {
			if i >= s.Start && i < s.End {
				sum += float64(w)
				break
			}
		}
	}
	return sum
}

// tally counts one head's findings.
func (v *view) tally(head int) tally {
	var t tally
	for _, f := range v.findings {
		t.add(f[head])
	}
	return t
}

// best is the head with the greatest share, the first of equals; −1 where
// there is no head or nothing to choose by.
func (v *view) best(by func(tally) counter) int {
	var shares []float64
	if len(v.rows) == 0 || by(v.tally(0)).of == 0 {
		return -1
	}
	for h := range v.rows {
		shares = append(shares, by(v.tally(h)).share().Share)
	}
	return greatest(shares, -1)
}

func byAntecedent(t tally) counter { return t.antecedent }
func byCandidates(t tally) counter { return t.candidates }
func byPredicate(t tally) counter  { return t.predicate }

// baselines are the rules of package score, uniform attention, and the fixed
// distances from the pronoun that do best on the examples to choose by.
func (j judge) baselines(choose, report []data.Example) []Look {
	var list []Look
	for _, rule := range score.Rules() {
		var t tally
		for i := range report {
			t.add(j.findRule(i, &report[i], rule))
		}
		list = append(list, t.look(rule.Name))
	}
	list = append(list, j.uniform(report))
	if offset, ok := j.offset(choose, report); ok {
		list = append(list, offset)
	}
	return list
}

// uniform is a head that looks at all words alike. A tie counts for each of the
// tied words by equal parts; the counts are rounded sums of these.
func (j judge) uniform(examples []data.Example) Look {
	var sums [3]float64
	var of [3]int
	add := func(kind, part, whole int) {
		sums[kind] += float64(part) / float64(whole)
		of[kind]++
	}
	for i := range examples {
		e := &examples[i]
		one := make([]float32, len(e.Tokens))
		for i := range one {
			one[i] = 1
		}
		if e.Labelled && len(e.Antecedents) > 0 {
			add(0, int(weightOf(one, e.Antecedents)), len(e.Tokens))
			if n := len(e.Candidates); n > 1 {
				add(1, n-len(rivals(e)), n)
			}
		}
		if s, ok := j.evidence(e); ok {
			add(2, s.Len(), len(e.Tokens))
		}
	}
	counted := func(kind int) counter { return counter{int(math.Round(sums[kind])), of[kind]} }
	return tally{counted(0), counted(1), counted(2)}.look("uniform")
}

// offset is the strongest rule that reads nothing (Clark et al., 2019): always
// the word at one distance from the pronoun, chosen for each question apart.
func (j judge) offset(choose, report []data.Example) (Look, bool) {
	at := func(examples []data.Example, distance int) tally {
		var t tally
		for i := range examples {
			e := &examples[i]
			f := j.find(e, e.Pronoun.Start+distance, -1)
			t.add(f)
		}
		return t
	}
	reach := 0
	for i := range choose {
		reach = max(reach, len(choose[i].Tokens)-1)
	}
	best := func(by func(tally) counter) (distance int, ok bool) {
		most := -1
		for d := -reach; d <= reach; d++ {
			if c := by(at(choose, d)); d != 0 && c.of > 0 && c.count > most {
				distance, most, ok = d, c.count, true
			}
		}
		return distance, ok
	}
	antecedent, ok := best(byAntecedent)
	if !ok {
		return Look{}, false
	}
	t, name := at(report, antecedent), fmt.Sprintf("offset %+d", antecedent)
	t.predicate = counter{}
	if predicate, ok := best(byPredicate); ok {
		t.predicate = at(report, predicate).predicate
		name += fmt.Sprintf(", %+d", predicate)
	}
	return t.look(name), true
}
