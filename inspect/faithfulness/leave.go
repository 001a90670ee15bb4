package faith

import (
	"context"
)

// A Correlation compares the pronoun's attention with what each other word is
// worth to the answer: the fall of the probability of the model's own decision
// when that word is made unknown,
//
//	worth(j) = p(decision | text) − p(decision | text, word j unknown)
//
// over the words of one sentence but the pronoun (leave-one-out: Jain and
// Wallace, "Attention is not Explanation", 2019, by τ; Abnar and Zuidema,
// "Quantifying Attention Flow in Transformers", 2020, by ρ). Sentences in which
// all weights, or all worths, are equal have no correlation and do not count.
type Correlation struct {
	Name     string `json:"name"`     // a head's, "layer 0", "all heads": their mean; or "pointer"
	Kendall  Mean   `json:"kendall"`  // τ-b, mean over sentences
	Spearman Mean   `json:"spearman"` // ρ, mean over sentences
	Top      Share  `json:"top"`      // of sentences, the word with the most weight is worth the most
}

// correlations leaves every word out of every example in turn.
func (t *trial) correlations(ctx context.Context) ([]Correlation, error) {
	c := t.resolver.Model.Config()
	heads := headsOf(c)
	var names []string
	for _, g := range targetsOf(c) {
		names = append(names, g.name)
	}
	names = append(names, "pointer")
	taus, rhos, tops := make([][]float64, len(names)), make([][]float64, len(names)), make([]counter, len(names))
	for i := range t.examples {
		worth, err := t.worth(ctx, i)
		if err != nil {
			return nil, err
		}
		at := 0
		compare := func(row []float32) {
			weights := t.others(i, row)
			if tau, ok := kendall(weights, worth); ok {
				rho, _ := spearman(weights, worth)
				taus[at], rhos[at] = append(taus[at], tau), append(rhos[at], rho)
			}
			tops[at].add(len(weights) > 0 && greatest(weights, -1) == greatest(worth, -1))
			at++
		}
		for _, g := range targetsOf(c) {
			row := make([]float32, len(t.examples[i].Tokens))
			for h, head := range heads {
				for _, of := range g.heads {
					if head == of {
						for j, w := range t.rows[i][h] {
							row[j] += w / float32(len(g.heads))
						}
					}
				}
			}
			compare(row)
		}
		compare(t.predictions[i].Pointer)
	}
	var list []Correlation
	for at, name := range names {
		list = append(list, Correlation{name, meanOf(taus[at]), meanOf(rhos[at]), tops[at].share()})
	}
	return list, nil
}

// worth is what each word but the pronoun is worth to the i-th answer.
func (t *trial) worth(ctx context.Context, i int) ([]float64, error) {
	e := &t.examples[i]
	decision := decide(e, t.predictions[i])
	before := probability(e, t.predictions[i], decision)
	var list []float64
	for word := range e.Tokens {
		if word >= e.Pronoun.Start && word < e.Pronoun.End {
			continue
		}
		p, err := t.without(ctx, i, word)
		if err != nil {
			return nil, err
		}
		list = append(list, before-probability(e, p, decision))
	}
	return list, nil
}

// others are the weights of all tokens but the pronoun's.
func (t *trial) others(i int, row []float32) []float64 {
	var list []float64
	for j, w := range row {
		if p := t.examples[i].Pronoun; j < p.Start || j >= p.End {
			list = append(list, float64(w))
		}
	}
	return list
}
