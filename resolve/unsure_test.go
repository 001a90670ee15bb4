package resolve

import (
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
	"antecedent/data/score"
)

// names is a reading of "Ann met Bea and Ann said she left.", in which Ann is one name,
// with the answer that a prediction gives.
func names(pointer []float32, none float32) (*Reading, *Answer) {
	const text = "Ann met Bea and Ann said she left."
	name := func(i, entity int) data.Mention {
		return data.Mention{Span: data.Span{Start: i, End: i + 1}, Head: i, Entity: entity, Name: true}
	}
	r := &Reading{Text: text, Tokens: data.Tokenize(text)}
	e := data.Example{Text: text, Tokens: r.Tokens, Pronoun: data.Span{Start: 6, End: 7}, Mentions: []data.Mention{name(0, 0), name(2, 1), name(4, 0)}}
	p := score.Prediction{Pointer: append(pointer, make([]float32, len(r.Tokens)-len(pointer))...), None: none}
	a := Answer{Pronoun: e.Pronoun, Pointer: p.Pointer, None: float64(none), Mentions: e.Mentions, Options: score.Options(&e, p)}
	if s, probability, ok := score.Choose(&e, p); ok {
		a.Antecedent = r.mention(s, probability)
	}
	r.Answers = []Answer{a}
	return r, &r.Answers[0]
}

// An answer below 2/3 is unsure and names the alternative, which is not named again; nor
// is another mention of the same name.
func TestUnsure(t *testing.T) {
	for _, c := range []struct {
		pointer []float32
		none    float32
		unsure  bool
		want    string
	}{
		{[]float32{0.25, 0.03, 0.375, 0, 0.3125}, 0.03, true, "Ann  0.56 (unsure: or Bea 0.38) (met 0.03, none 0.03)"},
		{[]float32{0.25, 0, 0.25, 0, 0.5}, 0, false, "Ann  0.75 (Bea 0.25, none 0.00)"},
		{[]float32{0, 0.25, 0.125, 0, 0.125}, 0.5, true, "none  0.50 (unsure: or Ann 0.12) (met 0.25, Bea 0.12)"},
		{[]float32{0, 0, 0.5, 0, 0.125}, 0.375, true, "Bea  0.50 (unsure: or none 0.38) (Ann 0.12)"},
		{[]float32{0, 0.5, 0.5}, 0, true, "Bea  0.50 (unsure) (met 0.50, none 0.00)"},
	} {
		r, a := names(c.pointer, c.none)
		_, answer, others := r.Summary(a)
		if got := strings.ReplaceAll(answer+" ("+others+")", "\u00a0", " "); got != c.want || a.Unsure() != c.unsure {
			t.Errorf("got %s, unsure %t; want %s", got, a.Unsure(), c.want)
		}
	}
	if a := (&Answer{}); a.Unsure() {
		t.Error("an answer without options is unsure")
	}
}

// The alternative that the answer is compared with is the one that is named: never
// another mention of the same name.
func TestRival(t *testing.T) {
	r, a := names([]float32{0.25, 0.03, 0.375, 0, 0.3125}, 0.03)
	if k, ok := r.rival(a); k != 2 || !ok {
		t.Errorf("the rival of Ann is %d, %t", k, ok)
	}
	r.Answers[0].Content, r.Temperature = make([]float32, len(r.Tokens)+1), 1.25
	if why, ok := r.Why(a); !ok || why.First != 4 || why.Second != 2 || why.Temperature != 1.25 {
		t.Errorf("%+v", why)
	}
	a.Options = a.Options[:1]
	if k, ok := r.rival(a); ok {
		t.Errorf("the rival of the only option is %d", k)
	}
	if m, ok := r.RunnerUp(a); ok {
		t.Errorf("the runner-up of the only option is %v", m)
	}
}

// Words that are repeated are told apart, unless they are one entity by name, whose
// probability is that of all its mentions.
func TestRepeatedWordsAreToldApart(t *testing.T) {
	r := &Reading{Text: "The cat saw the cat and the dog, Ann met Ann before it slept."}
	r.Tokens = data.Tokenize(r.Text)
	e := data.FromText(r.Text)[0]
	e.Mentions = mention.Find(e.Tokens)
	answer := func(pointer map[int]float32) string {
		p := score.Prediction{Pointer: make([]float32, len(e.Tokens)), None: 0.125}
		for i, w := range pointer {
			p.Pointer[i] = w
		}
		a := Answer{Pronoun: e.Pronoun, Pointer: p.Pointer, None: 0.125, Mentions: e.Mentions, Options: score.Options(&e, p)}
		s, probability, ok := score.Choose(&e, p)
		if !ok {
			t.Fatal("no answer")
		}
		a.Antecedent = r.mention(s, probability)
		r.Answers = []Answer{a}
		_, words, others := r.Summary(&r.Answers[0])
		return strings.ReplaceAll(words+" | "+others, "\u00a0", " ")
	}
	for want, pointer := range map[string]map[int]float32{
		"the cat (2nd)  0.50 (unsure: or The cat (1st) 0.25) | the dog 0.12, none 0.12": {1: 0.25, 4: 0.5, 7: 0.125},
		"Ann  0.62 (unsure: or the cat (2nd) 0.12) | The cat (1st) 0.06, none 0.12":     {1: 0.0625, 4: 0.125, 9: 0.375, 11: 0.25},
		"the dog  0.75 | The cat (1st) 0.06, the cat (2nd) 0.06, saw 0.02, none 0.12":   {1: 0.0625, 4: 0.0625, 7: 0.75, 2: 0.015625},
	} {
		if got := answer(pointer); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	for n, want := range map[int]string{1: "st", 2: "nd", 3: "rd", 4: "th", 11: "th", 12: "th", 13: "th", 21: "st", 112: "th"} {
		if got := ordinalEnding(n); got != want {
			t.Errorf("%d%s", n, got)
		}
	}
}
