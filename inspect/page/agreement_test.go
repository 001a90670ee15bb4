package page

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect"
	"antecedent/inspect/draw"
	"antecedent/internal/testenv"
	"antecedent/model"
	"antecedent/model/resolver"
	"antecedent/train"
)

// node runs a program after the named parts of the page's script, in strict
// mode as there, and returns what it prints.
func node(t *testing.T, program string, input any, parts ...string) []byte {
	t.Helper()
	path := testenv.Program(t, "node")
	source := "\"use strict\";\n"
	for _, name := range parts {
		b, err := assets.ReadFile("assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		source += string(b)
	}
	source += "const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n" + program
	file := filepath.Join(t.TempDir(), "program.js")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	in, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, file)
	c.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.Bytes())
	}
	return out
}

// awkward are texts that a careless port would read differently.
var awkward = []string{
	corpus.Lesson, corpus.LessonTwin,
	"The cat sat on the mat because it was tired. She gave it to them, and he didn't see theirs.",
	"IT'S THE CAT'S MAT, ISN'T IT? They’ve said it’ll rain; O'Brien's don't: he won't…",
	"Ein Kätzchen saß auf der Décke, weil it müde war — ÉCOLE, straße, ΟΔΥΣΣΕΥΣ and İstanbul saw it.",
	"猫は it を見た。 고양이가 it 을 보았다; Кошка saw it; नमस्ते it हिन्दी; e\u0301cole it",
	"It cost 1,000.50 (or 1.000,5): 3.14.15, 7,it ... it!!! --it-- 'it' ''it'' ’it’ it’s 's it",
	"emoji 😀😀 it 👩‍👩‍👧 saw it \u00a0\u2003\u3000 tab\tit\nnew line it \u200b zero it",
	"𝒜 𝟙𝟚𝟛 math it ⅷ ² ½ ٣٤٥ it ა Ა it ǅ ß ẞ ſ K it",
	"<b>it</b> & \"it\" </script><script>it</script> <!-- it -->",
	"it", "n't it", "'s it", "didn't n't it can'T DIDN’T", "The zorbl frobbed the quux because it was mimsy and pneumonoultramicroscopicsilicovolcanoconiosis",
}

// long is a text of more tokens than the radius of any model here reaches.
func long() string {
	var text strings.Builder
	for _, e := range builtin.Train[:14] {
		text.WriteString(e.Text + " ")
	}
	return text.String()
}

