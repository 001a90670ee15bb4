package soak_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// readWhileTraining asks runs that save a step every few milliseconds and keep one: one
// whose best step changes, and one that has no best step.
func readWhileTraining(t *testing.T, s *trial) {
	w := newWorkload(t, s, "--steps 2 --save-every 1")
	began, opened, saves := time.Now(), 0, 0
	for _, flags := range []string{"--save-every 1 --eval-every 1 --lr 0.05 --dropout 0.2", "--save-every 2 --eval-every 5000000"} {
		if err := os.RemoveAll(w.path("checkpoints")); err != nil {
			t.Fatal(err)
		}
		run := filepath.Join("checkpoints", "run-1")
		p := w.start(t, "train", strings.Fields("--config tiny.json --steps 10000000 --keep 1 --quiet --out "+run+" "+flags)...)
		for newestStep(w.path(run)) < 0 {
			if p.endAfter(time.Millisecond) {
				t.Fatalf("train %s: it ends with %d: %s", flags, p.end(), p.stderr.String())
			}
		}
		half := &trial{bin: s.bin, times: s.times / 2}
		if !s.until.IsZero() {
			half.until = time.Now().Add(time.Until(s.until) * time.Duration(s.times-opened) / time.Duration(s.times) / 2)
		}
		for i := range half.rounds(t) {
			w.checkOpens(t, i, run)
			opened++
		}
		saves += newestStep(w.path(run))
		p.Process.Signal(syscall.SIGTERM)
		if code := p.end(); code != 143 || strings.Count(p.stderr.String(), "\n") != 1 || !strings.HasPrefix(p.stderr.String(), "interrupted after step ") {
			t.Errorf("train %s: it ends with %d: %s", flags, code, p.stderr.String())
		}
	}
	figures(t, began, "%d openings while %d steps were saved: none failed", opened, saves)
}

// checkOpens opens a run in the i-th of several ways.
func (w *workload) checkOpens(t *testing.T, i int, run string) {
	t.Helper()
	const text = "The cat sat because it was tired."
	args, says := []string{"--json", "--checkpoint", run, text}, `^$`
	switch {
	case i%30 == 10: // takes longest
		args = []string{"html", "--words", "0", "-o", "page.html", "--checkpoint", run}
	case i%3 == 1: // the newest run
		args, says = []string{"--json", text}, `^using checkpoints.run-1.step-\d{6,}, of the newest run\nwarning: that run is an ablation .*\n$`
	case i%3 == 2:
		args, says = []string{"eval", "--json", "--checkpoint", run, "--data", "pets.jsonl"}, `^(pets.jsonl: .*\n)*$`
	}
	p := w.start(t, "infer", args...)
	if code := p.end(); code != 0 || !regexp.MustCompile(says).MatchString(p.stderr.String()) {
		t.Errorf("opening %d, infer %q: it ends with %d: %s", i, args, code, p.stderr.String())
	}
}
