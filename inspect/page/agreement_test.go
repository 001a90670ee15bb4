package page

import (
	"bytes"
	"encoding/json"
	"math"
	"math/bits"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/lookup"
	"antecedent/data/structure"
	"antecedent/internal/testenv"
	"antecedent/model"
	"antecedent/model/reference"
	"antecedent/resolve"

	"github.com/google/go-cmp/cmp"
)

// node runs a program after the named parts of the page's script, in strict
// mode as there, and decodes the JSON that it prints.
func node(t *testing.T, program string, input, output any, parts ...string) {
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
	if err := json.Unmarshal(out, output); err != nil {
		t.Fatal(err)
	}
}

// awkward are texts that a careless port would read differently.
var awkward = []string{
	"No such word here",
	corpus.Lesson, corpus.LessonTwin,
	"The cat sat on the mat because it was tired. She gave it to them, and he didn't see theirs.",
	"Both Anna and Tom left; either my brother or neither of both girls told both the dogs that she was late.",
	"See https://example.org/she?it=1, example.org/he or #it; it_was @her, _it_ it/its—it $it.",
	"The IT people of it.example.org saw it.Then me@it.org hurt themself; an it-girl, he/she, sent it.",
	"IT WAS LATE AND HE LEFT.",
	"IT'S THE CAT'S MAT, ISN'T IT? They’ve said it’ll rain; O'Brien's don't: he won't…",
	"Ein Kätzchen saß auf der Décke, weil it müde war — ÉCOLE, straße, ΟΔΥΣΣΕΥΣ and İstanbul saw it.",
	"猫は it を見た。 고양이가 it 을 보았다; Кошка saw it; नमस्ते it हिन्दी; e\u0301cole it",
	"It cost 1,000.50 (or 1.000,5): 3.14.15, 7,it ... it!!! --it-- 'it' ''it'' ’it’ it’s 's it",
	"emoji 😀😀 it 👩‍👩‍👧 saw it \u00a0\u2003\u3000 tab\tit\nnew line it \u200b zero it",
	"𝒜 𝟙𝟚𝟛 math it ⅷ ² ½ ٣٤٥ it ა Ა it ǅ ß ẞ ſ K it",
	"<b>it</b> & \"it\" </script><script>it</script> <!-- it -->",
	"'Twas late; ‘tis said ’t was ''twill 'twon’t. Kill 'em, 'Tis IT; it\u00ad was i\u200bt\u200b. \ufeffｉｔ＇ｓ ⓘⓣ m² 𝐢𝐭 it\ufe0f ﬁnd",
	"The c\u00adat of Johnʼs mother‑in‑law wasn\u02bct „so” ‟it‛ ´it´ ¨it cafe\u0301 ＪＯＨＮ　ｓａｗ　ｈｅｒ．Ｓｈｅ　ｓａｎｇ！ It…",
	"John told Mary Anna had left it. On Monday Anna met Tom & Bea, in Paris Anna saw it. In Paris Anna saw him.",
	"The cat saw the  cat; The Cat saw the cat's mat, and it saw the cat.",
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

// A result is what a model computes for a text.
type result struct {
	Tokens   []data.Token
	Mentions []data.Mention
	Answers  []answer
	Patterns [][]reference.Matrix // [L][H](T,T)
}

type answer struct {
	Pronoun    int
	Antecedent *antecedent
	Unsure     bool
	RunnerUp   *antecedent // nil for NONE
	Ordinal    string      // of the most probable option
	None       float64
	Pointer    []float64 // (T)
	Content    []float64 // (T+1)

	// Of a model with structure.
	Structure []float64 // (T)
	Features  [][]int   // of each mention
	Why       []term    // see resolve.Reading.Why
}

type term struct {
	Name  string
	Value float64
}

type antecedent struct {
	Start, End  int
	Text        string
	Probability float64
}

// resultOf is a JavaScript function (model, text, patterns) that makes a result, with
// patterns or without.
const resultOf = `((model, text, patterns = true) => {
	const tokens = tokenize(text), trace = model.forward(tokens);
	return {
		tokens,
		mentions: trace.structure.mentions,
		answers: pronounsOf(tokens).map((at) => {
			const answer = model.pointer(trace, at), { pronoun, none, pointer, antecedent: m, content, structure, features, options } = answer;
			const span = (o) => o && !o.none ? { start: o.start, end: o.end, probability: o.probability, text: textOf(text, tokens, o) } : null;
			const why = structure && whyAnswer(answer, model.weights["pointer.structure"]);
			return { pronoun, none, pointer, antecedent: span(m), unsure: isUnsure(options), ordinal: ordinalOf(tokens, options, options[0]), runnerUp: span(options[1]), content,
				structure: structure && structure.slice(0, -1), features, why: why && why.terms };
		}),
		patterns: patterns ? trace.layers.map((layer) => layer.heads.map((h) => h.pattern)) : [],
	};
})`

// want is what the reference makes of a text, with the antecedents that a resolver
// chooses.
func want(t *testing.T, r *resolve.Resolver, text string) result {
	t.Helper()
	reading, err := r.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	trace := r.Reference(reading)
	o := result{Tokens: reading.Tokens, Answers: []answer{}, Patterns: [][]reference.Matrix{}}
	examples := []data.Example{{Text: text, Tokens: reading.Tokens}}
	r.Annotate(examples)
	o.Mentions = append([]data.Mention{}, examples[0].Mentions...)
	for i, a := range reading.Answers {
		p, n := trace.Pointers[i].Probability, len(reading.Tokens)
		one := answer{Pronoun: a.Pronoun.Start, None: p[n], Pointer: p[:n], Content: trace.Pointers[i].Content}
		if r.Config().Structure > 0 {
			one.Structure, one.Features = trace.Pointers[i].Structure, [][]int{}
			for _, set := range a.Features {
				one.Features = append(one.Features, numbersOf(set))
			}
			if why, ok := reading.Why(&a); ok {
				for _, t := range why.Terms {
					one.Why = append(one.Why, term(t))
				}
				one.Why[0].Value = one.Content[why.First] - one.Content[why.Second] // in float64
			}
		}
		if m := a.Antecedent; m != nil {
			one.Antecedent = &antecedent{m.Start, m.End, m.Text, m.Probability}
		}
		one.Unsure = a.Unsure()
		if o := a.Options[0]; !o.None {
			one.Ordinal = strings.TrimPrefix(reading.Label(&a, o), reading.Words(o.Span))
		}
		if m, _ := reading.RunnerUp(&a); m != nil {
			one.RunnerUp = &antecedent{m.Start, m.End, m.Text, m.Probability}
		}
		o.Answers = append(o.Answers, one)
	}
	for _, layer := range trace.Layers {
		var patterns []reference.Matrix
		for _, h := range layer.Heads {
			patterns = append(patterns, h.Pattern)
		}
		o.Patterns = append(o.Patterns, patterns)
	}
	return o
}

// numbersOf returns the numbers of the features in a set.
func numbersOf(set uint64) []int {
	numbers := []int{}
	for ; set != 0; set &= set - 1 {
		numbers = append(numbers, bits.TrailingZeros64(set))
	}
	return numbers
}

// difference says where a result differs, and by more than the limit where that is
// in a number of a pointer or a pattern. It is "" where nothing differs.
func difference(got, want result, limit float64) string {
	near := func(x, y float64) bool { return math.Abs(x-y) <= limit }
	return cmp.Diff(want, got, cmp.Comparer(near), cmp.Comparer(func(x, y []float64) bool { return slices.EqualFunc(x, y, near) }))
}

// The page's model and the reference agree, in Node.js.
func TestAgreesWithReference(t *testing.T) {
	t.Parallel()
	texts := append([]string{long()}, awkward...)
	for _, split := range builtin.Heldout {
		for _, e := range split.Examples[:3] {
			texts = append(texts, e.Text)
		}
	}
	models := map[string]*resolve.Resolver{
		"trained":     trained().Resolver,
		"default":     untrained(func(*model.Config) {}, 4),
		"n-grams":     untrained(func(c *model.Config) { c.NgramBuckets = 997 }, 4),
		"no scale":    untrained(func(c *model.Config) { c.NoScale = true }, 1),
		"no layers":   untrained(func(c *model.Config) { c.Layers = 0 }, 4),
		"odd shape":   untrained(func(c *model.Config) { c.Layers, c.Heads, c.Width, c.Hidden, c.Radius = 3, 5, 35, 7, 2 }, 3),
		"no distance": untrained(func(c *model.Config) { c.Layers, c.Radius = 1, 0 }, 3),
		"vectors":     untrained(func(c *model.Config) { small(c); c.Vectors = frequent().Width() }, 4),
		"structure":   untrained(func(c *model.Config) { small(c); c.Structure, c.NgramBuckets = len(structure.Features()), 97 }, 4),
		"english":     untrained(withEnglish, 4),
		"temperature": untrained(func(c *model.Config) { withEnglish(c); c.Temperature, c.Layers = 1.6, 1 }, 4),
	}
	for name, r := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			agree(t, r, r, 0, texts, true)
		})
	}
}

