package resolve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/score"
	"antecedent/data/window"
	"antecedent/model"
	"antecedent/model/reference"
)

// A Reading is one text of T tokens, read once for all its pronouns. It does not
// share memory with the resolver.
//
// A text of more than [data.MaxTokens] tokens is read in windows, see package window,
// of which nothing is kept but the answers: Patterns, Scores and the vectors are nil.
// [Resolver.ReadWindow] reads a window again with these.
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

	runes []rune // of Text
}

// Long reports whether the text is longer than a model reads at a time, so that it was
// read in windows.
func (r *Reading) Long() bool { return len(r.Tokens) > data.MaxTokens }

// Read reads a text and answers every pronoun of it. A text without pronouns has
// no answers.
func (r *Resolver) Read(text string) (*Reading, error) {
	return r.ReadContext(context.Background(), text, nil)
}

// ReadContext is [Resolver.Read] for long texts. It calls progress, if not nil, after
// each window with the number of pronouns answered so far and of all. A cancelled
// context ends it between windows.
func (r *Resolver) ReadContext(ctx context.Context, text string, progress func(done, all int)) (*Reading, error) {
	return r.read(ctx, text, data.Tokenize(text), data.FromText(text), progress)
}

// ReadExamples reads the text of one or more examples, which must share it, and
// answers each of them: Answers[i] is that of examples[i], one of its candidates if
// it has any.
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
	runes := []rune(text)
	for _, t := range tokens {
		if t.Start < 0 || t.End > len(runes) || t.Start >= t.End || string(runes[t.Start:t.End]) != t.Text {
			return nil, fmt.Errorf("resolve: example %s: token %q does not stand at [%d,%d) of its text", examples[0].ID, t.Text, t.Start, t.End)
		}
	}
	return r.read(context.Background(), text, tokens, examples, nil)
}

// ReadWindow reads a window of a reading again, as a text of its own: of its answers
// those with that [Answer.Window], or for another window those of all pronouns in it, and
// every attention weight.
func (r *Resolver) ReadWindow(reading *Reading, span data.Span) (*Reading, error) {
	if span.Start < 0 || span.End > len(reading.Tokens) || span.Len() < 1 || span.Len() > data.MaxTokens {
		return nil, fmt.Errorf("resolve: [%d,%d) is no window of a text of %d tokens", span.Start, span.End, len(reading.Tokens))
	}
	part := window.Of(reading.Text, reading.Tokens, span)
	var examples []data.Example
	known := slices.ContainsFunc(reading.Answers, func(a Answer) bool { return a.Window == span })
	for i := range reading.Answers {
		if a := &reading.Answers[i]; a.Window == span || !known && span.Contains(a.Pronoun.Start) {
			e := data.Example{ID: strconv.Itoa(i + 1), Text: reading.Text, Tokens: reading.Tokens, Pronoun: a.Pronoun}
			examples = append(examples, part.Cut(&e))
		}
	}
	return r.read(context.Background(), part.Text, part.Tokens, examples, nil)
}

// read reads a text, whole if it is not too long, and else in windows.
func (r *Resolver) read(ctx context.Context, text string, tokens []data.Token, examples []data.Example, progress func(done, all int)) (*Reading, error) {
	if r == nil || r.model == nil {
		return nil, errNoModel
	}
	reading := &Reading{Text: text, Tokens: tokens, Unknown: r.unknown(tokens), ReadsMentions: r.encoder.Mentions(), runes: []rune(text)}
	if len(tokens) == 0 && len(examples) == 0 {
		return reading, nil
	}
	reading.Weights, reading.Temperature = r.model.FeatureWeights(), r.Config().PointerTemperature()
	if !reading.Long() {
		if err := r.readWhole(reading, examples); err != nil {
			return nil, err
		}
		return reading, nil
	}
	reading.Answers = make([]Answer, len(examples))
	done := 0
	for _, part := range window.Parts(examples) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cut := make([]data.Example, len(part.Examples))
		for k, i := range part.Examples {
			cut[k] = part.Cut(&examples[i])
		}
		t, err := r.trace(cut)
		if err != nil {
			return nil, err
		}
		mentions := part.ShiftMentions(cut[0].Mentions)
		for k, i := range part.Examples {
			if k > 0 && len(cut[k].Candidates) > 0 {
				mentions = part.ShiftMentions(cut[k].Mentions)
			}
			reading.Answers[i] = reading.answer(r, &cut[k], t, k, &part, mentions)
		}
		if done += len(cut); progress != nil {
			progress(done, len(examples))
		}
	}
	if len(examples) == 0 {
		reading.Answers = nil
	}
	return reading, nil
}

// readWhole reads a text at once and keeps everything.
func (r *Resolver) readWhole(reading *Reading, examples []data.Example) error {
	queries := examples
	if len(queries) == 0 { // a batch needs a query; the answer to this one is not used
		queries = []data.Example{{Text: reading.Text, Tokens: reading.Tokens, Pronoun: data.Span{Start: 0, End: 1}}}
	}
	t, err := r.trace(queries)
	if err != nil {
		return err
	}
	reading.Patterns, reading.Scores = t.Patterns, t.Scores
	reading.Queries, reading.Keys, reading.Values, reading.Mixed = t.Queries, t.Keys, t.Values, t.Mixed
	whole := &window.Part{Span: data.Span{End: len(reading.Tokens)}}
	for i := range examples {
		reading.Answers = append(reading.Answers, reading.answer(r, &examples[i], t, i, whole, examples[i].Mentions))
	}
	return nil
}

// trace runs the model on examples of one text, which it annotates.
func (r *Resolver) trace(examples []data.Example) (*model.Trace, error) {
	r.Annotate(examples)
	b, err := r.encoder.Batch(examples, 1, data.PaddedLength(len(examples[0].Tokens)))
	if err != nil {
		return nil, err
	}
	return r.model.Trace(model.Batch(b), nil)
}

// answer is the answer to query i of a trace of a window, whose mentions are given as
// those of the whole text.
func (r *Reading) answer(by *Resolver, e *data.Example, t *model.Trace, i int, part *window.Part, mentions []data.Mention) Answer {
	p := score.Prediction{Pointer: t.Pointer[i], None: t.None[i]}
	a := Answer{
		Pronoun: window.Shift(e.Pronoun, part.Start), Window: part.Span,
		None: float64(p.None), Pointer: p.Pointer, Content: t.Content[i], Structure: t.Structure[i],
		Mentions: mentions, Features: by.features(e), Options: score.Options(e, p),
	}
	for k := range a.Options {
		if !a.Options[k].None {
			a.Options[k].Span = window.Shift(a.Options[k].Span, part.Start)
		}
	}
	if span, probability, ok := score.Choose(e, p); ok {
		a.Antecedent = r.mention(window.Shift(span, part.Start), probability)
	}
	return a
}

// textOf is the text of a span of one or more tokens.
func (r *Reading) textOf(s data.Span) string {
	if r.runes == nil { // not made by Read
		return string([]rune(r.Text)[r.Tokens[s.Start].Start:r.Tokens[s.End-1].End])
	}
	return string(r.runes[r.Tokens[s.Start].Start:r.Tokens[s.End-1].End])
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

// Reference evaluates the text of a reading, which must not be empty or long, again with
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
