package resolve

import (
	"context"
	"errors"
	"fmt"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/data/window"
	"antecedent/model"
)

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
	given := examples
	examples = snapshot(given)
	defer func() { giveBack(given, examples) }()
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

// read reads a text, whole if it is not too long, and else in windows.
func (r *Resolver) read(ctx context.Context, text string, tokens []data.Token, examples []data.Example, progress func(done, all int)) (*Reading, error) {
	if r == nil || r.model == nil {
		return nil, errNoModel
	}
	reading := &Reading{Text: text, Tokens: tokens, Unknown: r.unknown(tokens), ReadsMentions: r.encoder.Mentions()}
	reading.locate()
	if len(tokens) == 0 && len(examples) == 0 {
		return reading, nil
	}
	reading.Weights, reading.Temperature = r.model.FeatureWeights().Clone(), r.Config().PointerTemperature()
	err := error(nil)
	if reading.Long() {
		err = r.readWindows(ctx, reading, examples, progress)
	} else {
		err = r.readWhole(reading, examples)
	}
	if err != nil {
		return nil, err
	}
	return reading, nil
}

// readWhole reads a text at once and keeps everything.
func (r *Resolver) readWhole(reading *Reading, examples []data.Example) error {
	queries := examples
	if len(queries) == 0 { // a batch needs a query; the answer to this one is not used
		queries = []data.Example{{Text: reading.Text, Tokens: reading.Tokens, Pronoun: data.Span{Start: 0, End: 1}}}
	}
	t, err := r.trace(queries, func(b model.Batch) (*model.Trace, error) { return r.model.Trace(b, nil) })
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
func (r *Resolver) trace(examples []data.Example, run func(model.Batch) (*model.Trace, error)) (*model.Trace, error) {
	r.annotateOwn(examples)
	b, err := r.encoder.Batch(examples, 1, data.PaddedLength(len(examples[0].Tokens)))
	if err != nil {
		return nil, err
	}
	return run(model.Batch(b))
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
