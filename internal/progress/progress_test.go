package progress

import (
	"bytes"
	"strings"
	"testing"

	"antecedent/data/score"
	"antecedent/train"
)

func TestObservedNamesThePointerAndTheStrongestHeads(t *testing.T) {
	o := &train.Observation{
		Tokens: []string{"cat", "it", "tired"}, Pronoun: 1, Pointer: []float32{0.7, 0, 0.1}, None: 0.2,
		Heads: [][][]float32{{{0.2, 0.5, 0.3}, {0, 0.1, 0.9}, {1, 0, 0}}, {{0.4, 0.3, 0.3}, {0.1, 0.8, 0.1}, {0.3, 0.3, 0.4}}},
	}
	want := "“it” → cat 0.70, none 0.20; heads 0.0 it 0.50, 0.1 tired 0.90, 0.2 cat 1.00, 1.1 it 0.80"
	if got := observed(o); got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
}

// A log has a line now and then and nothing that only a terminal understands.
func TestLinesAreFewAndPlain(t *testing.T) {
	var b bytes.Buffer
	l := NewLines(&b)
	c := train.Default()
	c.Steps = 1000
	l.Started(train.Start{Config: c, Train: 12345, Dir: "run-1"})
	for i := 1; i <= c.Steps; i++ {
		l.Stepped(train.Step{Step: i, Loss: 0.5, Seconds: float64(i)})
	}
	l.Evaluated(train.Evaluation{Step: 1000, Seconds: 1000, Best: true, Valid: train.Scores{Loss: 0.1, Summary: score.Summary{Examples: 3, Correct: 2, Accuracy: 2. / 3}}})
	l.Evaluated(train.Evaluation{Step: 1000, Seconds: 1000})
	l.Saved(train.Checkpoint{Warnings: []string{"careful"}})
	l.Ended(train.Result{})
	out := b.String()
	for _, want := range []string{"12,345 examples", "step  500/1000  loss 0.5000  8m20s, 8m20s left", "loss 0.1000  accuracy 0.667  16m40s  best\n", "loss -  accuracy -  16m40s\n", "warning: careful"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from\n%s", want, out)
		}
	}
	if n := strings.Count(out, "\n"); n > 30 {
		t.Errorf("%d lines", n)
	}
	if strings.ContainsAny(out, "\r\x1b") {
		t.Error("control characters in a log")
	}
}

// Several sources are listed with their part of the steps, in lines that fit.
func TestStartListsTheSources(t *testing.T) {
	var b bytes.Buffer
	writeStart(&b, train.Start{Config: train.Default(), Parameters: 90948, Valid: 600, Mixture: []train.Component{
		{Name: "gap.tsv", Weight: 0.4, Examples: 2000}, {Name: "litbank.jsonl", Weight: 1, Examples: 12000}, {Name: "builtin", Weight: 0.6, Examples: 24000},
	}})
	const want = `training 90,948 weights on 3 sources: gap.tsv 2,000 ×0.4 (20 %),
  litbank.jsonl 12,000 ×1 (50 %), builtin 24,000 ×0.6 (30 %), 600 held out
`
	if got, _, _ := strings.Cut(b.String(), "3000 steps"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// A resumed run is paced by the steps of its own process.
func TestTimeLeftCountsOwnStepsOnly(t *testing.T) {
	c := clock{900, 1000}
	if got := c.left(910, 5); got != 45 { // 10 steps in 5 s, 90 to go
		t.Errorf("%v s left, want 45", got)
	}
}