// agree compares the page of a model, with the vectors of that many words, with a
// model; the patterns of heads too, or not.
func agree(t *testing.T, r, model *resolve.Resolver, words int, texts []string, patterns bool) {
	t.Helper()
	o, err := encode(Model{Resolver: r}, words, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []result
	node(t, `readEnglish(input.english);
		const model = modelsOf(input.model)[0].model;
		console.log(JSON.stringify(input.texts.map((text) => `+resultOf+`(model, text, input.patterns))));`,
		map[string]any{"model": o, "english": encodeEnglish(), "texts": texts, "patterns": patterns}, &got, modelScripts...)
	for i, text := range texts {
		w := want(t, model, text)
		if !patterns {
			w.Patterns = []([]reference.Matrix){}
		}
		if d := difference(got[i], w, 1e-5); d != "" {
			t.Fatalf("%q: %s", text, d)
		}
	}
}

// modelScripts are the parts of the script without those that draw.
var modelScripts = []string{"text.js", "mention.js", "structure.js", "model.js"}

// Every character is of the same kind in the page as in Go, but for those that
// only one of the two Unicode tables has.
func TestCharactersAgreeWithGo(t *testing.T) {
	t.Parallel()
	var list []struct {
		Rune  rune
		Kind  string
		Upper bool // the same in upper case

		Capital, Lower []rune
	}
	node(t, `
		const list = [];
		for (let rune = 0; rune < 0x110000; rune++) {
			if (rune >= 0xd800 && rune < 0xe000) continue;
			const s = String.fromCodePoint(rune);
			if (/\p{Cn}/u.test(s)) continue;
			const kind = (isLetter(s) ? "L" : "") + (isDigit(s) ? "N" : "") + (isWord(s) ? "W" : "") + (isSpace(s) ? "S" : "") +
				(isUpper(s) ? "U" : "") + (isLower(s) ? "l" : "");
			if (kind || lower(s) !== s || !allUpper(s)) list.push({ rune, kind, upper: allUpper(s), capital: Array.from(s.toUpperCase(), (c) => c.codePointAt(0)), lower: Array.from(lower(s), (c) => c.codePointAt(0)) });
		}
		console.log(JSON.stringify(list));`, nil, &list, modelScripts...)
	if len(list) < 100000 {
		t.Errorf("only %d characters were compared", len(list))
	}
	for _, c := range list {
		r := c.Rune
		has := func(r rune) bool {
			return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co)
		}
		if !has(r) || !has(c.Capital[0]) || r == 'ʕ' {
			continue // Go does not have it, or its capital; ʕ is in lower case until Unicode 16
		}
		kind := ""
		for _, k := range []struct {
			name string
			is   bool
		}{{"L", unicode.IsLetter(r)}, {"N", unicode.IsDigit(r)}, {"W", unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)}, {"S", unicode.IsSpace(r)}, {"U", unicode.IsUpper(r)}, {"l", unicode.IsLower(r)}} {
			if k.is {
				kind += k.name
			}
		}
		if kind != c.Kind || c.Upper != (unicode.ToUpper(r) == r) || !slices.Equal(c.Lower, []rune{unicode.ToLower(r)}) {
			t.Errorf("%U: the page has %q, %U and %t, Go %q, %U and %U", r, c.Kind, c.Lower, c.Upper, kind, unicode.ToLower(r), unicode.ToUpper(r))
		}
	}
}