// resolverOf is an untrained model of the corpus's words; a greater gain makes
// its attention sharper, as training does.
func resolverOf(t testing.TB, change func(*model.Config), gain float32) *resolver.Resolver {
	v := data.NewVocabulary(builtin.Train[:2000], 1)
	c := model.Default()
	c.Layers = 2
	c.Vocabulary = v.Len()
	if change != nil {
		change(&c)
	}
	m, err := model.New(c, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range m.Parameters() {
		for i := range p.Data {
			switch {
			case strings.HasSuffix(p.Name, "bias") || strings.Contains(p.Name, ".b_") || strings.HasSuffix(p.Name, "position") || strings.HasSuffix(p.Name, "none"):
				p.Data[i] = float32(math.Sin(float64(i*7+len(p.Name)))) * 0.3 // nothing stays zero
			case strings.Contains(p.Name, "W_Q"):
				p.Data[i] *= gain
			}
		}
	}
	r, err := resolver.New(m, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var builtin = func() *corpus.Corpus {
	c, err := corpus.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

// trained is a small model that was trained for a moment, with snapshots. Each
// call gives weights of its own.
func trained(t testing.TB) (*resolver.Resolver, []Snapshot, draw.History) {
	t.Helper()
	w := training()
	r := resolverOf(t, small, 1)
	if err := r.Model.SetParameters(w.r.Model.Parameters()); err != nil {
		t.Fatal(err)
	}
	snapshots := make([]Snapshot, len(w.snapshots))
	for i, s := range w.snapshots {
		snapshots[i] = Snapshot{s.Step, maps.Clone(s.Weights)}
	}
	return r, snapshots, w.history
}

func small(c *model.Config) { c.Width, c.Hidden = 32, 32 }

var training = sync.OnceValue(func() *watcher {
	w := &watcher{r: resolverOf(nil, small, 1)}
	c := train.Default()
	c.Steps, c.EvalEvery = 120, 60
	w.keep(0)
	trainer, err := train.New(train.Options{Config: c, Resolver: w.r, Train: builtin.Train, Valid: builtin.Valid[:40], Observers: []train.Observer{w}})
	if err == nil {
		_, err = trainer.Run(context.Background())
	}
	if err != nil {
		panic(err)
	}
	return w
})

type watcher struct {
	r         *resolver.Resolver
	snapshots []Snapshot
	history   draw.History
}

func (w *watcher) keep(step int) {
	s := Snapshot{Step: step, Weights: map[string][]float32{}}
	for _, p := range w.r.Model.Parameters() {
		s.Weights[p.Name] = append([]float32(nil), p.Data...)
	}
	w.snapshots = append(w.snapshots, s)
}

func (w *watcher) Started(train.Start)    {}
func (w *watcher) Saved(train.Checkpoint) {}
func (w *watcher) Ended(train.Result)     {}
func (w *watcher) Stepped(s train.Step) {
	w.history.Steps = append(w.history.Steps, draw.Step{Step: s.Step, Loss: s.Loss})
	if s.Step%30 == 0 {
		w.keep(s.Step)
	}
}
func (w *watcher) Evaluated(e train.Evaluation) {
	w.history.Evals = append(w.history.Evals, draw.Eval{Step: e.Step, Accuracy: e.Valid.Accuracy})
}

// want is what Go makes of a text, in the form of infer --json.
func want(t testing.TB, r *resolver.Resolver, text string) inspect.TextObject {
	t.Helper()
	answers, err := r.Text(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return inspect.Object(text, answers, nil)
}

// difference is the greatest between any two numbers, or says what else differs.
func difference(got, want inspect.TextObject) (float64, error) {
	var far float64
	differ := func(a, b float32) { far = max(far, math.Abs(float64(a-b))) }
	if fmt.Sprint(got.Tokens) != fmt.Sprint(want.Tokens) {
		return 0, fmt.Errorf("tokens %v, want %v", got.Tokens, want.Tokens)
	}
	if len(got.Resolutions) != len(want.Resolutions) || len(got.Attention) != len(want.Attention) {
		return 0, fmt.Errorf("%d pronouns and %d layers, want %d and %d", len(got.Resolutions), len(got.Attention), len(want.Resolutions), len(want.Attention))
	}
	for i, w := range want.Resolutions {
		g := got.Resolutions[i]
		if g.Pronoun != w.Pronoun || len(g.Pointer) != len(w.Pointer) || (g.Antecedent == nil) != (w.Antecedent == nil) {
			return 0, fmt.Errorf("pronoun %d: got %+v, want %+v", i, g, w)
		}
		if w.Antecedent != nil {
			a, b := *g.Antecedent, *w.Antecedent
			differ(a.Probability, b.Probability)
			a.Probability, b.Probability = 0, 0
			if a != b {
				return 0, fmt.Errorf("pronoun %d: the answer is %+v, want %+v", i, a, b)
			}
		}
		differ(g.None, w.None)
		for k := range w.Pointer {
			differ(g.Pointer[k], w.Pointer[k])
		}
	}
	for l := range want.Attention {
		for h := range want.Attention[l] {
			for i, row := range want.Attention[l][h] {
				for j := range row {
					differ(got.Attention[l][h][i][j], row[j])
				}
			}
		}
	}
	return far, nil
}

// The page's model and Go's agree, in Node.js.
func TestAgreesWithGo(t *testing.T) {
	t.Parallel()
	texts := append([]string{long()}, awkward...)
	for _, split := range builtin.Heldout {
		for _, e := range split.Examples[:6] {
			texts = append(texts, e.Text)
		}
	}
	quick, _, _ := trained(t)
	models := map[string]*resolver.Resolver{
		"trained":     quick,
		"default":     resolverOf(t, nil, 4),
		"n-grams":     resolverOf(t, func(c *model.Config) { c.NgramBuckets = 997 }, 4),
		"no scale":    resolverOf(t, func(c *model.Config) { c.NoScale = true }, 1),
		"no layers":   resolverOf(t, func(c *model.Config) { c.Layers = 0 }, 4),
		"odd shape":   resolverOf(t, func(c *model.Config) { c.Layers, c.Heads, c.Width, c.Hidden, c.Radius = 3, 5, 35, 7, 2 }, 3),
		"no distance": resolverOf(t, func(c *model.Config) { c.Layers, c.Radius = 1, 0 }, 3),
	}
	for name, r := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, err := encode(Model{Resolver: r})
			if err != nil {
				t.Fatal(err)
			}
			out := node(t, `const model = modelsOf(input.model)[0].model;
				console.log(JSON.stringify(input.texts.map((text) => model.resolve(text))));`,
				map[string]any{"model": o, "texts": texts}, "text.js", "model.js")
			var got []inspect.TextObject
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			var far float64
			for i, text := range texts {
				d, err := difference(got[i], want(t, r, text))
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				far = max(far, d)
			}
			if far > 1e-5 {
				t.Errorf("a number differs by %.2g", far)
			}
			t.Logf("%d texts, greatest difference %.2g", len(texts), far)
		})
	}
}

// Every character is of the same kind in the page as in Go, but for those that
// only one of the two Unicode tables has.
func TestCharactersAgreeWithGo(t *testing.T) {
	t.Parallel()
	out := node(t, `
		const list = [];
		for (let c = 0; c < 0x110000; c++) {
			if (c >= 0xd800 && c < 0xe000) continue;
			const s = String.fromCodePoint(c);
			if (/\p{Cn}/u.test(s)) continue;
			const kind = (isLetter(s) ? "L" : "") + (isDigit(s) ? "N" : "") + (isWord(s) ? "W" : "") + (isSpace(s) ? "S" : "");
			if (kind || lower(s) !== s) list.push([c, kind, lower(s).codePointAt(0), Array.from(lower(s)).length]);
		}
		console.log(JSON.stringify(list));`, nil, "text.js")
	var list [][]any
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	assigned := func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co)
	}
	seen := map[rune]bool{}
	for _, item := range list {
		r := rune(item[0].(float64))
		seen[r] = true
		if !assigned(r) {
			continue
		}
		kind := ""
		for _, k := range []struct {
			name string
			is   bool
		}{{"L", unicode.IsLetter(r)}, {"N", unicode.IsDigit(r)}, {"W", unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)}, {"S", unicode.IsSpace(r)}} {
			if k.is {
				kind += k.name
			}
		}
		if kind != item[1] || unicode.ToLower(r) != rune(item[2].(float64)) || item[3].(float64) != 1 {
			t.Errorf("%U: the page has %v, Go %q and %U", r, item[1:], kind, unicode.ToLower(r))
		}
	}
	if len(seen) < 100000 {
		t.Errorf("only %d characters were compared", len(seen))
	}
}

