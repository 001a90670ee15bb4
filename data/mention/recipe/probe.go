package main

import (
	"bufio"
	"compress/gzip"
	_ "embed"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
)

// vectorSpace holds the vectors of words, in the order of their frequency.
type vectorSpace struct {
	words  []string
	rank   map[string]int
	values [][]float64
	mean   []float64 // of the 40,000 most frequent
}

func readVectors(path string) (*vectorSpace, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := &vectorSpace{rank: map[string]int{}}
	lines := bufio.NewScanner(zip)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		v := make([]float64, len(fields)-1)
		for i, f := range fields[1:] {
			if v[i], err = strconv.ParseFloat(f, 64); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, len(s.words)+1, err)
			}
		}
		s.rank[fields[0]] = len(s.words)
		s.words = append(s.words, fields[0])
		s.values = append(s.values, v)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(s.words) == 0 {
		return nil, fmt.Errorf("%s: no vectors", path)
	}
	s.mean = make([]float64, len(s.values[0]))
	n := min(40000, len(s.values))
	for _, v := range s.values[:n] {
		for i, x := range v {
			s.mean[i] += x / float64(n)
		}
	}
	return s, nil
}

// vector returns a word's vector less the mean, of length 1.
func (s *vectorSpace) vector(rank int) []float64 {
	v, square := make([]float64, len(s.mean)), 0.
	for i, x := range s.values[rank] {
		v[i] = x - s.mean[i]
		square += v[i] * v[i]
	}
	for i := range v {
		v[i] /= math.Sqrt(square)
	}
	return v
}

// A probe is a linear classifier of vectors.
type probe struct {
	weights []float64
	bias    float64
}

func (p probe) logit(v []float64) float64 {
	z := p.bias
	for i, w := range p.weights {
		z += w * v[i]
	}
	return z
}

//go:embed seeds.txt
var seeds string

// trainProbes fits the three probes to the seed words: masculine against feminine
// names, persons against what else is written with a capital, and first names
// against surnames.
func trainProbes(s *vectorSpace) (gender, person, first probe, err error) {
	lists := map[string][]string{}
	key := ""
	for _, line := range strings.Split(seeds, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if name, rest, ok := strings.Cut(line, ":"); ok {
			key, line = name, rest
		}
		lists[key] = append(lists[key], strings.Fields(line)...)
	}
	vectors := func(names ...string) (found [][]float64) {
		for _, name := range names {
			for _, word := range lists[name] {
				if rank, ok := s.rank[word]; ok {
					found = append(found, s.vector(rank))
				} else {
					err = fmt.Errorf("seeds.txt: no vector of %q; take another word", word)
				}
			}
		}
		return found
	}
	gender = fit(vectors("men", "masculine"), vectors("women", "feminine"))
	person = fit(vectors("men", "women", "surnames", "people"), vectors("others"))
	first = fit(vectors("men", "women"), vectors("surnames"))
	return gender, person, first, err
}

// fit is logistic regression by gradient descent, both classes of equal weight.
func fit(positive, negative [][]float64) probe {
	const steps, rate, decay = 3000, 8, 1e-3
	p := probe{weights: make([]float64, len(positive[0]))}
	for range steps {
		gradient, bias := make([]float64, len(p.weights)), 0.
		add := func(class [][]float64, target float64) {
			for _, v := range class {
				e := (1/(1+math.Exp(-p.logit(v))) - target) / 2 / float64(len(class))
				bias += e
				for i, x := range v {
					gradient[i] += e * x
				}
			}
		}
		add(positive, 1)
		add(negative, 0)
		for i, w := range p.weights {
			p.weights[i] -= rate * (gradient[i] + decay*w)
		}
		p.bias -= rate * bias
	}
	return p
}
