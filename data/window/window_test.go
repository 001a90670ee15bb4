package window

import (
	"math/rand/v2"
	"strings"
	"testing"

	"antecedent/data"
)

// story is a text of some sentences, in most of which there is a pronoun.
func story(sentences int, words int) string {
	draw := rand.New(rand.NewPCG(7, 9))
	var b strings.Builder
	for i := range sentences {
		b.WriteString("The 😀 cat")
		for range draw.IntN(words) {
			b.WriteString(" saw “Zoë”,")
		}
		if i%5 != 4 {
			b.WriteString(" and it slept")
		}
		b.WriteString(". ")
	}
	return b.String()
}

// Every pronoun of a long text is in one window, with what it needs before and behind it,
// and a window is a text of its own.
func TestWindowsOfLongTexts(t *testing.T) {
	endless := strings.Repeat("it saw a cat and ", 700)
	for name, text := range map[string]string{"short sentences": story(300, 3), "long": story(40, 60), "longest": story(9, 300), "endless": endless} {
		examples := data.FromText(text)
		tokens, runes := examples[0].Tokens, []rune(text)
		seen := make([]bool, len(examples))
		for k, part := range Parts(examples) {
			if part.Len() > data.MaxTokens || len(part.Tokens) != part.Len() || len(part.Examples) == 0 {
				t.Fatalf("%s: window %d has %d tokens and %d examples", name, k, part.Len(), len(part.Examples))
			}
			own := []rune(part.Text)
			for i, token := range part.Tokens {
				was := tokens[part.Start+i]
				if string(own[token.Start:token.End]) != token.Text || token.Text != was.Text || was.Start != token.Start+part.First || runes[was.Start] != own[token.Start] {
					t.Fatalf("%s: token %+v is %+v in window %d", name, was, token, k)
				}
			}
			for _, i := range part.Examples {
				p := examples[i].Pronoun
				if seen[i] {
					t.Errorf("%s: pronoun %d is in two windows", name, p.Start)
				}
				seen[i] = true
				before, after := p.Start-part.Start, part.End-p.End
				if before < min(p.Start, Left/2) || after < 0 || before < Left/2 && after > Right && part.Start > 0 {
					t.Errorf("%s: %d tokens before pronoun %d and %d behind it", name, before, p.Start, after)
				}
				if cut := part.Cut(&examples[i]); cut.Validate() != nil || cut.Tokens[cut.Pronoun.Start].Text != tokens[p.Start].Text {
					t.Errorf("%s: pronoun %d is %+v", name, p.Start, cut.Pronoun)
				}
			}
		}
		for i, ok := range seen {
			if !ok {
				t.Errorf("%s: pronoun %d is in no window", name, examples[i].Pronoun.Start)
			}
		}
	}
}

// A text of at most MaxTokens tokens is one window; of a longer one a window begins and
// ends with a sentence where there is one.
func TestWindowEnds(t *testing.T) {
	text := strings.Repeat("it was so. ", data.MaxTokens/4)
	if parts := Parts(data.FromText(text)); len(parts) != 1 || parts[0].Text != text || parts[0].Len() != data.MaxTokens {
		t.Errorf("%d windows", len(parts))
	}
	examples := data.FromText(strings.Repeat("It was so, it is. ", 500))
	parts := Parts(examples)
	if len(parts) < 3 {
		t.Fatalf("%d windows", len(parts))
	}
	for i, p := range parts {
		if !strings.HasPrefix(p.Text, "It was so,") || !strings.HasSuffix(p.Text, "it is.") {
			t.Errorf("window %d begins %.10q and ends %.10q", i, p.Text, p.Text[len(p.Text)-10:])
		}
		if i > 0 && p.Start >= parts[i-1].End {
			t.Errorf("windows %d and %d do not overlap", i-1, i)
		}
	}
	if p := First(examples[0].Text, examples[0].Tokens); p.Start != 0 || p.End != parts[0].End {
		t.Errorf("the first window is %v, not %v", p.Span, parts[0].Span)
	}
}

// The candidates of an example are in its window where they fit.
func TestWindowOfCandidates(t *testing.T) {
	text := strings.Repeat("so ", 400) + "it was " + strings.Repeat("so ", 400)
	e := data.FromText(text)[0]
	for _, c := range []struct {
		first, last int
		in          int
	}{{10, 300, 2}, {300, 700, 2}, {0, 800, 0}, {399, 403, 2}} {
		e.Candidates = []data.Span{{Start: c.first, End: c.first + 1}, {Start: c.last, End: c.last + 1}}
		part := Parts([]data.Example{e})[0]
		if cut := part.Cut(&e); len(cut.Candidates) != c.in || !part.Contains(e.Pronoun.Start) {
			t.Errorf("candidates at %d and %d: window %v has %d", c.first, c.last, part.Span, len(cut.Candidates))
		}
	}
}

// Examples to learn from are cut, and left out where what they refer to is too far.
func TestLabelled(t *testing.T) {
	short := data.FromText("it was.")[0]
	near := data.FromText(strings.Repeat("so ", 600) + "a cat saw it.")[0]
	near.Labelled, near.Antecedents = true, []data.Span{{Start: 1, End: 2}, {Start: 601, End: 602}}
	far := near
	far.Antecedents = far.Antecedents[:1]
	kept, n := Labelled([]data.Example{short, near, far})
	if n != 1 || len(kept) != 2 || len(kept[1].Antecedents) != 1 || len(kept[1].Tokens) > data.MaxTokens {
		t.Fatalf("%d left out, kept %+v", n, kept)
	}
	if a := kept[1].Antecedents[0]; kept[1].Tokens[a.Start].Text != "cat" {
		t.Errorf("the antecedent is %q", kept[1].Tokens[a.Start].Text)
	}
}
