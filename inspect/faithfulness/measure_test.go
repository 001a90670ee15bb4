package faith

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/model/resolver"
)

var loaded = sync.OnceValues(corpus.Load)

// parts are a few examples to choose on and others to report on.
func parts(t *testing.T) (c *corpus.Corpus, choose, report []data.Example) {
	t.Helper()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return c, c.Valid[:60], c.Heldout[0].Examples[:80]
}

// untrained is a small model that knows the words of examples.
func untrained(t *testing.T, layers int, examples ...[]data.Example) *resolver.Resolver {
	t.Helper()
	var all []data.Example
	for _, list := range examples {
		all = append(all, list...)
	}
	v := data.NewVocabulary(all, 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), Layers: layers, Heads: 2, Width: 8, Hidden: 8, Radius: 16}, 3)
	if err != nil {
		t.Fatal(err)
	}
	r, err := resolver.New(m, v)
	if err != nil {
		t.Fatal(err)
	}
	for l := range layers { // without the preference for near words, in which heads are alike
		clear(parameter(t, r, fmt.Sprintf("layer.%d.attention.position", l)))
	}
	m.Changed()
	return r
}

// parameter is the live weights of that name.
func parameter(t *testing.T, r *resolver.Resolver, name string) []float32 {
	t.Helper()
	for _, p := range r.Model.Parameters() {
		if p.Name == name {
			return p.Data
		}
	}
	t.Fatalf("no parameter %s", name)
	return nil
}

