package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/resolver"

	"github.com/rivo/uniseg"
)

// randomResolver is a model with random weights, large enough that attention
// prefers some tokens, that knows the words of some texts.
func randomResolver(t testing.TB, c model.Config, seed uint64, texts ...string) *resolver.Resolver {
	t.Helper()
	var examples []data.Example
	for _, text := range texts {
		examples = append(examples, data.FromText(text)...)
	}
	v := data.NewVocabulary(examples, 1)
	c.Vocabulary = v.Len()
	m, err := model.New(c, seed)
	if err != nil {
		t.Fatal(err)
	}
	draw := rand.New(rand.NewPCG(seed, 1))
	for _, p := range m.Parameters() {
		if strings.HasSuffix(p.Name, "position") {
			clear(p.Data) // a preference for near words would leave little else to compare
		}
		for i := range p.Data {
			p.Data[i] += float32(0.3 * draw.NormFloat64())
		}
	}
	m.Changed()
	r, err := resolver.New(m, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func explain(t testing.TB, r *resolver.Resolver, text string, at Place) *Explanation {
	t.Helper()
	e, err := Explain(r, text, at)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func page(t testing.TB, e *Explanation, s layout.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	nowhere = Place{Layer: -1, Head: -1, Query: -1}
	small   = model.Config{Layers: 2, Heads: 2, Width: 16, Hidden: 9, Radius: 4}
)

func TestExplainGolden(t *testing.T) {
	without := func(change func(c *model.Config)) model.Config {
		c := small
		change(&c)
		return c
	}
	for _, c := range []struct {
		name   string
		config model.Config
		text   string
		at     Place
		style  layout.Style
	}{
		{"utf8-60", small, lesson, nowhere, layout.Style{Width: 60, Unicode: true}},
		{"utf8-80", small, lesson, nowhere, layout.Style{Width: 80, Unicode: true}},
		{"utf8-120", small, lesson, nowhere, layout.Style{Width: 120, Unicode: true}},
		{"ascii-80", small, lesson, nowhere, layout.Style{Width: 80}},
		{"truecolor-80", small, lesson, nowhere, layout.Style{Width: 80, Unicode: true, Colors: layout.TrueColor}},
		{"no-scale-80", without(func(c *model.Config) { c.NoScale = true }), lesson, Place{Layer: 1, Head: 1, Query: 9}, layout.Style{Width: 80, Unicode: true}},
		{"no-layers-60", without(func(c *model.Config) { c.Layers = 0 }), lesson, nowhere, layout.Style{Width: 60, Unicode: true}},
		{"no-pronoun-80", small, "The cat sat", Place{Layer: 0, Head: -1, Query: 1}, layout.Style{Width: 80, Unicode: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := explain(t, randomResolver(t, c.config, 7, lesson), c.text, c.at)
			// The last digits of float32 depend on the processor.
			if e.Head != nil {
				e.Head.Off.Q, e.Head.Off.Score, e.Head.Off.Weight, e.Head.Off.Z = 1e-7, 2e-7, 3e-7, 4e-7
			}
			if e.Pointer != nil {
				e.Pointer.Off = 5e-7
			}
			golden(t, "explain-"+c.name, page(t, e, c.style))
		})
	}
}

// A reference computes the whole model in float64, straight from the formulas
// of its design and without a look at what the model did.
type reference struct {
	c model.Config
	w map[string][]float32
}

func (f *reference) at(name string, i int) float64 { return float64(f.w[name][i]) }

func (f *reference) linear(x []float64, w, b string, out int) []float64 {
	y := make([]float64, out)
	for j := range y {
		if b != "" {
			y[j] = f.at(b, j)
		}
		for k := range x {
			y[j] += x[k] * f.at(w, k*out+j)
		}
	}
	return y
}

func (f *reference) norm(x []float64, name string) []float64 {
	d := float64(len(x))
	var sum, squares float64
	for _, v := range x {
		sum, squares = sum+v, squares+v*v
	}
	mean := sum / d
	deviation := math.Sqrt(squares/d - mean*mean + 1e-5)
	y := make([]float64, len(x))
	for k, v := range x {
		y[k] = f.at(name+".gain", k)*(v-mean)/deviation + f.at(name+".bias", k)
	}
	return y
}

// A referenceHead is what one head did.
type referenceHead struct{ q, k, v, scores, pattern, z [][]float64 }

func (f *reference) run(b data.Batch, pronoun int) (heads [][]referenceHead, pointer []float64) {
	c, n, d := f.c, b.Lengths[0], f.c.Width
	root := func(width int) float64 {
		if c.NoScale {
			return 1
		}
		return math.Sqrt(float64(width))
	}
	normal := func(scores []float64) []float64 {
		total := 0.0
		out := make([]float64, len(scores))
		for j, s := range scores {
			out[j] = math.Exp(s - slices.Max(scores))
			total += out[j]
		}
		for j := range out {
			out[j] /= total
		}
		return out
	}
	dot := func(a, b []float64) (s float64) {
		for k := range a {
			s += a[k] * b[k]
		}
		return s
	}
	x := make([][]float64, n)
	for i := range x {
		for k := range d {
			v := f.at("embed.word", b.Words[i]*d+k)
			var count, grams float64
			if c.NgramBuckets > 0 {
				for _, g := range b.Ngrams[i*data.MaxNgrams : (i+1)*data.MaxNgrams] {
					if g >= 0 {
						count, grams = count+1, grams+f.at("embed.ngram", g*d+k)
					}
				}
			}
			x[i] = append(x[i], v+grams/max(1, count))
		}
	}
	for l := range c.Layers {
		name := func(s string) string { return fmt.Sprintf("layer.%d.%s", l, s) }
		var q, k, v [][]float64
		for i := range n {
			h := f.norm(x[i], name("norm1"))
			q = append(q, f.linear(h, name("attention.W_Q"), name("attention.b_Q"), d))
			k = append(k, f.linear(h, name("attention.W_K"), name("attention.b_K"), d))
			v = append(v, f.linear(h, name("attention.W_V"), name("attention.b_V"), d))
		}
		var layer []referenceHead
		side := make([][]float64, n)
		for h := range c.Heads {
			var a referenceHead
			width := d / c.Heads
			part := func(m [][]float64) (out [][]float64) {
				for _, row := range m {
					out = append(out, row[h*width:(h+1)*width])
				}
				return out
			}
			a.q, a.k, a.v = part(q), part(k), part(v)
			for i := range n {
				row := make([]float64, n)
				for j := range n {
					distance := min(c.Radius, max(-c.Radius, j-i)) + c.Radius
					row[j] = dot(a.q[i], a.k[j])/root(width) + f.at(name("attention.position"), distance*c.Heads+h)
				}
				a.scores = append(a.scores, row)
				a.pattern = append(a.pattern, normal(row))
				z := make([]float64, width)
				for j := range n {
					for k := range z {
						z[k] += a.pattern[i][j] * a.v[j][k]
					}
				}
				a.z = append(a.z, z)
				side[i] = append(side[i], z...)
			}
			layer = append(layer, a)
		}
		heads = append(heads, layer)
		for i := range n {
			for k, y := range f.linear(side[i], name("attention.W_O"), name("attention.b_O"), d) {
				x[i][k] += y
			}
			hidden := f.linear(f.norm(x[i], name("norm2")), name("mlp.W_1"), name("mlp.b_1"), c.Hidden)
			for k := range hidden {
				hidden[k] = max(0, hidden[k])
			}
			for k, y := range f.linear(hidden, name("mlp.W_2"), name("mlp.b_2"), d) {
				x[i][k] += y
			}
		}
	}
	for i := range x {
		x[i] = f.norm(x[i], "norm")
	}
	q := f.linear(x[pronoun], "pointer.W_Q", "", d)
	scores := make([]float64, n+1)
	for j := range n {
		scores[j] = dot(q, f.linear(x[j], "pointer.W_K", "", d)) / root(d)
	}
	for k := range q {
		scores[n] += q[k] * f.at("pointer.none", k) / root(d)
	}
	return heads, normal(scores)
}

// Every number shown is what the formulas make of the parameters, and what the
// model itself computed.
func TestExplainArithmetic(t *testing.T) {
	draw := rand.New(rand.NewPCG(9, 9))
	long := strings.Repeat("the cat saw the star because it was tired and ", 20)
	for i, c := range []model.Config{
		{Layers: 1, Heads: 1, Width: 8, Hidden: 5, Radius: 3},
		{Layers: 2, Heads: 3, Width: 15, Hidden: 7, Radius: 0},
		{Layers: 3, Heads: 2, Width: 10, Hidden: 11, Radius: 32, NgramBuckets: 13},
		{Layers: 2, Heads: 2, Width: 8, Hidden: 4, Radius: 5, NoScale: true},
		{Layers: 0, Heads: 2, Width: 8, Hidden: 4, Radius: 5, NgramBuckets: 3, NoScale: true},
		{Layers: 0, Heads: 1, Width: 6, Hidden: 1, Radius: 1},
	} {
		for _, text := range []string{"It.", "The blicket sat, and it was tired.", lesson, long} {
			r := randomResolver(t, c, uint64(i), lesson)
			c := r.Model.Config()
			tokens := data.Tokenize(text)
			at := Place{Layer: draw.IntN(max(1, c.Layers)), Head: draw.IntN(c.Heads), Query: draw.IntN(len(tokens))}
			if c.Layers == 0 {
				at.Layer, at.Head = -1, -1
			}
			e := explain(t, r, text, at)
			f := &reference{c, map[string][]float32{}}
			for _, p := range r.Model.Parameters() {
				f.w[p.Name] = p.Data
			}
			b, err := r.Encoder.Batch([]data.Example{e.answer.Example}, 1, len(tokens))
			if err != nil {
				t.Fatal(err)
			}
			heads, pointer := f.run(b, e.answer.Example.Pronoun.Start)

			near := func(what string, got, want []float64) {
				t.Helper()
				if len(got) != len(want) {
					t.Fatalf("config %d: %d numbers of %s, not %d", i, len(got), what, len(want))
				}
				for j := range got {
					if math.Abs(got[j]-want[j]) > 1e-5*max(1, math.Abs(want[j])) {
						t.Errorf("config %d, %d tokens, %+v: %s[%d] is %v, not %v", i, len(tokens), at, what, j, got[j], want[j])
						return
					}
				}
			}
			near("probability", e.Pointer.Probability, pointer)
			near("sum of the pointer", []float64{sum(e.Pointer.Probability), e.Pointer.Off}, []float64{1, 0})
			if (e.Head == nil) != (c.Layers == 0) || (e.Exercises == nil) != (c.Layers == 0) {
				t.Fatalf("config %d: head %v, exercises %v", i, e.Head, e.Exercises)
			}
			if e.Head == nil {
				continue
			}
			want, s := heads[at.Layer][at.Head], e.Head
			near("q", widened(s.Q), want.q[at.Query])
			for j := range tokens {
				near("k", widened(s.Keys[j]), want.k[j])
				near("v", widened(s.Values[j]), want.v[j])
			}
			near("score", s.Score, want.scores[at.Query])
			near("weight", s.Weight, want.pattern[at.Query])
			near("z", s.Mixed, want.z[at.Query])
			near("differences", []float64{s.Off.Q, s.Off.Score, s.Off.Weight, s.Off.Z}, make([]float64, 4))

			root := math.Sqrt(float64(c.HeadWidth()))
			scaled, unscaled, split := make([]float64, len(tokens)), make([]float64, len(tokens)), make([]float64, len(tokens))
			for j := range tokens {
				split[j] = s.Content[j] + s.Distance[j]
				scaled[j], unscaled[j] = s.Dot[j]/root+s.Distance[j], s.Dot[j]+s.Distance[j]
			}
			near("score of its parts", split, widened(e.answer.Resolution.Scores[at.Layer][at.Head][at.Query]))
			if c.NoScale {
				near("content", s.Content, s.Dot)
				near("unscaled weights", s.Unscaled, s.Weight)
			} else {
				near("scaled weights", s.Scaled, s.Weight)
			}
			_, _, w := softmax(scaled)
			near("scaled weights", s.Scaled, w)
			_, _, w = softmax(unscaled)
			near("unscaled weights", s.Unscaled, w)
			for _, weights := range [][]float64{s.Weight, s.Scaled, s.Unscaled, s.ContentOnly} {
				near("sum", []float64{sum(weights)}, []float64{1})
			}
			near("products", []float64{sum(s.Example.Products)}, []float64{s.Dot[s.Example.Token]})
			z := slices.Clone(s.Others.Vector)
			for place, part := range s.Largest {
				add(z, part.Vector)
				if place > 0 && part.Length > s.Largest[place-1].Length {
					t.Errorf("config %d: contribution %d is longer than the one before", i, place)
				}
			}
			near("sum of contributions", z, s.Mixed)
			if x := e.Exercises.Weight; x.Value != e.answer.Resolution.Patterns[at.Layer][at.Head][x.I][x.J] ||
				x.Back != e.answer.Resolution.Patterns[at.Layer][at.Head][x.J][x.I] {
				t.Errorf("config %d: %+v is not in the pattern", i, x)
			}
			n := len(tokens)
			if got, want := e.Exercises.Cost[0], (CostAnswer{n, n * n, n * n * c.Width, 4 * n * n * c.Heads}); got != want {
				t.Errorf("config %d: cost %+v, not %+v", i, got, want)
			}
		}
	}
}

// Without a head the explanation is of the one that the heat map marks, and
// within a layer of the one that it would mark there.
func TestExplainChoosesTheEvidenceHead(t *testing.T) {
	r := randomResolver(t, model.Config{Layers: 3, Heads: 4, Width: 16, Hidden: 8, Radius: 4}, 3, lesson)
	e := explain(t, r, lesson, nowhere)
	_, evidence := Looks(&e.answer)
	if e.Head.Layer != evidence.Layer || e.Head.Head != evidence.Head || e.Query != 7 {
		t.Errorf("head %d.%d from %d, not %d.%d from 7", e.Head.Layer, e.Head.Head, e.Query, evidence.Layer, evidence.Head)
	}
	for l := range 3 {
		e := explain(t, r, lesson, Place{Layer: l, Head: -1, Query: -1})
		best, most := -1, float32(-1)
		for h, pattern := range e.answer.Resolution.Patterns[l] {
			for i, w := range pattern[7] {
				if isContent(e.Tokens[i].Text) && !inAnswer(&e.answer, i) && w > most {
					best, most = h, w
				}
			}
		}
		if e.Head.Layer != l || e.Head.Head != best {
			t.Errorf("layer %d: head %d.%d, not %d", l, e.Head.Layer, e.Head.Head, best)
		}
	}
	two := "The cat sat because it was tired, and she saw it."
	if e := explain(t, r, two, Place{Layer: -1, Head: -1, Query: 9}); e.Pointer.Pronoun != 9 {
		t.Errorf("from the second pronoun the pointer is of %d", e.Pointer.Pronoun)
	}
	if e := explain(t, r, two, Place{Layer: -1, Head: -1, Query: 1}); e.Pointer.Pronoun != 4 || e.Query != 1 {
		t.Errorf("from the cat the pointer is of %d", e.Pointer.Pronoun)
	}
}

func TestExplainRefuses(t *testing.T) {
	r := randomResolver(t, small, 3, lesson)
	if _, err := Explain(r, "The cat sat", nowhere); !errors.Is(err, ErrNoQuery) {
		t.Errorf("no pronoun: %v", err)
	}
	if _, err := Explain(r, "", nowhere); !errors.Is(err, ErrNoQuery) {
		t.Errorf("no text: %v", err)
	}
	if _, err := Explain(r, strings.Repeat("it ", data.MaxTokens+1), nowhere); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("too long: %v", err)
	}
	for _, at := range []Place{{2, 0, -1}, {0, 2, -1}, {-1, 1, -1}, {0, 0, 11}} {
		if _, err := Explain(r, lesson, at); err == nil || !strings.Contains(err.Error(), "not within") {
			t.Errorf("%+v: %v", at, err)
		}
	}
}

func TestFindHead(t *testing.T) {
	two, one, none := model.Config{Layers: 2, Heads: 3}, model.Config{Layers: 1, Heads: 3}, model.Config{Heads: 3}
	for _, c := range []struct {
		config model.Config
		layer  int
		head   string
		want   string // layer.head, or what the error says
	}{
		{two, -1, "", "-1.-1"}, {two, -1, "1.2", "1.2"}, {two, 1, "2", "1.2"}, {two, 1, "1.2", "1.2"}, {two, 1, "", "1.-1"}, {one, -1, "2", "0.2"},
		{none, -1, "", "-1.-1"},
		{two, -1, "2", "say which layer, as in 0.2; the model's heads are 0.0 to 1.2"},
		{two, -1, "2.0", "there is no head 2.0: the model's heads are 0.0 to 1.2"},
		{two, -1, "0.3", "there is no head 0.3"},
		{two, -1, "0.-1", "there is no head 0.-1"},
		{two, -1, "a.b", "write layer.head"},
		{two, -1, "1.", "write layer.head"},
		{two, -1, "1.1.1", "write layer.head"},
		{two, 0, "1.2", "not of layer 0"},
		{two, 2, "", "there is no layer 2: the model's heads are 0.0 to 1.2"},
		{none, -1, "0.0", "no attention layers"},
		{none, 0, "", "no attention layers"},
	} {
		at, err := FindHead(c.config, c.layer, c.head)
		got := fmt.Sprintf("%d.%d", at.Layer, at.Head)
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%d layers, %d, %q: %s, not %s", c.config.Layers, c.layer, c.head, got, c.want)
		}
	}
}

func TestFindQuery(t *testing.T) {
	tokens := data.Tokenize("The 3 cats saw the star, IT saw 99 cats")
	for word, want := range map[string]string{
		"2": "2", "3": "3", "99": "9", "cats": `"cats" is at tokens 2, 10: give one of these numbers`, "the": "4", "The": "0", "THE": `"THE" is at tokens 0, 4`,
		"star": "5", "it": "7", "-1": `"-1" is no word of the text, nor a number from 0 to 10`, "dog": "no word of the text", "": "no word of the text",
	} {
		at, err := FindQuery(tokens, word)
		got := fmt.Sprint(at)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q: %s, not %s", word, got, want)
		}
	}
	if _, err := FindQuery(nil, "0"); err == nil {
		t.Error("a word was found in no text")
	}
}

