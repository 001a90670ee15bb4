package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/mine"
	"antecedent/data/score"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// labelForm labels the pronouns of plain text with the answers of a model.
func (o *options) labelForm() cli.Form {
	return cli.Form{Name: "label", Usage: "infer label TEXT-FILE…", Run: o.label,
		Flags:   []string{"sure", "every", "without", "checkpoint", "o"},
		Summary: "what a model is sure of, as examples",
		Help: `Writes examples, one JSON object a line, from plain text that nobody labelled:
the pronouns of its sentences with the answers of a model, where it is sure of
them. Another model can learn from more text so than was annotated (Blum and
Mitchell, "Combining labeled and unlabeled data with co-training", 1998): with

  train --data builtin --data labelled.jsonl:.5 --freeze pointer.structure

what the structural features could tell is learned by the attention. Of he and
she as many are written as of it and they, at most.

A file is a text in UTF-8, a .gz file of one, a .tar.gz archive, or a folder of
these. Two cores answer some 5,000 pronouns a second.

  infer label -o labelled.jsonl novels.tar.gz
  infer label --every 10 --without litbank -o labelled.jsonl novels/
`}
}

func (o *options) label(ctx context.Context, operands []string, s cli.Streams) error {
	switch {
	case len(operands) == 0:
		return cli.Usage("label needs the names of text files")
	case o.sure <= 0 || o.sure >= 1:
		return cli.Usage("--sure %v: use a probability between 0 and 1", o.sure)
	case o.every < 1:
		return cli.Usage("--every %d: use 1 for every sentence, 2 for every second one", o.every)
	}
	l := labeller{ctx: ctx, every: o.every, sure: o.sure, progress: s.Err, last: time.Now()}
	if math.IsNaN(o.sure) {
		l.sure = 0.8
	}
	var err error
	if l.without, err = heldOutDocuments(ctx, o.without); err != nil {
		return err
	}
	if l.resolver, _, err = open(o.checkpoint, s.Err); err != nil {
		return err
	}
	failed, err := passedOver(s.Err, mine.Passages(ctx, operands, l.passage))
	if err != nil {
		return err
	}
	if err := l.answer(); err != nil {
		return err
	}
	examples := l.balanced()
	if len(examples) == 0 {
		if failed != nil {
			return failed
		}
		return fmt.Errorf("%s: nothing found: the texts must be English prose with pronouns that the model is sure of", operands[0])
	}
	fmt.Fprintf(s.Err, "pronouns: %d; sure of %d he or she, %d it or they; written: %d\n", l.asked, l.persons, len(l.labelled)-l.persons, len(examples))
	err = cli.Output(ctx, o.out, s.Out, func(w io.Writer) error { return format.WriteJSONL(w, examples) })
	return cmp.Or(err, failed)
}

// heldOutDocuments are the names of the documents that train holds out of the examples
// of a path; none without a path.
func heldOutDocuments(ctx context.Context, path string) (names []string, err error) {
	if path == "" {
		return nil, nil
	}
	f, err := format.ReadFile(ctx, path, "")
	if err != nil {
		return nil, err
	}
	_, held := data.HoldOut(f.Examples)
	for i := range held {
		d := data.DocumentOf(&held[i])
		names = append(names, d[strings.LastIndexAny(d, `/\`)+1:])
	}
	return names, nil
}

// A labeller answers the pronouns of passages, many at a time.
type labeller struct {
	ctx      context.Context
	resolver *resolve.Resolver
	every    int
	sure     float64
	without  []string // documents held out

	passages int
	waiting  []data.Example
	labelled []data.Example
	persons  int // of labelled, whose pronoun is he or she
	asked    int

	progress io.Writer
	last     time.Time
}

// answersAtOnce is how many pronouns are answered at a time.
const answersAtOnce = 4096

func (l *labeller) passage(p mine.Passage) error {
	l.passages++
	if l.passages%l.every != 0 || l.heldOut(p.Document) {
		return nil
	}
	for i, e := range p.Pronouns {
		e.ID = fmt.Sprintf("%s:%d:%d", p.Document, l.passages, i+1)
		l.waiting = append(l.waiting, e)
	}
	if len(l.waiting) < answersAtOnce {
		return nil
	}
	return l.answer()
}

// heldOut reports whether a document is one of those held out: "158_emma" is
// "158_emma_brat.conll".
func (l *labeller) heldOut(document string) bool {
	for _, name := range l.without {
		if rest, ok := strings.CutPrefix(name, document); ok && (rest == "" || rest[0] == '_' || rest[0] == '.') {
			return true
		}
	}
	return false
}

// answer labels the waiting examples that the model is sure of. Where only one mention
// can be the answer there is nothing to learn.
func (l *labeller) answer() error {
	predictions, err := l.resolver.Predict(l.ctx, l.waiting, nil)
	if err != nil {
		return err
	}
	for i, e := range l.waiting {
		o := score.Options(&e, predictions[i])
		if len(o) < 3 || o[0].None || float64(o[0].Probability) < l.sure {
			continue
		}
		e.Labelled, e.Antecedents, e.Mentions, e.Features = true, []data.Span{o[0].Span}, nil, nil
		l.labelled = append(l.labelled, e)
		if person(&e) {
			l.persons++
		}
	}
	l.asked += len(l.waiting)
	l.waiting = l.waiting[:0]
	if now := time.Now(); now.Sub(l.last) > 3*time.Second {
		l.last = now
		fmt.Fprintf(l.progress, "labelling: %d pronouns, sure of %d\n", l.asked, len(l.labelled))
	}
	return nil
}

// person reports whether the pronoun of an example is he or she.
func person(e *data.Example) bool { return data.GenderOf(e.Tokens[e.Pronoun.Start].Text) != 0 }

// balanced are the labelled examples, of those with he and she at most as many as of the
// others, evenly from all texts.
func (l *labeller) balanced() (kept []data.Example) {
	share := min(l.persons, len(l.labelled)-l.persons)
	n := 0
	for i := range l.labelled {
		e := &l.labelled[i]
		if person(e) {
			if n++; n*share/l.persons == (n-1)*share/l.persons {
				continue
			}
		}
		kept = append(kept, *e)
	}
	return kept
}
