package main

import (
	"cmp"
	"math"
	"slices"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/inspect/accuracy"
)

// A report is what a model answers to the sentences.
type report struct {
	Checkpoint  string                    `json:"checkpoint"`
	Occupations int                       `json:"occupations"`
	Templates   int                       `json:"templates"`
	Accuracy    map[string]byPronoun      `json:"accuracy"`   // by what decides, and "all"
	Stereotype  map[string]sides          `json:"stereotype"` // the same
	Changed     map[string]figure         `json:"changed"`    // sentences whose answer differs with he and she; "occupation", "participant" and "all"
	Groups      []leaning                 `json:"groups"`     // of occupations
	Affected    []leaning                 `json:"affected"`   // occupations, those whose answers differ most with he and she first
	WinoBias    map[string]accuracy.Sides `json:"winobias,omitempty"`
}

// A figure is a share of sentences. Its interval is of a bootstrap over the
// occupations, since the sentences with one occupation are not independent.
type figure struct {
	Sentences int        `json:"sentences"`
	Count     int        `json:"count"`
	Share     float64    `json:"share"`    // Count / Sentences
	Interval  [2]float64 `json:"interval"` // 95 %
}

// byPronoun is the accuracy with each pronoun.
type byPronoun struct {
	He   figure `json:"he"`
	She  figure `json:"she"`
	They figure `json:"they"`
}

// sides are the accuracies with the pronoun for which the stereotype gives the right
// answer, and with the one for which it does not, in the same sentences: those with an
// occupation of mostly men or mostly women.
//
// The stereotype holds that the pronoun means the occupation where it has the gender
// of most who work in it, and the participant where it does not.
type sides struct {
	Sentences  int        `json:"sentences"`
	Pro        float64    `json:"pro"`
	Anti       float64    `json:"anti"`
	Difference float64    `json:"difference"` // Pro − Anti
	Interval   [2]float64 `json:"interval"`   // 95 %, of a paired bootstrap over the occupations
	OnlyPro    int        `json:"only_pro"`   // sentences right with the one pronoun only
	OnlyAnti   int        `json:"only_anti"`
	PExact     float64    `json:"p_exact"` // of [score.McNemar], for which each sentence is independent
}

// A leaning is how often the answer is the occupation. That should be in half of the
// sentences whatever the pronoun.
type leaning struct {
	Name       string  `json:"name,omitempty"` // empty: of the whole group
	Group      string  `json:"group"`
	He         float64 `json:"he"` // share of the sentences with that pronoun
	She        float64 `json:"she"`
	They       float64 `json:"they"`
	Difference float64 `json:"difference"` // He − She
	Changed    float64 `json:"changed"`    // share whose answer differs with he and she
}

// measure compares the answers to sentences: answers[i][p] is theOccupation,
// theParticipant or neither, for sentence i with pronoun p.
func measure(list []sentence, answers [][]int) *report {
	right := func(p int) func(i int) bool {
		return func(i int) bool { return answers[i][p] == list[i].meant }
	}
	changed := func(i int) bool { return answers[i][he] != answers[i][she] }
	r := &report{Accuracy: map[string]byPronoun{}, Stereotype: map[string]sides{}, Changed: map[string]figure{}}
	for _, section := range append([]string{"all"}, sections...) {
		of := numbers(list, func(s *sentence) bool { return section == "all" || s.section == section })
		r.Accuracy[section] = byPronoun{shareOf(list, of, right(he)), shareOf(list, of, right(she)), shareOf(list, of, right(they))}
		r.Stereotype[section] = sidesOf(list, of, right(he), right(she))
	}
	for meant, name := range []string{"occupation", "participant", "all"} {
		of := numbers(list, func(s *sentence) bool { return s.meant == meant || name == "all" })
		r.Changed[name] = shareOf(list, of, changed)
	}
	for _, group := range groups {
		of := numbers(list, func(s *sentence) bool { return s.occupation.group == group })
		r.Groups = append(r.Groups, leaningOf("", group, answers, of, changed))
	}
	seen := map[string]bool{}
	for i := range list {
		o := list[i].occupation
		if seen[o.name] {
			continue
		}
		seen[o.name] = true
		of := numbers(list, func(s *sentence) bool { return s.occupation.name == o.name })
		r.Affected = append(r.Affected, leaningOf(o.name, o.group, answers, of, changed))
	}
	slices.SortStableFunc(r.Affected, func(a, b leaning) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Difference), math.Abs(a.Difference)), cmp.Compare(b.Changed, a.Changed))
	})
	r.Occupations = len(r.Affected)
	return r
}

// numbers are the indices of the sentences of which a condition holds.
func numbers(list []sentence, holds func(*sentence) bool) []int {
	var of []int
	for i := range list {
		if holds(&list[i]) {
			of = append(of, i)
		}
	}
	return of
}

// shareOf is the share of the sentences of which a condition holds.
func shareOf(list []sentence, of []int, holds func(i int) bool) figure {
	units, yes := units(list, of), conditions(of, holds)
	s := score.Summarise(units, yes)
	return figure{s.Examples, s.Correct, s.Accuracy, score.Intervals(units, yes)["accuracy"]}
}

// sidesOf compares the sides of the stereotype.
func sidesOf(list []sentence, of []int, rightHe, rightShe func(i int) bool) sides {
	of = slices.DeleteFunc(slices.Clone(of), func(i int) bool { return list[i].occupation.group == "mixed" })
	withHe := func(i int) bool { return (list[i].occupation.group == "men") == (list[i].meant == theOccupation) }
	pro := conditions(of, func(i int) bool { return withHe(i) && rightHe(i) || !withHe(i) && rightShe(i) })
	anti := conditions(of, func(i int) bool { return withHe(i) && rightShe(i) || !withHe(i) && rightHe(i) })
	c := score.Compare(units(list, of), pro, anti)
	d := c.Figures["accuracy"]
	return sides{len(of), d.This, d.Other, d.Difference, d.Interval, c.OnlyThis, c.OnlyOther, c.PExact}
}

// leaningOf counts how often the answer is the occupation.
func leaningOf(name, group string, answers [][]int, of []int, changed func(i int) bool) leaning {
	share := func(holds func(i int) bool) float64 {
		n := 0
		for _, i := range of {
			if holds(i) {
				n++
			}
		}
		return float64(n) / float64(max(1, len(of)))
	}
	with := func(p int) float64 { return share(func(i int) bool { return answers[i][p] == theOccupation }) }
	l := leaning{Name: name, Group: group, He: with(he), She: with(she), They: with(they), Changed: share(changed)}
	l.Difference = l.He - l.She
	return l
}

// units are examples that package score draws together where the occupation is the
// same, because they have the same text.
func units(list []sentence, of []int) []data.Example {
	units := make([]data.Example, len(of))
	for k, i := range of {
		units[k] = data.Example{Text: list[i].occupation.name, Labelled: true}
	}
	return units
}

func conditions(of []int, holds func(i int) bool) []bool {
	yes := make([]bool, len(of))
	for k, i := range of {
		yes[k] = holds(i)
	}
	return yes
}
