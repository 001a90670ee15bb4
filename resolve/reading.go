package resolve

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/model/reference"
)

// A Reading is one text of T tokens, read once for all its pronouns. It does not
// share memory with the resolver.
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
}

// Read reads a text and answers every pronoun of it. A text without pronouns has
// no answers. The error wraps [ErrTooLong] where the text is too long.
func (r *Resolver) Read(text string) (*Reading, error) {
	examples := data.FromText(text)
	if r != nil && r.model != nil {
		r.Annotate(examples)
	}
	return r.read(text, data.Tokenize(text), examples)
}

// ReadExamples reads the text of one or more examples, which must share it, and
// answers each of them: Answers[i] is that of examples[i], one of its candidates if
// it has any. The error wraps [ErrTooLong] where the text is too long.
func (r *Resolver) ReadExamples(examples []data.Example) (*Reading, error) {
	if len(examples) == 0 {
		return nil, errors.New("resolve: no example to read")
	}
	text, tokens := examples[0].Text, examples[0].Tokens
	for i := range examples {
		if examples[i].Text != text {
			return nil, fmt.Errorf("resolve: example %s is of another text", examples[i].ID)
		}
		if err := examples[i].Validate(); err != nil {
			return nil, fmt.Errorf("resolve: example %s: %w", examples[i].ID, err)
		}
	}
	if r != nil && r.model != nil {
		r.Annotate(examples)
	}
	runes := []rune(text)
	for _, t := range tokens {
		if t.Start < 0 || t.End > len(runes) || t.Start >= t.End || string(runes[t.Start:t.End]) != t.Text {
			return nil, fmt.Errorf("resolve: example %s: token %q does not stand at [%d,%d) of its text", examples[0].ID, t.Text, t.Start, t.End)
		}
	}
	return r.read(text, tokens, examples)
}

func (r *Resolver) read(text string, tokens []data.Token, examples []data.Example) (*Reading, error) {
	if r == nil || r.model == nil {
		return nil, errNoModel
	}
	if n := len(tokens); n > data.MaxTokens {
		return nil, tooLongError(n)
	}
	reading := &Reading{Text: text, Tokens: tokens, Unknown: r.unknown(tokens), ReadsMentions: r.encoder.Mentions()}
	if len(tokens) == 0 && len(examples) == 0 {
		return reading, nil
	}
	queries := examples
	if len(queries) == 0 { // a batch needs a query; the answer to this one is not used
		queries = []data.Example{{Text: text, Tokens: tokens, Pronoun: data.Span{Start: 0, End: 1}}}
		r.Annotate(queries)
	}
	b, err := r.encoder.Batch(queries, 1, data.PaddedLength(len(tokens)))
	if err != nil {
		return nil, err
	}
	t, err := r.model.Trace(model.Batch(b), nil)
	if err != nil {
		return nil, err
	}
	reading.Weights, reading.Temperature = r.model.FeatureWeights(), r.Config().PointerTemperature()
	reading.Patterns, reading.Scores = t.Patterns, t.Scores
	reading.Queries, reading.Keys, reading.Values, reading.Mixed = t.Queries, t.Keys, t.Values, t.Mixed
	for i := range examples {
		p := score.Prediction{Pointer: t.Pointer[i], None: t.None[i]}
		a := Answer{
			Pronoun: examples[i].Pronoun, None: float64(p.None), Pointer: p.Pointer, Content: t.Content[i], Structure: t.Structure[i],
			Mentions: examples[i].Mentions, Features: r.features(&examples[i]), Options: score.Options(&examples[i], p),
		}
		if span, probability, ok := score.Choose(&examples[i], p); ok {
			a.Antecedent = reading.mention(span, probability)
		}
		reading.Answers = append(reading.Answers, a)
	}
	return reading, nil
}

// Words returns the text of a span of one or more tokens, made fit to be printed on
// one line: white space becomes single spaces, and a character that could move the
// cursor, reverse the direction or be invisible becomes a question mark.
func (r *Reading) Words(s data.Span) string {
	return printable(string([]rune(r.Text)[r.Tokens[s.Start].Start:r.Tokens[s.End-1].End]))
}

func printable(text string) string {
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
func (r *Reading) UnknownWords() string {
	if len(r.Unknown) == 0 {
		return ""
	}
	words := make([]string, len(r.Unknown))
	for i, word := range r.Unknown {
		words[i] = printable(word)
	}
	return "unknown words: " + strings.Join(words, ", ") + " (read as " + data.Unknown + ")"
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

// Reference evaluates the text of a reading, which must not be empty, again with
// [reference.Model], in float64, and returns every number on the way.
func (r *Resolver) Reference(reading *Reading) *reference.Trace {
	var text reference.Text
	example := data.Example{Text: reading.Text, Tokens: reading.Tokens}
	for i := range reading.Answers {
		a := &reading.Answers[i]
		example.Mentions = a.Mentions
		text.Pronouns = append(text.Pronouns, a.Pronoun.Start)
		if r.encoder.Structure > 0 {
			text.Structure = append(text.Structure, a.featureLists(len(reading.Tokens)))
			e := data.Example{Tokens: reading.Tokens, Pronoun: a.Pronoun, Mentions: a.Mentions, Features: a.Features}
			text.Shared = append(text.Shared, e.Shared())
		}
	}
	if len(reading.Answers) == 0 {
		examples := []data.Example{example}
		r.Annotate(examples)
		example = examples[0]
	}
	for _, word := range r.encoder.Words(reading.Tokens) {
		id, _ := r.encoder.Vocabulary.ID(word)
		text.Words = append(text.Words, id)
		if r.encoder.Buckets > 0 {
			text.Ngrams = append(text.Ngrams, data.Ngrams(word, r.encoder.Buckets))
		}
	}
	if table := r.encoder.Vectors; table != nil {
		for _, id := range r.encoder.VectorIDs(&example) {
			narrow, wide := make([]float32, table.Width()), make([]float64, table.Width())
			table.Fill(narrow, id)
			for i, x := range narrow {
				wide[i] = float64(x)
			}
			text.Vectors = append(text.Vectors, wide)
		}
	}
	return r.model.Reference().Forward(text)
}
