package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/resolve"
)

func object(t *testing.T, r *resolve.Reading) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, r, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The bytes themselves: names, their order, short numbers, no null list.
func TestJSONExactly(t *testing.T) {
	for _, test := range []struct {
		reading resolve.Reading
		want    string
	}{
		{resolve.Reading{
			Text: "é <cat> it", Unknown: []string{"é"},
			Answers: []resolve.Answer{{
				Pronoun:    data.Span{Start: 4, End: 5},
				Antecedent: &resolve.Mention{Start: 2, End: 3, Text: "cat", Probability: float64(float32(0.97))},
				None:       float64(float32(0.01)), Pointer: []float32{0.01, 0, 0.97, 0, 0.01},
			}},
			Patterns: [][][][]float32{{{{0.5, 0.5}, {0.1, 0.9}}}},
		}, `{"text":"é <cat> it","tokens":[{"text":"é","start":0,"end":1},{"text":"<","start":2,"end":3},` +
			`{"text":"cat","start":3,"end":6},{"text":">","start":6,"end":7},{"text":"it","start":8,"end":10}],` +
			`"unknown":["é"],"resolutions":[{"pronoun":4,"antecedent":{"start":2,"end":3,"text":"cat","probability":0.97},` +
			`"none":0.01,"pointer":[0.01,0,0.97,0,0.01]}],"attention":[[[[0.5,0.5],[0.1,0.9]]]]}`},
		{resolve.Reading{
			Text: "it it", Temperature: 1.25,
			Answers: []resolve.Answer{
				{Pronoun: data.Span{Start: 0, End: 1}, None: 0.5, Options: []score.Option{{None: true, Mention: -1, Probability: 0.5}, {Span: data.Span{Start: 1, End: 2}, Mention: -1, Probability: 0.25}}, Pointer: []float32{0.25, 0.25}},
				{Pronoun: data.Span{Start: 1, End: 2}, None: 0.75, Options: []score.Option{{None: true, Mention: -1, Probability: 0.75}, {Span: data.Span{Start: 0, End: 1}, Mention: -1, Probability: 0.25}}, Pointer: []float32{0.25, 0}},
				{Pronoun: data.Span{Start: 1, End: 2}, None: 0.25, Options: []score.Option{{Span: data.Span{Start: 0, End: 1}, Mention: -1, Probability: 0.5}, {None: true, Mention: -1, Probability: 0.25}}, Pointer: []float32{0.5, 0.25}},
			},
		}, `{"text":"it it","tokens":[{"text":"it","start":0,"end":2},{"text":"it","start":3,"end":5}],"unknown":[],"temperature":1.25,"resolutions":[` +
			`{"pronoun":0,"antecedent":null,"none":0.5,"pointer":[0.25,0.25],"unsure":true,"runner_up":{"start":1,"end":2,"text":"it","probability":0.25}},` +
			`{"pronoun":1,"antecedent":null,"none":0.75,"pointer":[0.25,0]},` +
			`{"pronoun":1,"antecedent":null,"none":0.25,"pointer":[0.5,0.25],"unsure":true}],"attention":[]}`},
		{resolve.Reading{
			Text:    "It rains.",
			Answers: []resolve.Answer{{Pronoun: data.Span{Start: 0, End: 1}, None: 0.75, Pointer: []float32{0, 0.25, 0}}},
		}, `{"text":"It rains.","tokens":[{"text":"It","start":0,"end":2},{"text":"rains","start":3,"end":8},{"text":".","start":8,"end":9}],` +
			`"unknown":[],"resolutions":[{"pronoun":0,"antecedent":null,"none":0.75,"pointer":[0,0.25,0]}],"attention":[]}`},
		{resolve.Reading{}, `{"text":"","tokens":[],"unknown":[],"resolutions":[],"attention":[]}`},
	} {
		test.reading.Tokens = data.Tokenize(test.reading.Text)
		if got := object(t, &test.reading); got != test.want+"\n" {
			t.Errorf("got  %swant %s", got, test.want)
		}
	}
}

func TestErrorJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteErrorJSON(&b, errors.New(`line 3: "<é>"`)); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), `{"error":"line 3: \"<é>\""}`+"\n"; got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

// What a model computed is read back as it was, and a text without a pronoun has
// its patterns too.
func TestJSONReadBack(t *testing.T) {
	for text, pronouns := range map[string]int{lesson + " She gave it to them.": 4, "Cats sleep.": 0} {
		r := reading(t, text, layers)
		var o struct {
			textObject
			Resolutions []pronounObject
			Attention   [][][][]float32
		}
		if err := json.NewDecoder(strings.NewReader(object(t, r))).Decode(&o); err != nil {
			t.Fatal(err)
		}
		if len(o.Resolutions) != pronouns {
			t.Errorf("%d resolutions", len(o.Resolutions))
		}
		equal(t, o.Tokens, r.Tokens)
		equal(t, o.Attention, r.Patterns)
		for i, a := range r.Answers {
			equal(t, o.Resolutions[i].Pointer, a.Pointer)
			equal(t, float64(o.Resolutions[i].None), a.None)
		}
	}
}

// A number is written as encoding/json writes it.
func TestNumbersAreThoseOfEncodingJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	list := []float32{0, float32(math.Copysign(0, -1)), 1, -1, 0.1, 1e-6, 9.9999e-7, 1e-9, 1e-10, 1e20, 1e21, 1e22, math.MaxFloat32, math.SmallestNonzeroFloat32}
	for range 10_000 {
		if x := math.Float32frombits(r.Uint32()); x == x && !math.IsInf(float64(x), 0) {
			list = append(list, x)
		}
		list = append(list, r.Float32())
	}
	for _, x := range list {
		want, err := json.Marshal(x)
		if got := appendFloat(nil, x); err != nil || string(got) != string(want) {
			t.Errorf("%s, want %s: %v", got, want, err)
		}
	}
}

// A number that is none is an error, of the object and of every viewer.
func TestNoNumber(t *testing.T) {
	r := reading(t, lesson, layers)
	r.Patterns[1][2][3][4] = float32(math.NaN())
	for name, write := range map[string]func() error{
		"json":        func() error { return WriteJSON(io.Discard, r, nil) },
		"bertviz":     func() error { return Write(io.Discard, "bertviz", texts(-1, r)) },
		"circuitsvis": func() error { return Write(io.Discard, "circuitsvis", texts(-1, r)) },
	} {
		if err := write(); err == nil || !strings.Contains(err.Error(), "NaN") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
