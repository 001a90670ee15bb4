package faithfulness

import (
	"strings"
	"testing"

	"antecedent/model"
)

// effect is one that changes so many of 200 answers.
func effect(changed int) Effect {
	drop := float64(changed) / 200
	return Effect{Accuracy: Share{200 - changed, 200}, Changed: Share{changed, 200}, Drop: Mean{200, drop, drop, drop}}
}

// ablation is one that changes so many answers when the heads are replaced by their
// mean, and with their edges from the pronoun cut, and flips so many when patched
// there.
func ablation(name string, heads []model.Head, figures [3]int) Ablation {
	mean, edge, flipped := figures[0], figures[1], figures[2]
	return Ablation{Name: name, Heads: heads,
		Zero: effect(mean), Mean: effect(mean), Uniform: effect(mean), Permuted: effect(mean),
		Edges: &EdgeCuts{effect(edge), effect(0), effect(max(mean, edge))},
		Twin:  &Patches{Pronoun: PatchEffect{Flipped: Share{flipped, 200}}}}
}

// reportOf is a report on one layer of two heads, with the three figures of each
// head and of both together.
func reportOf(figures [3][3]int) *Report {
	finds := Share{970, 1000}
	heads := model.Config{Layers: 1, Heads: 2}.HeadList()
	return &Report{
		Layers: 1, PerLayer: 2, Evidence: &heads[0], Examples: 1000,
		Figures: Figures{Accuracy: Share{990, 1000}, EvidenceFinds: &finds},
		Rules:   map[string]float64{"nearest": 0.5},
		Sample:  Sample{Examples: 200, Twins: 100, Accuracy: Share{198, 200}, Rules: map[string]float64{"nearest": 0.5}},
		Ablations: []Ablation{
			ablation("0.0", heads[:1], figures[0]),
			ablation("0.1", heads[1:], figures[1]),
			ablation("all heads", heads, figures[2]),
		},
	}
}

func TestVerdict(t *testing.T) {
	for name, c := range map[string]struct {
		figures   [3][3]int
		says, not []string
	}{
		"needed": {[3][3]int{{90, 80, 95}, {0, 0, 0}, {100, 90, 100}},
			[]string{"depends on head 0.0", "decoration in head 0.1", "It is causally needed, at the pronoun", "through the pronoun, which reads it", "pointer row is the decision itself"},
			[]string{"stand in", "not shown to be needed"}},
		"not for the predicate": {[3][3]int{{90, 0, 0}, {0, 0, 0}, {100, 0, 0}},
			[]string{"depends on head 0.0", "but not for what the pronoun takes from the predicate"},
			[]string{"causally needed, at"}},
		"redundant": {[3][3]int{{0, 0, 0}, {2, 0, 0}, {100, 0, 0}},
			[]string{"on no single head", "They stand in for one another", "decoration in heads 0.0 and 0.1", "not shown to be needed"},
			[]string{"depends on head"}},
		"unused": {[3][3]int{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}},
			[]string{"not shown to depend on any head", "comes from elsewhere", "not shown to reach the answer"},
			[]string{"stand in for one another"}},
		"between": {[3][3]int{{12, 0, 0}, {0, 0, 0}, {100, 0, 0}},
			[]string{"too little to tell from 200 sentences: head 0.0"},
			[]string{"decoration in heads 0.0"}},
	} {
		report := reportOf(c.figures)
		report.conclude()
		got := strings.Join(report.Verdict, "\n")
		for _, want := range c.says {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the verdict lacks %q:\n%s", name, want, got)
			}
		}
		for _, not := range c.not {
			if strings.Contains(got, not) {
				t.Errorf("%s: the verdict says %q:\n%s", name, not, got)
			}
		}
	}
}
