package resolve

import (
	"strings"
	"testing"

	"antecedent/data"
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
