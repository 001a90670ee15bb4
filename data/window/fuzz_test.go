package window

import (
	"strings"
	"testing"

	"antecedent/data"
)

// Whatever the text, each pronoun is read in one window that holds it, no window is too
// long, and its tokens are those of the text at their places.
func FuzzParts(f *testing.F) {
	for _, text := range []string{
		"The cat sat. It slept.", "it", "it . ", "e\u0301 it \u0301", "👩‍👧 he \u202eshe\u202c", "\xff it \x00", "don't 'twas his", "A. B. C. it", "so so so so so so so so so so so so so so so so she",
	} {
		f.Add(text, uint16(600), uint16(100))
	}
	f.Fuzz(func(t *testing.T, text string, least, before uint16) {
		n := len(data.Tokenize(text + " "))
		if n == 0 || len(text) > 500 {
			return
		}
		text = strings.Repeat("so ", int(before)%1000) + strings.Repeat(text+" ", int(least)%1500/n+1)
		examples := data.FromText(text)
		if len(examples) == 0 {
			return
		}
		runes, read := []rune(text), make([]int, len(examples))
		for _, p := range Parts(examples) {
			if p.Len() > data.MaxTokens || p.Start < 0 || p.End > len(examples[0].Tokens) || len(p.Tokens) != p.Len() {
				t.Fatalf("a window of tokens %d to %d, of %d", p.Start, p.End, len(examples[0].Tokens))
			}
			own := []rune(p.Text)
			for i, token := range p.Tokens {
				whole := examples[0].Tokens[p.Start+i]
				if token.Text != whole.Text || token.Start+p.First != whole.Start || token.End+p.First != whole.End || string(own[token.Start:token.End]) != token.Text || string(runes[whole.Start:whole.End]) != token.Text {
					t.Fatalf("token %d is %+v in its window, %+v in the text", p.Start+i, token, whole)
				}
			}
			for _, i := range p.Examples {
				read[i]++
				e := p.Cut(&examples[i])
				if !p.Contains(examples[i].Pronoun.Start) || Shift(e.Pronoun, p.Start) != examples[i].Pronoun {
					t.Fatalf("pronoun %+v is %+v in tokens %d to %d", examples[i].Pronoun, e.Pronoun, p.Start, p.End)
				}
				if err := e.Validate(); err != nil {
					t.Fatal(err)
				}
			}
			m := []data.Mention{{Span: data.Span{Start: 0, End: 1}}}
			if got := p.ShiftMentions(m)[0]; got.Start != p.Start || got.Head != p.Start {
				t.Fatalf("the first token is %+v", got)
			}
		}
		for i, n := range read {
			if n != 1 {
				t.Fatalf("pronoun %d is read in %d windows", i, n)
			}
		}
	})
}
