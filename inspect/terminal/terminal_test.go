package terminal

import (
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"antecedent/inspect/inspecttest"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

var (
	small = model.Config{Layers: 2, Heads: 2, Width: 16, Hidden: 9, Radius: 4}
	wide  = layout.Style{Width: 80, Unicode: true}
)

// read reads a text by a model with random weights.
func read(t *testing.T, c model.Config, text string) *resolve.Reading {
	t.Helper()
	r, err := inspecttest.Resolver(t, c, inspecttest.Lesson, 315).Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func answers(t *testing.T, r *resolve.Reading, s layout.Style) string {
	t.Helper()
	return inspecttest.Check(t, r.Text, s, func(w io.Writer, s layout.Style) error { return WriteAnswers(w, r, r.Answers, s) })
}

func mapOf(t *testing.T, r *resolve.Reading, head model.Head, s layout.Style) string {
	t.Helper()
	return inspecttest.Check(t, r.Text, s, func(w io.Writer, s layout.Style) error { return WriteMap(w, r, head, s) })
}

func TestGolden(t *testing.T) {
	r := read(t, small, inspecttest.Lesson)
	inspecttest.Golden(t, "answers.golden", answers(t, r, wide))
	inspecttest.Golden(t, "map.golden", mapOf(t, r, model.Head{Layer: 1, Head: 1}, wide))
}

// What is said of other models and texts than that of the golden file.
func TestVariants(t *testing.T) {
	noLayers := small
	noLayers.Layers = 0
	for name, c := range map[string]struct {
		config        model.Config
		text          string
		has, hasNever []string
	}{
		"no layers": {noLayers, "She saw the star.", []string{"She -> none  0.15 (unsure)    (the 0.50, ", " ?                     ^\n pointer ", "? the pronoun\n^ the answer\nWeights in hundredths; . is"}, []string{"0.0", "head"}},
		"several":   {small, "It was it, blicket.", []string{"It (token 0) ->", "it (token 2) ->", "unknown words: ,, blicket (read as <unknown>)\n\n? the pronoun\n"}, nil},
		"none":      {small, "Cats sleep.", []string{"no pronoun to resolve in: Cats sleep.\n"}, []string{"pointer", "the pronoun"}},
	} {
		r := read(t, c.config, c.text)
		if name == "no layers" {
			a := &r.Answers[0] // where NONE wins
			a.Antecedent, a.Options = nil, a.Options[1:]
		}
		out := answers(t, r, layout.Style{Width: 80})
		for _, want := range c.has {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", name, want, out)
			}
		}
		for _, other := range c.hasNever {
			if strings.Contains(out, other) {
				t.Errorf("%s: %q in\n%s", name, other, out)
			}
		}
	}
	// A mark that stands nowhere is not explained.
	alone := read(t, small, "cat")
	if got := inspecttest.Check(t, alone.Text, wide, func(w io.Writer, s layout.Style) error { return WriteLook(w, alone, 0, s) }); strings.Contains(got, layout.EvidenceMark) {
		t.Error(got)
	}
	if got := mapOf(t, read(t, small, "It was it."), model.Head{}, wide); !strings.Contains(got, "? the pronouns, ▲ the answers") {
		t.Error(got)
	}
	if got := mapOf(t, read(t, small, "Cats sleep."), model.Head{}, wide); strings.Contains(got, "the pronoun") {
		t.Error(got)
	}
}

func TestAnyText(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 12 {
		r := read(t, small, inspecttest.Text(random, 1+random.IntN(12)))
		s := layout.Style{Width: 24 + random.IntN(116), Unicode: random.IntN(2) == 0}
		answers(t, r, s)
		mapOf(t, r, model.Head{}, s)
	}
}

func TestMapOfNoHead(t *testing.T) {
	r := read(t, small, inspecttest.Lesson)
	for _, h := range []model.Head{{Layer: 2}, {Head: 4}, {Layer: -1}, {Head: -1}} {
		if err := WriteMap(io.Discard, r, h, wide); err == nil || !strings.Contains(err.Error(), "no head") {
			t.Errorf("%v: %v", h, err)
		}
	}
}

// A list has one line for each answer, whatever the width, with the pronoun in brackets
// where there is room.
func TestList(t *testing.T) {
	list := func(r *resolve.Reading, s layout.Style) string {
		return inspecttest.Check(t, r.Text, s, func(w io.Writer, s layout.Style) error { return WriteList(w, r, s) })
	}
	r := read(t, small, "The cat sat on the mat because it was tired, and it slept; they saw it.")
	inspecttest.Golden(t, "list.golden", list(r, wide))
	for width := 24; width < 120; width += 7 {
		out := list(r, layout.Style{Width: width})
		if n := strings.Count(out, " -> "); n != 4 {
			t.Errorf("width %d: %d answers in\n%s", width, n, out)
		}
		for _, line := range strings.Split(out, "\n") {
			_, alternative, named := strings.Cut(line, "unsure: or ")
			if named && !regexp.MustCompile(`^(the \w+|none) 0\.\d\d`).MatchString(alternative) {
				t.Errorf("width %d: an alternative is cut in %q", width, line)
			}
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 12 {
		r := read(t, small, inspecttest.Text(random, 1+random.IntN(12)))
		list(r, layout.Style{Width: 24 + random.IntN(116), Unicode: random.IntN(2) == 0})
	}
	if out := list(read(t, small, "Cats sleep."), wide); strings.Contains(out, "→") {
		t.Errorf("answers without pronouns: %s", out)
	}
}
