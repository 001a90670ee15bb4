package window

import (
	"strings"
	"testing"

	"antecedent/data"
)

// Each pronoun of a text, however long, has one window, which is short enough and holds
// it, with the text that its tokens say.
func FuzzParts(f *testing.F) {
	f.Add("The cat sat because it was tired. ", 200)
	f.Add("it it it, they said: “no” ", 400)
	f.Add(strings.Repeat("x", 30), 1)
	f.Fuzz(func(t *testing.T, text string, times int) {
		text = strings.Repeat(text, max(0, min(times, 3000/(len(text)+1))))
		examples := data.FromText(text)
		seen := make([]int, len(examples))
		for _, p := range Parts(examples) {
			if p.Len() > data.MaxTokens || p.Start < 0 {
				t.Fatalf("the window %v", p.Span)
			}
			for _, i := range p.Examples {
				seen[i]++
				e := &examples[i]
				if e.Pronoun.Start < p.Start || e.Pronoun.End > p.End {
					t.Errorf("pronoun %v is not within %v", e.Pronoun, p.Span)
				}
				cut := p.Cut(e)
				if err := cut.Validate(); err != nil {
					t.Error(err)
				}
				if got, want := cut.Tokens[cut.Pronoun.Start].Text, e.Tokens[e.Pronoun.Start].Text; got != want {
					t.Errorf("the pronoun %q is %q", want, got)
				}
			}
		}
		for i, n := range seen {
			if n != 1 {
				t.Errorf("pronoun %d has %d windows", i, n)
			}
		}
	})
}