func TestExplainJSON(t *testing.T) {
	keys := func(text string, layers int, at Place) (top, head []string, object map[string]any) {
		c := small
		c.Layers = layers
		e := explain(t, randomResolver(t, c, 7, lesson), text, at)
		var b bytes.Buffer
		if err := e.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		if strings.Count(b.String(), "\n") != 1 {
			t.Error("the object is not one line")
		}
		if err := json.Unmarshal(b.Bytes(), &object); err != nil {
			t.Fatal(err)
		}
		if h, ok := object["head"].(map[string]any); ok {
			head = slices.Sorted(maps.Keys(h))
		}
		return slices.Sorted(maps.Keys(object)), head, object
	}
	top, head, object := keys(lesson, 2, nowhere)
	if got, want := strings.Join(top, " "), "exercises head model pointer query text tokens unknown"; got != want {
		t.Errorf("keys %s", got)
	}
	if got, want := strings.Join(head, " "), "content distance dot example exp exp_sum head keys largest layer off others q scale score shapes spread values weight "+
		"weight_with_scale weight_without_distance weight_without_scale x z"; got != want {
		t.Errorf("keys of head %s", got)
	}
	if object["query"] != 7.0 || len(object["pointer"].(map[string]any)["probability"].([]any)) != 12 {
		t.Errorf("%v", object)
	}
	if _, _, object = keys(lesson, 0, nowhere); object["head"] != nil || object["exercises"] != nil || object["pointer"] == nil {
		t.Errorf("without layers: %v", object)
	}
	if _, _, object = keys("The cat sat", 2, Place{-1, -1, 1}); object["pointer"] != nil || object["head"] == nil {
		t.Errorf("without a pronoun: %v", object)
	}
}