// The page looks words up by the same keys as Go, and leaves the same characters out, but
// for characters that only one of the two Unicode tables has.
func TestKeysAgreeWithGo(t *testing.T) {
	t.Parallel()
	var list []struct {
		Rune      rune
		Key       string
		Decisive  string
		Invisible bool
	}
	node(t, `
		const list = [];
		for (let rune = 0; rune < 0x110000; rune++) {
			if (rune >= 0xd800 && rune < 0xe000) continue;
			const s = String.fromCodePoint(rune), key = wordKey(s);
			if (key !== lower(s) || decisive(s) !== s || isInvisible(s)) list.push({ rune, key, decisive: decisive(s), invisible: isInvisible(s) });
		}
		console.log(JSON.stringify(list));`, nil, &list, modelScripts...)
	if len(list) < 3000 {
		t.Errorf("only %d characters were compared", len(list))
	}
	differ := 0
	for _, c := range list {
		key := lookup.Key(string(c.Rune))
		if key == string(unicode.ToLower(c.Rune)) && !unicode.In(c.Rune, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf) {
			continue // Go does not have it
		}
		if key != c.Key || string(lookup.Rune(c.Rune)) != c.Decisive || lookup.Invisible(c.Rune) != c.Invisible {
			if differ++; differ < 20 {
				t.Errorf("%U: the page has %+q, %+q, %t, Go %+q, %+q, %t", c.Rune, c.Key, c.Decisive, c.Invisible, key, string(lookup.Rune(c.Rune)), lookup.Invisible(c.Rune))
			}
		}
	}
}

