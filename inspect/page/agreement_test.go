package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/score"
	"antecedent/internal/testenv"
	"antecedent/model"
	"antecedent/model/reference"
	"antecedent/resolve"
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
	"No such word here",
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

// A result is what the page's script computes for a text, in the form of
// infer --json.
type result struct {
	Tokens      []data.Token
	Resolutions []resolution
	Attention   [][][][]float64 // [L][H](T,T)
}

type resolution struct {
	Pronoun    int
	Antecedent *mention
	None       float64
	Pointer    []float64 // (T)
}

type mention struct {
	Start, End  int
	Text        string
	Probability float64
}

// want is what the reference makes of a text.
func want(r *resolve.Resolver, text string) result {
	o := result{Tokens: data.Tokenize(text)}
	v, buckets := r.Encoder().Vocabulary, r.Encoder().Buckets
	input := reference.Text{}
	for _, token := range o.Tokens {
		id, _ := v.ID(token.Text)
		input.Words = append(input.Words, id)
		if buckets > 0 {
			input.Ngrams = append(input.Ngrams, data.Ngrams(token.Text, buckets))
		}
	}
	examples := data.FromText(text)
	for _, e := range examples {
		input.Pronouns = append(input.Pronouns, e.Pronoun.Start)
	}
	trace := r.Model().Reference().Forward(input)
	for _, layer := range trace.Layers {
		var patterns [][][]float64
		for _, h := range layer.Heads {
			patterns = append(patterns, h.Pattern)
		}
		o.Attention = append(o.Attention, patterns)
	}
	for i, p := range trace.Pointers {
		n := len(o.Tokens)
		one := resolution{Pronoun: input.Pronouns[i], None: p.Probability[n], Pointer: p.Probability[:n]}
		prediction := score.Prediction{None: float32(one.None)}
		for _, x := range one.Pointer {
			prediction.Pointer = append(prediction.Pointer, float32(x))
		}
		if s, probability, ok := score.Choose(&examples[i], prediction); ok {
			words := string([]rune(text)[o.Tokens[s.Start].Start:o.Tokens[s.End-1].End])
			one.Antecedent = &mention{s.Start, s.End, words, float64(probability)}
		}
		o.Resolutions = append(o.Resolutions, one)
	}
	return o
}

// flat splits a result into its numbers and all the rest as text.
func flat(o result) (rest string, numbers []float64) {
	rest = fmt.Sprint(o.Tokens)
	for _, r := range o.Resolutions {
		rest += fmt.Sprintf("\npronoun %d", r.Pronoun)
		numbers = append(append(numbers, r.None), r.Pointer...)
		if m := r.Antecedent; m != nil {
			rest += fmt.Sprintf(" is %q [%d,%d)", m.Text, m.Start, m.End)
			numbers = append(numbers, m.Probability)
		}
	}
	for _, heads := range o.Attention {
		for _, pattern := range heads {
			rest += fmt.Sprintf("\nhead of %d rows", len(pattern))
			numbers = append(numbers, slices.Concat(pattern...)...)
		}
	}
	return rest, numbers
}

// difference is the greatest difference of two numbers. The error says what else
// differs.
func difference(got, want result) (greatest float64, err error) {
	rest, numbers := flat(got)
	wantRest, wantNumbers := flat(want)
	if rest != wantRest || len(numbers) != len(wantNumbers) {
		return 0, fmt.Errorf("%d numbers of %s\nwant %d of %s", len(numbers), rest, len(wantNumbers), wantRest)
	}
	for i, x := range numbers {
		greatest = max(greatest, math.Abs(x-wantNumbers[i]))
	}
	return greatest, nil
}

// The page's model and the reference agree, in Node.js.
func TestAgreesWithReference(t *testing.T) {
	t.Parallel()
	texts := append([]string{long()}, awkward...)
	for _, split := range builtin.Heldout {
		for _, e := range split.Examples[:6] {
			texts = append(texts, e.Text)
		}
	}
	quick, _, _ := trained(t)
	models := map[string]*resolve.Resolver{
		"trained":     quick,
		"default":     untrained(t, nil, 4),
		"n-grams":     untrained(t, func(c *model.Config) { c.NgramBuckets = 997 }, 4),
		"no scale":    untrained(t, func(c *model.Config) { c.NoScale = true }, 1),
		"no layers":   untrained(t, func(c *model.Config) { c.Layers = 0 }, 4),
		"odd shape":   untrained(t, func(c *model.Config) { c.Layers, c.Heads, c.Width, c.Hidden, c.Radius = 3, 5, 35, 7, 2 }, 3),
		"no distance": untrained(t, func(c *model.Config) { c.Layers, c.Radius = 1, 0 }, 3),
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
			var got []result
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			var greatest float64
			for i, text := range texts {
				d, err := difference(got[i], want(r, text))
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				greatest = max(greatest, d)
			}
			if greatest > 1e-5 {
				t.Errorf("a number differs by %.2g", greatest)
			}
			t.Logf("%d texts, greatest difference %.2g", len(texts), greatest)
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

// What the page computes of a snapshot is close to the snapshot.
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
		Answer result
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 5 {
		t.Fatalf("%d moments, want 0, 30, 60, 90 and the checkpoint at 120", len(got))
	}
	for i, g := range got {
		s, exact := snapshots[i], untrained(t, small, 1)
		exact.Model().Update(func(parameters []model.Parameter) {
			for _, p := range parameters {
				copy(p.Data, weightsOf(s, p.Name))
			}
		})
		d, err := difference(g.Answer, want(exact, corpus.Lesson))
		if err != nil {
			t.Errorf("step %d: %v", g.Step, err)
		}
		limit := 0.02
		if g.Exact {
			limit = 1e-5
		}
		if g.Step != s.Number || d > limit || g.Exact != (g.Step == 120) {
			t.Errorf("step %d (want %d) differs by %.2g", g.Step, s.Number, d)
		}
		t.Logf("step %d: greatest difference %.2g", g.Step, d)
	}
}