// Whatever the text and the width, no line is too wide, and colour changes
// nothing but colour.
func TestExplainFits(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	alphabet := []rune("aaaabcdeé\u0301世界한ｱ漢👩👍🇩🇪\u200d\u202eไทยשלוم\x1b—.")
	for round := range 30 {
		var words []string
		for range 1 + r.IntN(200) {
			word := make([]rune, 1+r.IntN(1+r.IntN(30)))
			for i := range word {
				word[i] = alphabet[r.IntN(len(alphabet))]
			}
			words = append(words, string(word))
		}
		words[r.IntN(len(words))] = "it"
		text := strings.Join(words, " ")
		if n := len(data.Tokenize(text)); len(data.FromText(text)) == 0 || n > data.MaxTokens {
			continue
		}
		c := model.Config{Layers: r.IntN(3), Heads: 1 + r.IntN(3), Width: 12, Hidden: 5, Radius: 6, NoScale: r.IntN(2) == 0}
		e := explain(t, randomResolver(t, c, uint64(round), text), text, nowhere)
		s := layout.Style{Width: 24 + r.IntN(120), Unicode: r.IntN(2) == 0}
		out := page(t, e, s)
		for _, line := range strings.Split(out, "\n") {
			if n := uniseg.StringWidth(line); n > s.Width {
				t.Fatalf("%d cells at width %d: %q", n, s.Width, line)
			}
		}
		for _, colors := range []layout.Colors{layout.ANSI16, layout.ANSI256, layout.TrueColor} {
			coloured := s
			coloured.Colors = colors
			if escape.ReplaceAllString(page(t, e, coloured), "") != out {
				t.Fatalf("colour changed the text of %q", text)
			}
		}
		if strings.ContainsAny(out, "\x1b\u202e") {
			t.Fatalf("a control character came through: %q", out)
		}
	}
}

