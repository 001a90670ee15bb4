package resolve

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/model"
)

// A Reading is one text of T tokens, read once for all its pronouns. It does not
// share memory with the resolver.
//
// A text of more than [data.MaxTokens] tokens is read in windows, see package window,
// of which nothing is kept but the answers: Patterns, Scores and the vectors are nil, and
// of an answer so is what grows with its window. [Resolver.ReadWindow] reads a window
// again with these, and [Resolver.Answers] the answers.
type Reading struct {
	Text    string
	Tokens  []data.Token
	Unknown []string // the words that the model does not know, each once
	Answers []Answer // one for each pronoun, in order

	Weights     model.FeatureWeights `json:"-"` // of the structural features
	Temperature float64              `json:"-"` // of the model, by which the pointer's scores are divided

	// ReadsMentions says that the model reads what the text mentions, which it does if it
	// has word vectors or structure; otherwise mentions are only what an answer can be.
	ReadsMentions bool `json:"-"`

	Patterns [][][][]float32 `json:"-"` // [L][H](T,T) row i: what token i attends to
	Scores   [][][][]float32 `json:"-"` // [L][H](T,T) the patterns before the softmax

	// The vectors that each head computed of the tokens, and the mix of values
	// that is its output.
	Queries, Keys, Values, Mixed [][][][]float32 `json:"-"` // [L][H](T,K)

	starts, ends []int // bytes of Text at which each token begins and ends
}

// Long reports whether the text is longer than a model reads at a time, so that it was
// read in windows.
func (r *Reading) Long() bool { return len(r.Tokens) > data.MaxTokens }

// textOf is the text of a span of one or more tokens.
func (r *Reading) textOf(s data.Span) string {
	if r.starts == nil { // not made by Read
		return string([]rune(r.Text)[r.Tokens[s.Start].Start:r.Tokens[s.End-1].End])
	}
	text := r.Text[r.starts[s.Start]:r.ends[s.End-1]]
	if !utf8.ValidString(text) {
		return string([]rune(text))
	}
	return text
}

// locate finds where the tokens stand in the bytes of the text.
func (r *Reading) locate() {
	r.starts, r.ends = make([]int, len(r.Tokens)), make([]int, len(r.Tokens))
	at, i := 0, 0 // the rune at byte i
	to := func(rune int) int {
		for ; at < rune; at++ {
			_, n := utf8.DecodeRuneInString(r.Text[i:])
			i += n
		}
		return i
	}
	for k, t := range r.Tokens {
		r.starts[k], r.ends[k] = to(t.Start), to(t.End)
	}
}

// Words returns the text of a span of one or more tokens, made fit to be printed on
// one line: white space becomes single spaces, a character that could move the cursor,
// reverse the direction or be invisible becomes a question mark, and of more than a
// hundred characters the rest becomes an ellipsis.
func (r *Reading) Words(s data.Span) string {
	return printable(r.textOf(s))
}

// mostPrintable is the greatest number of characters that [printable] returns.
const mostPrintable = 100

func printable(text string) string {
	if runes := []rune(text); len(runes) > mostPrintable {
		text = string(runes[:mostPrintable-3]) + "..."
	}
	base := false // whether there is anything for combining marks to stand on
	text = strings.Map(func(c rune) rune {
		base = base || !unicode.IsMark(c)
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsGraphic(c):
			return '?'
		}
		return c
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if !base {
		return "?" + text
	}
	return text
}

// UnknownWords lists the words that the model does not know, fit to be printed:
// "unknown words: blicket (read as <unknown>)". It is empty where there are none.
func (r *Reading) UnknownWords() string { return r.SomeUnknownWords(len(r.Unknown)) }

// SomeUnknownWords is [Reading.UnknownWords] for the first n of them: "unknown words:
// blicket and 6 more (read as <unknown>)".
func (r *Reading) SomeUnknownWords(n int) string {
	if len(r.Unknown) == 0 {
		return ""
	}
	n = min(n, len(r.Unknown))
	words := make([]string, n)
	for i, word := range r.Unknown[:n] {
		words[i] = printable(word)
	}
	more := ""
	if len(r.Unknown) > n {
		more = fmt.Sprintf(" and %d more", len(r.Unknown)-n)
	}
	return "unknown words: " + strings.Join(words, ", ") + more + " (read as " + data.Unknown + ")"
}

// token is the span of token i.
func token(i int) data.Span { return data.Span{Start: i, End: i + 1} }

// unknown lists the words that the vocabulary lacks, each once, in the order in
// which they first appear.
func (r *Resolver) unknown(tokens []data.Token) []string {
	var words []string
	seen := map[string]bool{}
	for _, token := range tokens {
		folded := lookup.Key(token.Text)
		if !r.encoder.Known(token.Text) && !seen[folded] {
			seen[folded] = true
			words = append(words, token.Text)
		}
	}
	return words
}
