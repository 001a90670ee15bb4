package faithfulness

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

var loaded = sync.OnceValues(corpus.Load)

// options has a few examples to choose on and others to report on.
func options(t *testing.T) Options {
	t.Helper()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Choose: c.Valid[:60], Sets: []Set{{Name: "sentences", Examples: c.Heldout[0].Examples[:80]}},
		Predicate: c.Predicate, Seed: 3, Sample: 20}
}

// randomModel is a small model that knows the words of the examples, with random
// weights but for those that change overwrites, by their names.
func randomModel(t *testing.T, layers int, o Options, change map[string]func([]float32)) *resolve.Resolver {
	t.Helper()
	v := data.NewVocabulary(slices.Concat(o.Choose, o.Sets[0].Examples), 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), Layers: layers, Heads: 2, Width: 8, Hidden: 8, Radius: 16}, 3)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(func(parameters []model.Parameter) {
		for _, p := range parameters {
			if strings.HasSuffix(p.Name, ".attention.position") {
				clear(p.Data) // without the preference for near tokens, in which heads are alike
			}
			if write := change[p.Name]; write != nil {
				write(p.Data)
				delete(change, p.Name)
			}
		}
	})
	if len(change) > 0 {
		t.Fatalf("no parameters for %v", change)
	}
	r, err := resolve.New(m, data.Encoder{Vocabulary: v, Buckets: m.Config().NgramBuckets})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// measure makes a report and writes it in both forms.
func measure(t *testing.T, r *resolve.Resolver, o Options) (m *Report, text, object string) {
	t.Helper()
	m, err := Measure(context.Background(), r, o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
		if strings.Contains(line, "NaN") || strings.Contains(line, "Inf") {
			t.Errorf("not a number: %s", line)
		}
	}
	j, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return m, b.String(), string(j)
}

