package resolve

import (
	"strings"
	"testing"

	"antecedent/data"
)

// A head is named where it takes a quarter of its mixture from a word, and twice what
// uniform attention would; the head to show follows from the same looks.
func TestOneRuleForTheHead(t *testing.T) {
	const head = "0.1" // of the pattern that looked has
	for _, c := range []struct {
		tokens  int // uniform attention gives 1/tokens
		weight  float32
		deserve bool
	}{
		{40, 0.24, false}, {40, 0.25, true}, {8, 0.25, true}, {5, 0.3, false}, {5, 0.4, true}, {3, 0.6, false}, {3, 0.67, true}, {2, 0.9, false}, {2, 1, true},
	} {
		r := &Reading{Text: "cat" + strings.Repeat(" it", c.tokens-1)}
		r.Tokens = data.Tokenize(r.Text)
		none := make([][]float32, c.tokens)
		for i := range none {
			none[i] = make([]float32, c.tokens)
		}
		pattern := append([][]float32{}, none...)
		row := make([]float32, c.tokens)
		row[0], row[1] = c.weight, 1-c.weight
		pattern[1] = row
		r.Patterns = [][][][]float32{{none, pattern}}
		looks := r.Looks(r.QueryOf(1))
		if (looks.Evidence != nil) != c.deserve || looks.Head().String() != head {
			t.Errorf("%d tokens, weight %v: %+v, head %s", c.tokens, c.weight, looks.Evidence, looks.Head())
		}
		if named := strings.Contains(r.Sentence(r.QueryOf(1)), "For \"it\", head "+head); named != c.deserve {
			t.Errorf("%d tokens, weight %v: %s", c.tokens, c.weight, r.Sentence(r.QueryOf(1)))
		}
	}
	if head := new(Reading).Looks(&Answer{}).Head().String(); head != "0.0" {
		t.Errorf("without layers it is head %s", head)
	}
}

// Without a pronoun the first content word looks, as in the example of the lesson.
func TestDefaultQuery(t *testing.T) {
	for text, want := range map[string]int{"The cat sat": 1, "of the": 0, "": -1, "She saw the cat.": 0, "Cats sleep; they do.": 3} {
		r := &Reading{Text: text, Tokens: data.Tokenize(text)}
		for _, at := range data.FindPronouns(r.Tokens) {
			r.Answers = append(r.Answers, Answer{Pronoun: at, Pointer: []float32{}})
		}
		if got := r.DefaultQuery(); got != want {
			t.Errorf("%q: token %d, not %d", text, got, want)
		}
	}
}
