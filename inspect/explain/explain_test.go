package explain

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
	"antecedent/inspect/inspecttest"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/reference"
	"antecedent/resolve"
)

const lesson = inspecttest.Lesson

var (
	anywhere = Place{Head: model.Head{Layer: -1, Head: -1}, Query: -1}
	small    = model.Config{Layers: 2, Heads: 2, Width: 16, Hidden: 9, Radius: 4}
	wide     = layout.Style{Width: 80, Unicode: true}
)

// resolver is a model with random weights that knows the words of the lesson.
func resolver(t *testing.T, c model.Config, seed uint64) *resolve.Resolver {
	t.Helper()
	return inspecttest.Resolver(t, c, lesson, seed)
}

func explain(t *testing.T, r *resolve.Resolver, text string, at Place) *Explanation {
	t.Helper()
	reading, err := r.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(r, reading, at)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func written(t *testing.T, e *Explanation, s layout.Style) string {
	t.Helper()
	return inspecttest.Check(t, e.Text, s, e.Write)
}

func TestGolden(t *testing.T) {
	e := explain(t, resolver(t, small, 7), lesson, anywhere)
	e.Head.Off.Score, e.Head.Off.Z, e.Pointer.Off = 2e-7, 4e-7, 5e-7 // the last digits of float32 depend on the processor
	inspecttest.Golden(t, "explanation.golden", written(t, e, wide))
}

// What is said of other models and texts than that of the golden file.
func TestVariants(t *testing.T) {
	noScale, noLayers, cooled := small, small, small
	noScale.NoScale, noLayers.Layers, cooled.Temperature = true, 0, 1.3
	for name, c := range map[string]struct {
		config        model.Config
		text          string
		at            Place
		has, hasNever []string
	}{
		"no scale, second layer": {noScale, lesson, Place{model.Head{Layer: 1, Head: 1}, 9}, []string{
			"How head 1.1 looks at the text from \"tired\"", "counted from 0. There are", "In layer 1, x is no longer the word alone",
			"leaves it out", "if q·k were divided by √K, as this model does not", "  divided  content alone", "Q·Kᵀ + distance",
			"  content  j−i", "leaves out the division by √D", "  score  softmax", "softmax(q·keysᵀ) (1,16)"}, []string{"÷√", "undivided"}},
		"no layers": {noLayers, lesson, anywhere, []string{
			"This model has no attention layers", "Without layers, this attention is all there is.", "? the pronoun, ▲ the answer", "1 cat ▲"},
			[]string{"How head", "matrix form", "rows of the heads", "Exercise"}},
		"temperature": {cooled, lesson, anywhere, []string{
			"÷√D  ÷1.30  softmax", "divided by the temperature of the model, 1.30", "softmax(q·keysᵀ/√D/1.30)"}, nil},
		"no pronoun, one layer": {small, "The cat sat", Place{model.Head{Layer: 0, Head: -1}, 1}, []string{
			"How head 0.0 looks at the text from \"cat\"", "None takes much from another content word for \"cat\"; of this layer's heads it takes the most from one token, \"The\".", "The three largest", "Exercise"},
			[]string{"→", "the pronoun", "▲", "last attention", "weights[5"}},
		"long": {small, strings.Repeat("the cat sat, ", 10) + "it was.", Place{model.Head{Layer: 0, Head: 0}, 2}, []string{
			"below are 16 of its tokens", "  27 more  "}, nil},
		"two pronouns": {small, "It was it, blicket.", anywhere, []string{"It (token 0) →", "unknown words: ,, blicket (read as <unknown>)"}, nil},
	} {
		out := written(t, explain(t, resolver(t, c.config, 7), c.text, c.at), wide)
		folded := strings.ReplaceAll(out, "\n", " ")
		for _, want := range c.has {
			if !strings.Contains(folded, want) {
				t.Errorf("%s: no %q in\n%s", name, want, out)
			}
		}
		for _, other := range c.hasNever {
			if strings.Contains(folded, other) {
				t.Errorf("%s: %q in\n%s", name, other, out)
			}
		}
	}
}

// Without a pronoun the first content word looks, and of a text of up to five tokens all
// numbers are printed, each matrix with its shape and a row for each token.
func TestWholeMatrices(t *testing.T) {
	c := model.Config{Layers: 1, Heads: 2, Width: 14, Hidden: 9, Radius: 4}
	e := explain(t, resolver(t, c, 7), "The cat sat", anywhere)
	out := written(t, e, wide)
	if e.Query != 1 || !strings.Contains(strings.ReplaceAll(out, "\n", " "), "so \"cat\" looks, its first content word.") {
		t.Errorf("from %d\n%s", e.Query, out)
	}
	m := e.Matrices
	for title, matrix := range map[string]reference.Matrix{
		"Q = X·W_Q + b_Q  (3,7)": m.Q, "K = X·W_K + b_K  (3,7)": m.K, "V = X·W_V + b_V  (3,7)": m.V, "Q·Kᵀ  (3,3)": m.Dot,
		"scores = Q·Kᵀ/√K + distance  (3,3)": m.Scores, "weights = softmax(scores), row by row  (3,3)": m.Weights, "Z = weights·V  (3,7)": m.Z,
	} {
		_, below, found := strings.Cut(out, "  "+title+"\n")
		if !found {
			t.Errorf("no %q in\n%s", title, out)
			continue
		}
		rows := strings.Split(below, "\n")[1:] // below the numbers of the columns
		for i, row := range matrix {
			fields := strings.Fields(rows[i])[2:] // behind number and word
			var want []string
			for _, x := range row {
				if strings.HasPrefix(title, "weights") {
					want = append(want, fraction(x))
				} else {
					want = append(want, number(x))
				}
			}
			if !slices.Equal(fields, want) || len(rows[i]) != len(rows[0]) {
				t.Errorf("%s: row %d is %q, not %v", title, i, rows[i], want)
			}
		}
	}
	order := descending(3, func(j int) float64 { return m.Weights[1][j] })
	if notice := fmt.Sprintf("(%.2f)", m.Weights[1][order[0]]); !strings.Contains(out, "Notice: \"cat\" pays the most attention to ") || !strings.Contains(out, notice) {
		t.Errorf("no notice of %s in\n%s", notice, out)
	}
	if e := explain(t, resolver(t, c, 7), "The cat sat on the mat", anywhere); e.Matrices != nil {
		t.Error("whole matrices of six tokens")
	}
}

// The numbers of every step follow from those of the step before, and the model's
// own are near to them.
func TestArithmetic(t *testing.T) {
	long := strings.Repeat("the cat saw the star because it was tired and ", 20)
	for i, c := range []model.Config{
		{Layers: 1, Heads: 1, Width: 8, Hidden: 5, Radius: 3},
		{Layers: 3, Heads: 2, Width: 10, Hidden: 11, Radius: 32, NgramBuckets: 13},
		{Layers: 2, Heads: 3, Width: 15, Hidden: 7, Radius: 0, NoScale: true},
		{Layers: 0, Heads: 2, Width: 8, Hidden: 4, Radius: 5, NgramBuckets: 3, NoScale: true},
		{Layers: 1, Heads: 2, Width: 8, Hidden: 4, Radius: 5, Temperature: 0.6},
	} {
		for _, text := range []string{"It.", lesson, long} {
			near := func(what string, got, want float64) {
				t.Helper()
				if !(math.Abs(got-want) <= 1e-5*max(1, math.Abs(want))) {
					t.Errorf("config %d, %.20q: %s is %v, not %v", i, text, what, got, want)
				}
			}
			n, query := len(data.Tokenize(text)), len(data.Tokenize(text))/3
			e := explain(t, resolver(t, c, uint64(i)), text, Place{anywhere.Head, query})
			pointerScale, scale := 1.0, 1.0
			if !c.NoScale {
				pointerScale, scale = 1/math.Sqrt(float64(c.Width)), 1/math.Sqrt(float64(c.HeadWidth()))
			}
			near("sum of the pointer", sum(e.Pointer.Probability), 1)
			near("difference of the pointer", e.Pointer.Off, 0)
			near("score of NONE", e.Pointer.Score[n], e.Pointer.Dot[n]*pointerScale)
			near("scale of the pointer", e.Pointer.Scale, pointerScale)
			temperature := c.PointerTemperature()
			near("temperature", e.Pointer.Temperature, temperature)
			logOdds := math.Log(e.Pointer.Probability[0] / e.Pointer.Probability[n])
			near("log odds of the first token", logOdds, (e.Pointer.Score[0]-e.Pointer.Score[n])/temperature)
			s := e.Head
			if s == nil {
				continue
			}
			same, other := s.Scaled, s.Unscaled
			if c.NoScale {
				same, other = other, same
			}
			if n > 1 && slices.Equal(other, s.Weight) {
				t.Errorf("config %d: the scale changes nothing", i)
			}
			largest := 1.0
			for j := range n {
				near("content", s.Content[j], s.Dot[j]*scale)
				near("score", s.Score[j], s.Content[j]+s.Distance[j])
				near("weight", s.Weight[j], s.Exp[j]/s.ExpSum)
				near("weight with this model's scale", same[j], s.Weight[j])
				largest = max(largest, math.Abs(s.Score[j]))
			}
			for _, off := range []float64{s.Off.Q, s.Off.Score / largest, s.Off.Weight, s.Off.Z} {
				near("difference", off, 0)
			}
			for _, weights := range [][]float64{s.Weight, other, s.ContentOnly} {
				near("sum of the weights", sum(weights), 1)
			}
			near("sum of the products", sum(s.Example.Products), s.Dot[s.Example.Token])
			all := append(slices.Clone(s.Largest), s.Others)
			for k := range s.Mixed {
				z := 0.0
				for _, part := range all {
					z += part.Vector[k]
				}
				near("sum of the contributions", z, s.Mixed[k])
			}
			for place, part := range s.Largest {
				near("length", part.Length, s.Weight[part.Token]*length(s.Values[part.Token]))
				if place > 0 && part.Length > s.Largest[place-1].Length {
					t.Errorf("config %d: contribution %d is longer than the one before", i, place)
				}
			}
			x, pattern := e.Exercises.Weight, e.reading.Patterns[s.Layer][s.Head]
			near("weight of the exercise", x.Value, float64(pattern[x.I][x.J]))
			near("weight the other way round", x.Back, float64(pattern[x.J][x.I]))
			if got, want := e.Exercises.Cost[0], (CostAnswer{n, n * n, n * n * c.Width, 4 * n * n * c.Heads}); got != want {
				t.Errorf("config %d: cost %+v, not %+v", i, got, want)
			}
		}
	}
}

// Equal weights are spread over as many tokens as there are.
func TestSpread(t *testing.T) {
	for want, weights := range map[float64][]float64{1: {0, 1, 0}, 4: {0.25, 0.25, 0.25, 0.25}} {
		if got := spread(weights); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v: %v", weights, got)
		}
	}
}