// What this package says itself is ASCII where nothing else can be shown.
func TestExplainInASCII(t *testing.T) {
	for _, c := range []model.Config{small, {Layers: 1, Heads: 1, Width: 4, Hidden: 4, NoScale: true}, {Heads: 1, Width: 4, Hidden: 4, NoScale: true}} {
		e := explain(t, randomResolver(t, c, 7, lesson), lesson, nowhere)
		for _, width := range []int{24, 60, 120} {
			if out := page(t, e, layout.Style{Width: width}); strings.ContainsFunc(out, func(r rune) bool { return r > 126 }) {
				t.Errorf("not ASCII:\n%s", out)
			}
		}
	}
}

// Large, infinite and missing numbers keep to their columns.
func TestExplainShowsBrokenNumbers(t *testing.T) {
	for _, bad := range []float32{1e30, float32(math.Inf(1)), float32(math.NaN()), -123456} {
		r := randomResolver(t, small, 7, lesson)
		for _, p := range r.Model.Parameters() {
			if strings.HasSuffix(p.Name, "W_Q") {
				p.Data[0] = bad
			}
		}
		for l := range 2 {
			e := explain(t, r, lesson, Place{Layer: l, Head: 0, Query: 7})
			for _, line := range strings.Split(page(t, e, layout.Style{Width: 40}), "\n") {
				if n := uniseg.StringWidth(line); n > 40 {
					t.Errorf("with %v %d cells: %q", bad, n, line)
				}
			}
		}
	}
}

func TestExplainReportsWriteError(t *testing.T) {
	e := explain(t, randomResolver(t, small, 7, lesson), lesson, nowhere)
	for room := 0; room < len(page(t, e, layout.Style{})); room += 997 {
		if err := e.Write(&full{room}, layout.Style{}); !errors.Is(err, errFull) {
			t.Fatalf("room for %d bytes: %v", room, err)
		}
	}
}
