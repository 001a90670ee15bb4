// Command structure measures what the features of package data/structure know
// without any word: a linear model of them alone is fitted to files of GAP in five
// folds, and each fold is scored by the model of the other four.
//
//	go run ./bench/structure ../shared/data/gap/gap-development.tsv ../shared/data/gap/gap-validation.tsv
//
// With two settings. "gold-two": the names A and B are given, and all mentions of
// their entities and NONE share the probability. "snippet": mentions are found without
// looking at A and B; the answer is the entity with the greatest sum of its mentions'
// probabilities, or NONE; A is TRUE where the best mention of that entity overlaps A
// or has the name of A, B likewise.
package main

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"sync"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/score"
	"antecedent/data/structure"
)

func main() {
	weights := flag.Bool("weights", false, "print the weight of each feature, fitted to all rows")
	steps := flag.Int("steps", 200, "steps of the optimizer")
	decay := flag.Float64("decay", 0.001, "weight decay")
	flag.Parse()
	if err := run(flag.Args(), *steps, *decay, *weights); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(paths []string, steps int, decay float64, weights bool) error {
	var examples []data.Example
	for _, path := range paths {
		file, err := format.ReadFile(context.Background(), path, "gap")
		if err != nil {
			return err
		}
		examples = append(examples, file.Examples...)
	}
	if len(examples) == 0 {
		return fmt.Errorf("structure: no examples; name the files of GAP")
	}
	for _, s := range settings {
		rows := s.rows(examples)
		answers := crossValidate(examples, rows, steps, decay)
		fmt.Printf("%-8s %s\n", s.name, score.ScoreGAP(examples, answers))
		if weights {
			m := fit(rows, steps, decay)
			fmt.Printf("  %+.2f  NONE\n", m.none)
			for i, f := range structure.Features() {
				n := 0
				for _, r := range rows {
					for _, set := range r.sets {
						n += int(set >> i & 1)
					}
				}
				fmt.Printf("  %+.2f  %-36s %6d  %s\n", m.weights[i], f.Name, n, f.About)
			}
		}
	}
	return nil
}

const folds = 5

// fold is the same for an example in every run.
func fold(e *data.Example) int {
	h := fnv.New32a()
	h.Write([]byte(e.ID))
	return int(h.Sum32() % folds)
}

// crossValidate answers each example by the model fitted to the other folds.
func crossValidate(examples []data.Example, rows []row, steps int, decay float64) []score.Prediction {
	out := make([]score.Prediction, len(rows))
	var wait sync.WaitGroup
	for f := range folds {
		wait.Go(func() {
			var others []row
			for i, r := range rows {
				if fold(&examples[i]) != f {
					others = append(others, r)
				}
			}
			m := fit(others, steps, decay)
			for i := range rows {
				if fold(&examples[i]) == f {
					out[i] = answer(&examples[i], rows[i], m)
				}
			}
		})
	}
	wait.Wait()
	return out
}

// answer puts the model's answer on the tokens of the name that it chose.
func answer(e *data.Example, r row, m *linear) score.Prediction {
	p := m.probabilities(r.sets, nil)
	prediction := score.Prediction{Pointer: make([]float32, len(e.Tokens))}
	switch group := r.choose(p); group {
	case groupA, groupB:
		prediction.Pointer[e.Candidates[group].Start] = 1
	default:
		prediction.None = 1
	}
	return prediction
}

// choose returns the group of the best mention of the entity with the greatest sum of
// probabilities.
func (r row) choose(p []float64) int {
	sums := make(map[int]float64)
	for k, e := range r.entities {
		sums[e] += p[k]
	}
	best, group := p[len(p)-1], none
	for k, e := range r.entities { // in the order of the text
		if sums[e] > best {
			best = sums[e]
			top := k
			for j := range r.entities {
				if r.entities[j] == e && p[j] > p[top] {
					top = j
				}
			}
			group = r.groups[top]
		}
	}
	return group
}

// A setting is a way to ask GAP's question.
type setting struct {
	name string
	rows func([]data.Example) []row
}

var settings = []setting{{"gold-two", goldTwo}, {"snippet", snippet}}

// goldTwo keeps the mentions of the two names' entities.
func goldTwo(examples []data.Example) []row {
	examples = slices.Clone(examples)
	structure.Annotate(examples)
	rows := make([]row, len(examples))
	for i := range examples {
		e := &examples[i]
		rows[i].gold = gold(e)
		for k, m := range e.Mentions {
			if g := group(e, e.Mentions, m); g != none {
				rows[i].add(e.Features[k], g, m.Entity)
			}
		}
	}
	return rows
}

// snippet keeps every mention that is found without the names.
func snippet(examples []data.Example) []row {
	given := slices.Clone(examples)
	structure.Annotate(given)
	examples = slices.Clone(examples)
	for i := range examples {
		examples[i].Candidates, examples[i].Antecedents = nil, nil
	}
	structure.Annotate(examples)
	rows := make([]row, len(examples))
	for i := range examples {
		e := &examples[i]
		rows[i].gold = gold(&given[i])
		for k, m := range e.Mentions {
			rows[i].add(e.Features[k], group(&given[i], given[i].Mentions, m), m.Entity)
		}
	}
	return rows
}

func (r *row) add(set uint64, group, entity int) {
	r.sets = append(r.sets, set)
	r.groups = append(r.groups, group)
	r.entities = append(r.entities, entity)
}

// gold is the group of the right answer.
func gold(e *data.Example) int {
	for g, name := range e.Candidates {
		if slices.Contains(e.Antecedents, name) {
			return g
		}
	}
	return none
}

// group is A or B where mention m overlaps that name, or where it is, with the names
// given, a mention of the same entity.
func group(e *data.Example, mentions []data.Mention, m data.Mention) int {
	for g, name := range e.Candidates {
		if name.Overlaps(m.Span) {
			return g
		}
	}
	entity := -1
	for _, other := range mentions {
		if other.Span == m.Span {
			entity = other.Entity
		}
	}
	for g, name := range e.Candidates {
		for _, other := range mentions {
			if other.Span == name && other.Entity == entity {
				return g
			}
		}
	}
	return none
}