// Without a head the one with the most weight on one content word is explained, of
// the model or of a layer.
func TestChoice(t *testing.T) {
	c := model.Config{Layers: 3, Heads: 4, Width: 16, Hidden: 8, Radius: 4}
	r := resolver(t, c, 3)
	for layer := -1; layer < c.Layers; layer++ {
		heads := c.HeadList()
		if layer >= 0 {
			heads = heads[4*layer : 4*layer+4]
		}
		e := explain(t, r, lesson, Place{model.Head{Layer: layer, Head: -1}, -1})
		want := e.reading.LooksOf(e.answer, heads).Head()
		if got := (model.Head{Layer: e.Head.Layer, Head: e.Head.Head}); got != want || e.Query != 7 {
			t.Errorf("layer %d: head %s from %d, not %s from 7", layer, got, e.Query, want)
		}
	}
	two := "The cat sat because it was tired, and she saw it."
	for query, pronoun := range map[int]int{9: 9, 1: 4} {
		if e := explain(t, r, two, Place{anywhere.Head, query}); e.Pointer.Pronoun != pronoun || e.Query != query {
			t.Errorf("from token %d the pointer is of %d and the head of %d", query, e.Pointer.Pronoun, e.Query)
		}
	}
}

func TestErrors(t *testing.T) {
	r := resolver(t, small, 3)
	for _, c := range []struct {
		text string
		at   Place
		want string
	}{
		{"", anywhere, ErrNoQuery.Error()},
		{"", Place{anywhere.Head, 0}, "not within"},
		{lesson, Place{model.Head{Layer: 2, Head: 0}, -1}, "not within"},
		{lesson, Place{model.Head{Layer: 0, Head: 2}, -1}, "not within"},
		{lesson, Place{model.Head{Layer: -1, Head: 1}, -1}, "not within"},
		{lesson, Place{model.Head{Layer: 0, Head: 0}, 11}, "not within"},
	} {
		reading, err := r.Read(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(r, reading, c.at); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, %+v: %v", c.text, c.at, err)
		}
	}
}