// What the page computes of a snapshot is close to the snapshot.
func TestSnapshotsAreClose(t *testing.T) {
	t.Parallel()
	m := trained()
	o, err := encode(m, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Step   int
		Exact  bool
		Result result
	}
	node(t, `readEnglish(input.english);
		console.log(JSON.stringify(modelsOf(input.model).map((m) => ({ step: m.step, exact: m.exact,
		result: `+resultOf+`(m.model, "`+corpus.Lesson+`") }))));`, map[string]any{"model": o, "english": encodeEnglish()}, &got, modelScripts...)
	if len(got) != 5 || len(m.Snapshots) != 5 {
		t.Fatalf("%d moments of %d snapshots, want 0, 8, 30, 68 and the checkpoint at 120", len(got), len(m.Snapshots))
	}
	for i, g := range got {
		s, exact := m.Snapshots[i], untrained(small, 1)
		exact.Model().Update(func(parameters []model.Parameter) {
			for _, p := range parameters {
				copy(p.Data, weightsOf(s, p.Name))
			}
		})
		limit := 0.02
		if g.Exact {
			limit = 1e-5
		}
		if g.Step != s.Number || g.Exact != (g.Step == m.Step) {
			t.Errorf("step %d (want %d), exact: %v", g.Step, s.Number, g.Exact)
		}
		made := want(t, exact, corpus.Lesson)
		if !g.Exact { // the limit is of weights and probabilities, which scores exceed
			for _, r := range []result{g.Result, made} {
				for k := range r.Answers {
					r.Answers[k].Content = nil
				}
			}
		}
		if d := difference(g.Result, made, limit); d != "" {
			t.Errorf("step %d: %s", g.Step, d)
		}
	}
}

// Counted things are 100 % only where all of them are, and 0 % where none is; a
// probability that is so near says that it is not quite there.
func TestPageSharesOfCountedThings(t *testing.T) {
	script, err := assets.ReadFile("assets/draw.js")
	if err != nil {
		t.Fatal(err)
	}
	_, functions, _ := strings.Cut(string(script), "// percent writes") // the rest of the file needs a browser
	functions, _, _ = strings.Cut(functions, "const hundredths")
	var got []string
	node(t, "//"+functions+`console.log(JSON.stringify([...input.map(share), percent(1), percent(0)]));`,
		[]float64{1, 0, 599. / 600, 99_999. / 100_000, 1. / 5_000, 1. / 100_000, 0.5}, &got)
	want := []string{"100 %", "0 %", "99.8 %", "> 99.99 %", "0.02 %", "< 0.01 %", "50 %", "> 99.99 %", "0 %"}
	for i, text := range got {
		got[i] = strings.ReplaceAll(text, "\u00a0", " ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}