// The evidence head must be the best on the examples to choose by even where
// another is perfect on those that are reported.
func TestHeadsAreChosenOnOtherExamplesThanReported(t *testing.T) {
	o := options(t)
	report := o.Sets[0].Examples
	r := randomModel(t, 2, o, nil)
	predicates := map[string]data.Span{} // what head 1.0, or 0.1, attends to most
	plant := func(examples []data.Example, head int) {
		err := r.Observe(context.Background(), examples, func(i int, _ score.Prediction, rows [][]float32) {
			at := greatest(rows[head])
			predicates[examples[i].ID] = data.Span{Start: at, End: at + 1}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	plant(o.Choose, 2)
	plant(report, 1)
	o.Predicate = func(id string) (data.Span, bool) { s, ok := predicates[id]; return s, ok }
	m, _, _ := measure(t, r, o)
	if m.Evidence == nil || *m.Evidence != (model.Head{Layer: 1}) {
		t.Fatalf("chose %v, want 1.0", m.Evidence)
	}
	if s := m.HeadScores[1].Predicate; s.Value() != 1 || s.Of != len(report) {
		t.Errorf("head 0.1 finds %+v, want all of %d", s, len(report))
	}
	if *m.EvidenceFinds != *m.HeadScores[2].Predicate || m.EvidenceFinds.Value() == 1 {
		t.Errorf("reports %+v of the chosen head, which finds %+v", m.EvidenceFinds, m.HeadScores[2].Predicate)
	}
	if m.ChosenOn != len(o.Choose) || m.Examples != len(report) {
		t.Errorf("chosen on %d and reported on %d", m.ChosenOn, m.Examples)
	}
}

// No head has a name where a rule that reads nothing, or a head before training, finds
// what it is named after as often.
func TestNoHeadIsNamedThatDoesNotDeserveIt(t *testing.T) {
	o := options(t)
	m, text, _ := measure(t, randomModel(t, 2, o, nil), o)
	if m.Evidence != nil || m.Antecedent != nil || m.EvidenceFinds != nil || m.AntecedentGets != nil || len(m.Unnamed) != 2 {
		t.Errorf("a random model: evidence %v, antecedent %v, %q", m.Evidence, m.Antecedent, m.Unnamed)
	}
	folded := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"No head is called the evidence head: on the ", "No head is called the antecedent head: on the ", "which takes no learning, does in "} {
		if !strings.Contains(folded, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	for _, other := range []string{" E ", " A ", "E: the", "The evidence head, ", "too few examples"} {
		if strings.Contains(text, other) {
			t.Errorf("the text has %q:\n%s", other, text)
		}
	}
}

// expectNoEffect fails unless the interventions change no answer, and no
// probability by more than tolerance.
func expectNoEffect(t *testing.T, a Ablation, effects map[string]Effect, tolerance float64) {
	t.Helper()
	for name, f := range effects {
		if f.Changed.Count != 0 || f.Drop.High > tolerance || f.Drop.Low < -tolerance {
			t.Errorf("%s, %s: %d answers change, the probability by %v", a.Name, name, f.Changed.Count, f.Drop)
		}
	}
}

// A head whose rows of W_O are zero adds nothing, whatever is done to it.
func TestHeadWithoutOutputHasNoEffect(t *testing.T) {
	o := options(t)
	r := randomModel(t, 2, o, map[string]func([]float32){
		"layer.0.attention.W_O": func(w []float32) { clear(w[4*8:]) }, // rows K … 2K−1: head 0.1
	})
	m, _, _ := measure(t, r, o)
	a := m.Ablations[1]
	if a.Name != "0.1" {
		t.Fatalf("the second ablation is of %s", a.Name)
	}
	expectNoEffect(t, a, map[string]Effect{"uniform": a.Uniform, "permuted": a.Permuted, "edges": a.Edges.All}, 1e-6)
	expectNoEffect(t, a, map[string]Effect{"zero": a.Zero, "mean": a.Mean}, 0)
	for name, f := range map[string]PatchEffect{"pronoun": a.Twin.Pronoun, "candidates": a.Twin.Candidates, "shared": a.Twin.Shared} {
		if f.Flipped.Count != 0 || f.Restored != nil && *f.Restored != 0 {
			t.Errorf("the twin's output at %s: %+v", name, f)
		}
	}
}

// Where all values are one constant, it makes no difference how they are mixed.
func TestAttentionOverEqualValuesHasNoEffect(t *testing.T) {
	o := options(t)
	r := randomModel(t, 1, o, map[string]func([]float32){
		"layer.0.attention.W_V": func(w []float32) { clear(w) },
		"layer.0.attention.b_V": func(b []float32) {
			for i := range b {
				b[i] = 0.5
			}
		},
	})
	m, _, _ := measure(t, r, o)
	for _, a := range m.Ablations {
		expectNoEffect(t, a, map[string]Effect{"mean": a.Mean, "uniform": a.Uniform, "permuted": a.Permuted, "edges": a.Edges.All}, 1e-5)
		if a.Zero.Drop.Mean == 0 {
			t.Errorf("%s: removing the constant changes nothing", a.Name)
		}
	}
}

func TestDeterministic(t *testing.T) {
	o := options(t)
	m, text, object := measure(t, randomModel(t, 2, o, nil), o)
	if !strings.Contains(strings.Join(m.Verdict, "\n"), "Attention learned nothing reliable") {
		t.Errorf("the verdict on an untrained model is %q", m.Verdict)
	}
	if _, again, object2 := measure(t, randomModel(t, 2, o, nil), o); again != text || object2 != object {
		t.Error("two runs differ")
	}
	for _, want := range []string{"VERDICT", "WITHOUT IT", "WHO READS", "TWIN'S OUTPUT", "WORTH"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	for _, want := range []string{`"evidence_head":null`, `"unnamed":["No head is called the evidence head: `, `"pointer_order":`, `"entropy":`, `"kendall":`, `"edges":`, `"twin":`} {
		if !strings.Contains(object, want) {
			t.Errorf("the object lacks %s", want)
		}
	}
}

func TestNoLayers(t *testing.T) {
	o := options(t)
	m, text, _ := measure(t, randomModel(t, 0, o, nil), o)
	if m.Evidence != nil || len(m.HeadScores)+len(m.Rows)+len(m.Ablations)+len(m.Correlations) != 0 || m.Untrained != nil {
		t.Errorf("heads of a model without: %+v", m)
	}
	if !strings.Contains(text, "no attention layers") {
		t.Errorf("the verdict is %q", m.Verdict)
	}
}

// Examples of a file without predicates and pairs have what remains.
func TestWithoutPredicatesAndPairs(t *testing.T) {
	o := options(t)
	o.Predicate = nil
	o.Sets[0].Examples = slices.Clone(o.Sets[0].Examples)
	for i := range o.Sets[0].Examples {
		o.Sets[0].Examples[i].Pair = ""
	}
	m, _, _ := measure(t, randomModel(t, 1, o, nil), o)
	if m.Evidence != nil || len(m.Unnamed) != 1 || m.HeadScores[0].Predicate != nil {
		t.Errorf("evidence without predicates: %v %v", m.Evidence, m.HeadScores[0].Predicate)
	}
	if m.Sample.Twins != 0 || m.Sample.Examples != 20 || m.Ablations[0].Twin != nil || m.Ablations[0].Edges != nil {
		t.Errorf("sample %+v", m.Sample)
	}
	o.Choose = nil
	if m, _, _ := measure(t, randomModel(t, 1, o, nil), o); m.Antecedent != nil || m.Untrained != nil || m.Unnamed != nil {
		t.Errorf("chose %v on nothing", m.Antecedent)
	}
}

func TestUnlabelled(t *testing.T) {
	r := randomModel(t, 1, options(t), nil)
	m, _, _ := measure(t, r, Options{Sets: []Set{{Name: "text", Examples: data.FromText(corpus.Lesson)}}})
	if m.Examples != 0 {
		t.Errorf("%d examples", m.Examples)
	}
}

func TestCancel(t *testing.T) {
	o := options(t)
	ctx, cancel := context.WithCancel(context.Background())
	o.Progress = func(done, _ int) {
		if done == 30 {
			cancel()
		}
	}
	if _, err := Measure(ctx, randomModel(t, 1, o, nil), o); err != context.Canceled {
		t.Errorf("error %v", err)
	}
}

func TestProgressCountsRuns(t *testing.T) {
	o := options(t)
	last, of := 0, 0
	o.Progress = func(done, total int) {
		if done != last+1 {
			t.Fatalf("%d after %d", done, last)
		}
		last, of = done, total
	}
	m, _, _ := measure(t, randomModel(t, 2, o, nil), o)
	if m.Together == nil && last != of {
		t.Errorf("%d runs of %d", last, of)
	}
}

func TestSamplePutsTwinsTogether(t *testing.T) {
	o := options(t)
	sample, twins := draw(o.Sets[0].Examples, o.Predicate, 20)
	if len(sample) != 20 {
		t.Fatalf("%d examples", len(sample))
	}
	for i, e := range sample {
		twin := sample[twins[i]]
		if twin.ID == e.ID || twin.Pair != e.Pair || goldCandidate(&twin) == goldCandidate(&e) {
			t.Errorf("%s and %s", e.ID, twin.ID)
		}
		if _, ok := o.Predicate(e.ID); !ok {
			t.Errorf("%s has no predicate", e.ID)
		}
	}
}

// Twins have their candidates in the same order, and no example is in two pairs.
func TestTwinsOfADataSet(t *testing.T) {
	example := func(id string, gold int, candidates ...data.Span) data.Example {
		return data.Example{ID: id, Pair: "1", Tokens: data.Tokenize("Ann saw Bob because she was ill"), Pronoun: data.Span{Start: 4, End: 5},
			Candidates: candidates, Antecedents: candidates[gold : gold+1], Labelled: true}
	}
	ann, bob := data.Span{Start: 0, End: 1}, data.Span{Start: 2, End: 3}
	for _, c := range []struct {
		examples []data.Example
		want     int // examples in pairs
	}{
		{[]data.Example{example("a", 0, ann, bob), example("b", 1, ann, bob)}, 2},
		{[]data.Example{example("a", 0, ann, bob), example("b", 0, bob, ann)}, 0},
		{[]data.Example{example("a", 0, ann, bob), example("b", 1, ann, bob), example("c", 1, ann, bob)}, 2},
	} {
		paired := 0
		_, twins := draw(c.examples, nil, 20)
		for _, twin := range twins {
			if twin >= 0 {
				paired++
			}
		}
		if paired != c.want {
			t.Errorf("%d examples in pairs, want %d", paired, c.want)
		}
	}
}

// A rule attends to one token, uniform attention to all seven alike and to both
// candidates alike.
func TestBaselines(t *testing.T) {
	e := data.Example{ID: "1", Tokens: data.Tokenize("Ann saw Bob because she was ill"), Pronoun: data.Span{Start: 4, End: 5},
		Candidates: []data.Span{{Start: 0, End: 1}, {Start: 2, End: 3}}, Antecedents: []data.Span{{Start: 0, End: 1}}, Labelled: true}
	o := &observation{examples: slices.Repeat([]data.Example{e}, 14),
		predicate: func(string) (data.Span, bool) { return data.Span{Start: 5, End: 7}, true }}
	for i, want := range []HeadScore{
		{"nearest", Share{0, 14}, &Share{0, 14}, &Share{0, 14}},
		{"first", Share{14, 14}, &Share{14, 14}, &Share{0, 14}},
		{"uniform", Share{2, 14}, &Share{7, 14}, &Share{4, 14}},
		{"offset -4, +1", Share{14, 14}, nil, &Share{14, 14}},
	} {
		got := slices.Delete(baselines(o, o), 2, 3)[i] // without random
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