func measure(t *testing.T, r *resolver.Resolver, o Options) *Report {
	t.Helper()
	report, err := Measure(context.Background(), r, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func options(t *testing.T) Options {
	c, choose, report := parts(t)
	return Options{Choose: choose, Sets: []Set{{Name: "sentences", Examples: report}}, Predicate: c.Predicate, Seed: 3, Sample: 20}
}

// The evidence head must be the best on the examples to choose by even where
// another is perfect on those that are reported.
func TestHeadsAreChosenOnOneAndReportedOnAnother(t *testing.T) {
	_, choose, report := parts(t)
	r := untrained(t, 2, choose, report)
	planted := map[string]data.Span{} // where head 1.0, or 0.1, looks most
	plant := func(examples []data.Example, head int) {
		err := observe(context.Background(), r, examples, func(i int, _ score.Prediction, rows [][]float32) {
			at := greatest(rows[head], -1)
			planted[examples[i].ID] = data.Span{Start: at, End: at + 1}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	plant(choose, 2)
	plant(report, 1)
	o := options(t)
	o.Predicate = func(id string) (data.Span, bool) { s, ok := planted[id]; return s, ok }
	m := measure(t, r, o)
	if m.Evidence == nil || *m.Evidence != (Head{1, 0}) {
		t.Fatalf("chose %v, want 1.0", m.Evidence)
	}
	if s := m.Looks[1].Predicate; s.Share != 1 || s.Of != len(report) {
		t.Errorf("head 0.1 finds %+v, want all of %d", s, len(report))
	}
	if *m.EvidenceFinds != *m.Looks[2].Predicate || m.EvidenceFinds.Share == 1 {
		t.Errorf("reports %+v of the chosen head, which finds %+v", m.EvidenceFinds, m.Looks[2].Predicate)
	}
	if m.ChosenOn != len(choose) || m.Examples != len(report) {
		t.Errorf("chosen on %d and reported on %d", m.ChosenOn, m.Examples)
	}
}

// A head whose rows of W_O are zero adds nothing, whatever is done to it.
func TestHeadWithoutOutputIsDecoration(t *testing.T) {
	_, choose, report := parts(t)
	r := untrained(t, 2, choose, report)
	clear(parameter(t, r, "layer.0.attention.W_O")[4*8:]) // rows K … 2K−1: head 0.1
	m := measure(t, r, options(t))
	for _, k := range m.Knocks {
		if k.Name != "0.1" {
			continue
		}
		for name, f := range map[string]Effect{"zero": k.Zero, "mean": k.Mean, "uniform": k.Uniform, "permuted": k.Permuted, "edges": k.Edges.All} {
			if f.Changed.Count != 0 || f.Drop.High > 1e-6 || f.Drop.Low < -1e-6 {
				t.Errorf("%s: %d answers change, the probability by %v", name, f.Changed.Count, f.Drop)
			}
		}
		for name, f := range map[string]Effect{"zero": k.Zero, "mean": k.Mean} {
			if f.Drop.Mean != 0 {
				t.Errorf("%s: the probability falls by %v, want exactly 0", name, f.Drop.Mean)
			}
		}
		for name, p := range map[string]Patch{"pronoun": k.Twin.Pronoun, "candidates": k.Twin.Candidates, "shared": k.Twin.Shared} {
			if p.Flipped.Count != 0 || p.Restored != nil && *p.Restored != 0 {
				t.Errorf("the twin's output at %s: %+v", name, p)
			}
		}
	}
}

// Where all values are one constant, it makes no difference how they are mixed.
func TestAttentionOverEqualValuesIsDecoration(t *testing.T) {
	_, choose, report := parts(t)
	r := untrained(t, 1, choose, report)
	clear(parameter(t, r, "layer.0.attention.W_V"))
	bias := parameter(t, r, "layer.0.attention.b_V")
	for i := range bias {
		bias[i] = 0.5
	}
	for _, k := range measure(t, r, options(t)).Knocks {
		for name, f := range map[string]Effect{"mean": k.Mean, "uniform": k.Uniform, "permuted": k.Permuted, "edges": k.Edges.All} {
			if f.Changed.Count != 0 || f.Drop.High > 1e-5 || f.Drop.Low < -1e-5 {
				t.Errorf("%s, %s: %d answers change, the probability by %v", k.Name, name, f.Changed.Count, f.Drop)
			}
		}
		if k.Zero.Drop.Mean == 0 {
			t.Errorf("%s: taking the constant away changes nothing", k.Name)
		}
	}
}

func TestChance(t *testing.T) {
	_, choose, report := parts(t)
	m := measure(t, untrained(t, 2, choose, report), options(t))
	if !strings.Contains(strings.Join(m.Verdict, "\n"), "Attention learned nothing reliable") {
		t.Errorf("the verdict on an untrained model is %q", m.Verdict)
	}
}

func TestNoLayers(t *testing.T) {
	_, choose, report := parts(t)
	m := measure(t, untrained(t, 0, choose, report), options(t))
	if m.Evidence != nil || len(m.Looks)+len(m.Rows)+len(m.Knocks)+len(m.Correlations) != 0 || m.Untrained != nil {
		t.Errorf("heads of a model without: %+v", m)
	}
	if !strings.Contains(strings.Join(m.Verdict, "\n"), "no attention layers") {
		t.Errorf("the verdict is %q", m.Verdict)
	}
	check(t, m)
}

// check writes a report in both forms.
func check(t *testing.T, m *Report) (text, object string) {
	t.Helper()
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
	return b.String(), string(j)
}

func TestTheSameEachTime(t *testing.T) {
	_, choose, report := parts(t)
	var texts, objects [2]string
	for i := range texts {
		texts[i], objects[i] = check(t, measure(t, untrained(t, 2, choose, report), options(t)))
	}
	if texts[0] != texts[1] || objects[0] != objects[1] {
		t.Error("two runs differ")
	}
	for _, want := range []string{"VERDICT", "evidence head", "WITHOUT IT", "WHO READS", "TWIN'S OUTPUT", "WORTH"} {
		if !strings.Contains(texts[0], want) {
			t.Errorf("the text lacks %q:\n%s", want, texts[0])
		}
	}
	for _, want := range []string{`"evidence_head":"`, `"pointer_order":`, `"entropy":`, `"kendall":`, `"edges":`, `"twin":`} {
		if !strings.Contains(objects[0], want) {
			t.Errorf("the object lacks %s", want)
		}
	}
}

// Examples of a file without predicates and pairs have what remains.
func TestWithoutPredicatesAndPairs(t *testing.T) {
	o := options(t)
	o.Predicate = nil
	examples := append([]data.Example(nil), o.Sets[0].Examples...)
	for i := range examples {
		examples[i].Pair = ""
	}
	o.Sets[0].Examples = examples
	m := measure(t, untrained(t, 1, o.Choose, examples), o)
	if m.Evidence != nil || m.Antecedent == nil || m.Looks[0].Predicate != nil {
		t.Errorf("evidence without predicates: %v %v", m.Evidence, m.Looks[0].Predicate)
	}
	if m.Sample.Twins != 0 || m.Sample.Examples != 20 || m.Knocks[0].Twin != nil || m.Knocks[0].Edges != nil {
		t.Errorf("sample %+v", m.Sample)
	}
	check(t, m)
	o.Choose = nil
	if m := measure(t, untrained(t, 1, examples), o); m.Antecedent != nil || m.Untrained != nil {
		t.Errorf("chose %v on nothing", m.Antecedent)
	}
}

func TestUnlabelledAndEmpty(t *testing.T) {
	_, choose, report := parts(t)
	r := untrained(t, 1, choose, report)
	m := measure(t, r, Options{Sets: []Set{{Name: "text", Examples: data.FromText(corpus.Lesson)}}})
	if m.Examples != 0 {
		t.Errorf("%d examples", m.Examples)
	}
	check(t, m)
}

func TestCancel(t *testing.T) {
	o := options(t)
	r := untrained(t, 1, o.Choose)
	ctx, cancel := context.WithCancel(context.Background())
	o.Progress = func(done, _ int) {
		if done == 30 {
			cancel()
		}
	}
	if _, err := Measure(ctx, r, o); err != context.Canceled {
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
	m := measure(t, untrained(t, 2, o.Choose, o.Sets[0].Examples), o)
	if extra := last - of; m.Together == nil && extra != 0 {
		t.Errorf("%d runs of %d", last, of)
	}
}

func TestSamplePutsTwinsTogether(t *testing.T) {
	c, _, report := parts(t)
	s := draw(report, judge{c.Predicate}, 20)
	if len(s.examples) != 20 || s.pairs() != 10 {
		t.Fatalf("%d examples, %d pairs", len(s.examples), s.pairs())
	}
	for i, e := range s.examples {
		twin := s.examples[s.twin[i]]
		if twin.ID == e.ID || twin.Pair != e.Pair || gold(&twin) == gold(&e) {
			t.Errorf("%s and %s", e.ID, twin.ID)
		}
		if _, ok := c.Predicate(e.ID); !ok {
			t.Errorf("%s has no predicate", e.ID)
		}
	}
}
