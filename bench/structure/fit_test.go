package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"antecedent/data/format"
	"antecedent/data/score"
	"antecedent/data/structure"
	"antecedent/internal/testenv"
)

// A fit to 300 rows of GAP answers 300 others better than the nearest name does.
func TestFitBeatsTheNearestName(t *testing.T) {
	file, err := format.ReadFile(t.Context(), testenv.Data(t, "gap/gap-development.tsv"), "gap")
	if err != nil {
		t.Fatal(err)
	}
	examples := file.Examples[:600]
	held := examples[300:]
	nearest := make([]score.Prediction, len(held))
	for i := range held {
		e := &held[i]
		nearest[i].Pointer = make([]float32, len(e.Tokens))
		nearest[i].Pointer[e.Candidates[score.Rules()[0].Choose(i, e)].Start] = 1
	}
	baseline := score.ScoreGAP(held, nearest)
	for _, s := range settings {
		rows := s.rows(examples)
		m := fit(rows[:300], 60, 0.003)
		answers := make([]score.Prediction, len(held))
		for i := range held {
			answers[i] = answer(&held[i], rows[300+i], m)
		}
		got := score.ScoreGAP(held, answers)
		t.Logf("%s %v; nearest %v", s.name, got, baseline)
		if got.Overall < baseline.Overall+8 || got.ThreeWay < baseline.ThreeWay+8 {
			t.Errorf("%s: %v; the nearest name has %v", s.name, got, baseline)
		}
	}
}

// The rows of a fit that a feature decides: mentions with it are right.
func TestFitFindsTheFeatureThatDecides(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var rows []row
	for range 200 {
		sets := []uint64{1 | 1<<5, 1 | 1<<7}
		groups := []int{groupA, groupB}
		if r.IntN(2) == 0 {
			slices.Reverse(sets)
			slices.Reverse(groups)
		}
		rows = append(rows, row{sets: sets, groups: groups, entities: []int{0, 1}, gold: groupA})
	}
	m := fit(rows, 100, 0.001)
	if m.weights[5] < 1 || m.weights[7] > -1 || math.Abs(m.weights[9]) > 1e-9 {
		t.Errorf("weights %.2f of the right feature, %.2f of the wrong one, %.2f of one that never occurs", m.weights[5], m.weights[7], m.weights[9])
	}
	if len(m.weights) != len(structure.Features()) {
		t.Errorf("%d weights for %d features", len(m.weights), len(structure.Features()))
	}
}

// The probabilities of an entity's mentions add up; the answer is its best mention.
func TestChoose(t *testing.T) {
	r := row{groups: []int{groupA, groupB, none, groupA}, entities: []int{0, 1, 2, 0}}
	for want, p := range map[int][]float64{
		groupA: {0.2, 0.3, 0.1, 0.2, 0.2},
		groupB: {0.1, 0.4, 0.1, 0.2, 0.2},
		none:   {0.1, 0.2, 0.1, 0.1, 0.5},
	} {
		if got := r.choose(p); got != want {
			t.Errorf("%v is answered by group %d, not %d", p, got, want)
		}
	}
	if got := r.choose([]float64{0.1, 0.1, 0.5, 0.1, 0.2}); got != none {
		t.Errorf("another name is answered by group %d", got)
	}
}
