package train

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
)

// mixed gives a run three sources, of which one begins several epochs in 13 steps.
func mixed(o *Options) {
	o.Train = builtin.Train[:70]
	o.Mixture = []Component{{Name: "a", Weight: 2, Examples: 40}, {Name: "b", Weight: 1, Examples: 20}, {Name: "c", Weight: 1.5, Examples: 10}}
}

func TestRunOfSeveralSourcesIsTheSameAtEveryCut(t *testing.T) {
	straight := filepath.Join(t.TempDir(), "straight")
	if r := start(t, context.Background(), straight, mixed); r.Status != Completed {
		t.Fatalf("the uninterrupted run ended %v at step %d", r.Status, r.Step)
	}
	want := outcome(t, straight)
	for _, name := range []string{`"source":"a"`, `"source":"b"`, `"source":"c"`, `"others"`} {
		if !strings.Contains(want, name) {
			t.Errorf("no %s in the run's files", name)
		}
	}
	for cut := 1; cut < 13; cut++ {
		dir := filepath.Join(t.TempDir(), "cut")
		start(t, context.Background(), dir, func(o *Options) { mixed(o); o.StopAfter = cut })
		if r := goOn(t, dir, mixed); r.Status != Completed || r.Step != 13 {
			t.Fatalf("resumed after %d steps: %v at step %d", cut, r.Status, r.Step)
		}
		if outcome(t, dir) != want {
			t.Errorf("the run that was cut after %d steps ended differently", cut)
		}
	}
}

// One source leaves no trace in the files, whether or not it is named: they are what
// they were before there were several.
func TestOneSourceIsStoredAsExamplesWithoutSources(t *testing.T) {
	plain, named := filepath.Join(t.TempDir(), "plain"), filepath.Join(t.TempDir(), "named")
	start(t, context.Background(), plain, nil)
	start(t, context.Background(), named, func(o *Options) { o.Mixture = []Component{{Name: "a", Weight: 7, Examples: len(o.Train)}} })
	if outcome(t, plain) != outcome(t, named) {
		t.Error("a share of its own changed the run of one source")
	}
	raw, err := os.ReadFile(filepath.Join(plain, checkpoints.StepName(13), "state.json"))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	var keys []string
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch v := token.(type) {
		case json.Delim:
			depth += map[json.Delim]int{'{': 1, '[': 1, '}': -1, ']': -1}[v]
		case string:
			if depth == 1 {
				keys = append(keys, v)
			}
		}
	}
	const want = "[step epoch batch seed horizon evaluated best patience status completed config data]"
	if got := fmt.Sprint(keys); got != want { // "completed" is the value of status
		t.Errorf("state.json has %s, want %s", got, want)
	}
}

// streamsOf are the streams of examples from which all can be learned.
func streamsOf(t *testing.T, examples []data.Example, mixture []Component, seed uint64) []*stream {
	t.Helper()
	uses := divide(examples, mixture, 1)
	for i := range uses {
		uses[i].Learnable, uses[i].Target = true, true
	}
	streams, _, err := newStreams(examples, mixture, uses, 1, seed)
	if err != nil {
		t.Fatal(err)
	}
	return streams
}

// Each step draws a source by its weight, whatever was drawn before, and each source
// goes through all its texts in every epoch.
func TestSharesOfSteps(t *testing.T) {
	const steps = 20000
	streams := streamsOf(t, builtin.Train[:70], []Component{{Name: "a", Weight: 2, Examples: 40}, {Name: "b", Weight: 1, Examples: 20}, {Name: "c", Weight: 5, Examples: 10}}, 3)
	counts := make([]float64, 3)
	differ := 0
	for step := range steps {
		i := draw(streams, 3, step)
		counts[i]++
		if i != draw(streams, 4, step) {
			differ++
		}
	}
	for i, s := range streams {
		p := s.Weight / 8
		if sd := math.Sqrt(p * (1 - p) / steps); math.Abs(counts[i]/steps-p) > 4*sd {
			t.Errorf("%s is drawn in %.4f of the steps, want %.4f", s.Name, counts[i]/steps, p)
		}
	}
	if differ == 0 {
		t.Error("two seeds drew the same sources")
	}
	for _, s := range streams {
		for epoch := range 3 {
			s.open(epoch, 16)
			seen := make(map[int]bool)
			for _, b := range s.batches {
				for _, text := range b[0] {
					seen[text] = true
				}
			}
			if len(seen) != len(s.texts) {
				t.Errorf("epoch %d of %s has %d of %d texts", epoch, s.Name, len(seen), len(s.texts))
			}
		}
	}
}

// Sources of the same size have orders of their own.
func TestOrdersOfSourcesDiffer(t *testing.T) {
	streams := streamsOf(t, builtin.Train[:80], []Component{{Name: "a", Weight: 1, Examples: 40}, {Name: "b", Weight: 1, Examples: 40}}, 1)
	for _, s := range streams {
		s.open(0, 16)
	}
	if fmt.Sprint(streams[0].batches) == fmt.Sprint(streams[1].batches) {
		t.Error("two sources have one order")
	}
}

func TestSharesThatCannotBe(t *testing.T) {
	unlabelled := data.FromText("It rains.")
	for want, spoil := range map[string]func(*Options){
		"source 1, b, has the weight 0":             func(o *Options) { o.Mixture[1].Weight = 0 },
		"source 0, a, has the weight NaN":           func(o *Options) { o.Mixture[0].Weight = math.NaN() },
		"source 2, c, has the weight +Inf":          func(o *Options) { o.Mixture[2].Weight = math.Inf(1) },
		"c, has 11 examples, but 10 of the 70":      func(o *Options) { o.Mixture[2].Examples = 11 },
		"1 of the 70 examples to train on are of n": func(o *Options) { o.Mixture[2].Examples = 9 },
		"no labelled example of d to train on": func(o *Options) {
			o.Train = append(o.Train[:70:70], unlabelled...)
			o.Mixture = append(o.Mixture, Component{Name: "d", Weight: 1, Examples: 1})
		},
	} {
		o := toy(t, nil)
		mixed(&o)
		spoil(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// A source that changed is named.
func TestChangedSourcesAreRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	start(t, context.Background(), dir, func(o *Options) { mixed(o); o.StopAfter = 5 })
	for want, spoil := range map[string]func(*Options){
		"those of b are others":               func(o *Options) { o.Train = append(o.Train[:40:40], builtin.Train[100:130]...) },
		"of 3 sources, not 1":                 func(o *Options) { o.Mixture = nil },
		"b: the weight is 3, but the run was": func(o *Options) { o.Mixture[1].Weight = 3 },
		"trained and validated on":            func(o *Options) { o.Valid = o.Valid[1:] },
	} {
		store, step, err := checkpoints.Resume(dir)
		if err != nil {
			t.Fatal(err)
		}
		o := toy(t, store)
		mixed(&o)
		spoil(&o)
		_, err = Resume(o, step)
		store.Close()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
		if other := !strings.Contains(want, "weight"); errors.Is(err, ErrOtherData) != other {
			t.Errorf("%v: is ErrOtherData: %t", err, !other)
		}
	}
}