// What the page shows of a snapshot is close to what the snapshot was.
func TestSnapshotsAreClose(t *testing.T) {
	t.Parallel()
	r, snapshots, _ := trained(t)
	o, err := encode(Model{Step: 120, Resolver: r, Snapshots: snapshots})
	if err != nil {
		t.Fatal(err)
	}
	out := node(t, `console.log(JSON.stringify(modelsOf(input).map((m) => ({ step: m.step, exact: m.exact,
		answer: m.model.resolve("The cat sat on the mat because it was tired.") }))));`, o, "text.js", "model.js")
	var got []struct {
		Step   int
		Exact  bool
		Answer inspect.TextObject
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 5 {
		t.Fatalf("%d moments, want 0, 30, 60, 90 and the checkpoint at 120", len(got))
	}
	for i, g := range got {
		s := snapshots[i]
		for _, p := range r.Model.Parameters() {
			copy(p.Data, s.Weights[p.Name])
		}
		r.Model.Changed()
		d, err := difference(g.Answer, want(t, r, corpus.Lesson))
		if err != nil {
			t.Errorf("step %d: %v", g.Step, err)
		}
		limit := 0.02
		if g.Exact {
			limit = 1e-5
		}
		if g.Step != s.Step || d > limit || g.Exact != (g.Step == 120) {
			t.Errorf("step %d (want %d) differs by %.2g", g.Step, s.Step, d)
		}
		t.Logf("step %d: greatest difference %.2g", g.Step, d)
	}
}

func decode(t *testing.T, raw []byte) (o inspect.TextObject) {
	t.Helper()
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	return o
}
