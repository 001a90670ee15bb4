package main

import (
	_ "embed"
	"fmt"
	"math"
	"strings"

	"antecedent/data/vectors"
)

// The words that the two probes learn from, by hand.
//
//go:embed probes.txt
var probesText string

// minLogit is how sure both probes must be: a probability of .95. rarest is the
// rank from which on words are too rare to have vectors to be sure of.
const (
	minLogit = 3
	rarest   = 60_000
)

// firstNames returns the words that are first names: those of probes.txt, and
// those that a probe of first names and a probe of gender are both sure of and
// that WordNet does not have in lower case.
func firstNames(t *vectors.Table, wn *wordNet) ([]string, error) {
	lists, err := readLists(probesText)
	if err != nil {
		return nil, err
	}
	male, female := rows(t, lists["male"]), rows(t, lists["female"])
	others := rows(t, append(append([]string(nil), lists["surnames"]...), lists["others"]...))
	if min(len(male), len(female), len(others)) < 50 {
		return nil, fmt.Errorf("too few of the words of probes.txt have vectors: %d, %d and %d", len(male), len(female), len(others))
	}
	gender := learn(male, female)
	name := learn(append(append([][]float32(nil), male...), female...), others)

	given := map[string]bool{}
	for _, word := range append(append([]string(nil), lists["male"]...), lists["female"]...) {
		given[word] = true
	}
	not := map[string]bool{}
	for _, word := range append(append([]string(nil), lists["surnames"]...), lists["others"]...) {
		not[word] = true
	}
	var names []string
	for i, word := range t.Words() {
		switch {
		case i == 0 || not[word]:
		case given[word]:
			names = append(names, word)
		case i > rarest || !letters(word) || wn.isCommon(word) || vectors.Defined(word):
		default:
			v := t.Vector(i)
			if name.logit(v) > minLogit && math.Abs(gender.logit(v)) > minLogit {
				names = append(names, word)
			}
		}
	}
	return names, nil
}

func letters(word string) bool {
	for _, c := range word {
		if (c < 'a' || c > 'z') && c < 0x80 {
			return false
		}
	}
	return len(word) > 2
}

// readLists reads lists of words, each after a line "[its name]".
func readLists(text string) (map[string][]string, error) {
	lists := map[string][]string{}
	var list string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if name, ok := strings.CutPrefix(line, "["); ok {
			list, _, _ = strings.Cut(name, "]")
			continue
		}
		if words := strings.Fields(line); len(words) > 0 {
			if list == "" {
				return nil, fmt.Errorf("probes.txt: words before the first list")
			}
			lists[list] = append(lists[list], words...)
		}
	}
	return lists, nil
}

func rows(t *vectors.Table, words []string) [][]float32 {
	var out [][]float32
	for _, word := range words {
		if i, ok := t.ID(word); ok {
			out = append(out, t.Vector(i))
		}
	}
	return out
}

// A probe is a logistic regression on word vectors.
type probe struct {
	weights []float64
	bias    float64
}

func (p *probe) logit(v []float32) float64 {
	sum := p.bias
	for e, x := range v {
		sum += p.weights[e] * float64(x)
	}
	return sum
}

// learn fits a probe by gradient descent; both classes weigh the same.
func learn(positive, negative [][]float32) *probe {
	const (
		steps = 2000
		rate  = .05
		decay = .003 // of the weights, the mean loss being the other part
	)
	width := len(positive[0])
	p := &probe{weights: make([]float64, width)}
	for range steps {
		gradient := make([]float64, width)
		var bias float64
		for class, list := range [][][]float32{negative, positive} {
			for _, v := range list {
				g := (1/(1+math.Exp(-p.logit(v))) - float64(class)) / float64(2*len(list))
				for e, x := range v {
					gradient[e] += g * float64(x)
				}
				bias += g
			}
		}
		for e := range gradient {
			p.weights[e] -= rate * (gradient[e] + decay*p.weights[e])
		}
		p.bias -= rate * bias
	}
	return p
}