func TestJSON(t *testing.T) {
	e := explain(t, resolver(t, small, 7), lesson, anywhere)
	var b bytes.Buffer
	var o map[string]any
	if err := errors.Join(e.WriteJSON(&b), json.Unmarshal(b.Bytes(), &o)); err != nil || strings.Count(b.String(), "\n") != 1 {
		t.Fatal(err, b.String())
	}
	head, pointer := o["head"].(map[string]any), o["pointer"].(map[string]any)
	for want, object := range map[string]any{
		"exercises head matrices model pointer query text tokens unknown": o,
		"content distance dot example exp exp_sum head keys largest layer off others q scale score shapes spread values " +
			"weight weight_with_scale weight_without_distance weight_without_scale x z": head,
		"q score weight z": head["off"],
		"weight weight_with_scale weight_without_distance weight_without_scale": head["spread"],
		"length token vector weight": head["others"],
		"antecedent content dot off probability pronoun q scale score shapes structure temperature why": pointer,
		"cost shapes weight": o["exercises"],
	} {
		if keys := strings.Join(slices.Sorted(maps.Keys(object.(map[string]any))), " "); keys != want {
			t.Errorf("keys %s, not %s", keys, want)
		}
	}
	if o["query"] != 7.0 || len(pointer["probability"].([]any)) != 12 {
		t.Errorf("%v", o)
	}
}

// Whatever the text, the style and the numbers, what is printed can be read.
func TestAnyText(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	broken := []float32{1e30, -123456} // still with an answer that is a number
	for round := range 12 {
		text := lesson
		if round > len(broken) {
			text = inspecttest.Text(r, 1+r.IntN(40))
		}
		c := model.Config{Layers: []int{2, 1, 2, 1, 0}[round%5], Heads: 1 + r.IntN(3), Width: 12, Hidden: 5, Radius: 6, NoScale: r.IntN(2) == 0}
		m := resolver(t, c, uint64(round))
		m.Model().Update(func(parameters []model.Parameter) {
			for _, p := range parameters {
				if strings.HasSuffix(p.Name, "W_Q") && round < len(broken) {
					p.Data[0] = broken[round]
				}
			}
		})
		written(t, explain(t, m, text, anywhere), layout.Style{Width: 24 + r.IntN(120), Unicode: round%2 > 0})
	}
}
