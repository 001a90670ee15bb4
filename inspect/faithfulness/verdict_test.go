package faith

import (
	"strings"
	"testing"
)

// effect is one that changes so many of 200 answers.
func effect(changed int) Effect {
	drop := float64(changed) / 200
	return Effect{Accuracy: shareOf(200-changed, 200), Changed: shareOf(changed, 200), Drop: Mean{200, drop, drop, drop}}
}

// knocked is a head that changes so many answers when replaced by its mean, and
// with its edge from the pronoun cut, and flips so many when patched there.
func knocked(name string, heads []Head, mean, edge, flipped int) Knock {
	all := max(mean, edge)
	return Knock{Name: name, Heads: heads,
		Zero: effect(mean), Mean: effect(mean), Uniform: effect(mean), Permuted: effect(mean),
		Edges: &Edges{effect(edge), effect(0), effect(all)},
		Twin:  &Twin{Patch{Flipped: shareOf(flipped, 200)}, Patch{}, Patch{}}}
}

func reportOf(knocks ...Knock) *Report {
	finds := shareOf(970, 1000)
	return &Report{
		Layers: 1, PerLayer: 2, Evidence: &Head{0, 0}, Examples: 1000,
		Marks:  Marks{Accuracy: shareOf(990, 1000), EvidenceFinds: &finds},
		Rules:  map[string]float64{"nearest": 0.5},
		Sample: Sample{Examples: 200, Twins: 100, Accuracy: shareOf(198, 200), Rules: map[string]float64{"nearest": 0.5}},
		Knocks: knocks,
	}
}

func TestVerdict(t *testing.T) {
	a, b := []Head{{0, 0}}, []Head{{0, 1}}
	both := []Head{{0, 0}, {0, 1}}
	for name, c := range map[string]struct {
		report    *Report
		says, not []string
	}{
		"needed": {reportOf(knocked("0.0", a, 90, 80, 95), knocked("0.1", b, 0, 0, 0), knocked("all heads", both, 100, 90, 100)),
			[]string{"depends on head 0.0", "decoration in head 0.1", "It is causally needed, at the pronoun", "through the pronoun, which reads it", "pointer row is the decision itself"},
			[]string{"stand in", "not shown to be needed"}},
		"not for the predicate": {reportOf(knocked("0.0", a, 90, 0, 0), knocked("0.1", b, 0, 0, 0), knocked("all heads", both, 100, 0, 0)),
			[]string{"depends on head 0.0", "but not for what the pronoun takes from the predicate"},
			[]string{"causally needed, at"}},
		"redundant": {reportOf(knocked("0.0", a, 0, 0, 0), knocked("0.1", b, 2, 0, 0), knocked("all heads", both, 100, 0, 0)),
			[]string{"on no single head", "They stand in for one another", "decoration in heads 0.0 and 0.1", "not shown to be needed"},
			[]string{"depends on head"}},
		"unused": {reportOf(knocked("0.0", a, 0, 0, 0), knocked("0.1", b, 0, 0, 0), knocked("all heads", both, 0, 0, 0)),
			[]string{"not shown to depend on any head", "comes from elsewhere", "not shown to reach the answer"},
			[]string{"stand in for one another"}},
		"between": {reportOf(knocked("0.0", a, 12, 0, 0), knocked("0.1", b, 0, 0, 0), knocked("all heads", both, 100, 0, 0)),
			[]string{"too little to tell from 200 sentences: head 0.0"},
			[]string{"decoration in heads 0.0"}},
	} {
		got := strings.Join(c.report.verdict(), "\n")
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
