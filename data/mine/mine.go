package mine

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"io"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"antecedent/data"
)

// A Kind is the evidence by which an example is labelled.
type Kind int

const (
	Gender   Kind = iota // the pronoun's gender is that of one of the two persons
	Repeated             // the pronoun stands in the place of a name that occurred before
)

func (k Kind) String() string { return [...]string{"gender", "repeated"}[k] }

// About names the evidence in words.
func (k Kind) About() string { return [...]string{"the pronoun's gender", "a repeated name"}[k] }

// An Example is a mined example. Its spans are rune offsets into Text.
type Example struct {
	ID          string // document, paragraph, token and kind: 158_emma:12345:17:gender
	Kind        Kind
	Text        string
	Pronoun     data.Span
	Antecedents []data.Span // all mentions of the right person
	Candidates  []data.Span // the nearest mention of each person before the pronoun

	Original string // the window before it was rewritten
	Names    string // the two names that it had, as "right|wrong"
	Last     bool   // whether the right person is the one named last before the pronoun
	First    bool   // whether the right person is the one named first in the text

	place string // token and kind, the end of ID
}

// Options are what may be chosen. The zero Options are the defaults.
type Options struct {
	Sentences int // most sentences of a window; 0: 3
	Tokens    int // most tokens of a window before rewriting; 0: 90

	// Progress is called after each document, from one goroutine at a time.
	Progress func(Progress)
}

// Progress is how far the work has come.
type Progress struct {
	Documents, Bytes, Examples int
}

// Found is what all documents gave.
type Found struct {
	Examples         []Example // in the order of the files and, within a file, of the text
	Documents, Bytes int
	Windows          int // windows with two persons
	Duplicates       int // examples whose window had occurred before
}

// Files mines texts; see the package comment. A path names a plain text in UTF-8, a
// .gz file of one, a .tar.gz archive, or a folder of such files. The result does not
// depend on the number of processors. With an [UnreadError] it is that of the other texts.
func Files(ctx context.Context, paths []string, o Options) (*Found, error) {
	if len(paths) == 0 {
		return nil, errors.New("mine: no file to mine")
	}
	o.Sentences = cmp.Or(o.Sentences, 3)
	o.Tokens = cmp.Or(o.Tokens, 90)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	// Documents in flight are as many as workers, so memory is bounded by the longest.
	type result struct {
		examples []Example
		windows  int
	}
	type task struct {
		document
		done chan result
	}
	workers := runtime.GOMAXPROCS(0)
	tasks := make(chan task)
	ordered := make(chan task, workers)
	var readErr error
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for t := range tasks {
				examples, windows := mineText(ctx, t.document, o)
				t.done <- result{examples, windows}
			}
		})
	}
	wg.Go(func() {
		defer close(ordered)
		defer close(tasks)
		readErr = readDocuments(ctx, paths, func(d document) error {
			t := task{d, make(chan result, 1)}
			for _, c := range []chan task{ordered, tasks} {
				select {
				case c <- t:
				case <-ctx.Done():
					t.done <- result{}
					return ctx.Err()
				}
			}
			return nil
		})
	})
	found := &Found{}
	seen := map[uint64]bool{}
	for t := range ordered {
		r := <-t.done
		found.Documents++
		found.Bytes += len(t.text)
		found.Windows += r.windows
		for _, e := range r.examples {
			if key := hash(e.place + "\n" + e.Original); !seen[key] {
				seen[key] = true
				found.Examples = append(found.Examples, e)
			} else {
				found.Duplicates++
			}
		}
		if o.Progress != nil {
			o.Progress(Progress{found.Documents, found.Bytes, len(found.Examples)})
		}
	}
	wg.Wait()
	if readErr != nil && !errors.As(readErr, new(UnreadError)) {
		return nil, readErr
	}
	return found, cmp.Or(ctx.Err(), readErr)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, s)
	return h.Sum64()
}

// mineText finds the examples of one document.
func mineText(ctx context.Context, d document, o Options) (examples []Example, windows int) {
	var all []*paragraph
	for p := range paragraphs(d.text) {
		if ctx.Err() != nil {
			return nil, 0
		}
		all = append(all, p)
	}
	c := newCast(all)
	add := func(e Example) { examples = append(examples, e) }
	for _, p := range all {
		if ctx.Err() != nil {
			return nil, 0
		}
		people, others := c.people(p)
		if len(people) < 2 {
			continue
		}
		// The shortest window that ends with a sentence is the best: what lies before it
		// can only add to what the pronoun may be of.
		for to := range p.sentences {
			done, byName := map[int]bool{}, false
			for from := to; from >= max(0, to-o.Sentences+1); from-- {
				w, ok := c.window(p, from, to, people, others, o.Tokens)
				if !ok {
					continue
				}
				windows++
				w.genders(d.name, done, add)
				byName = byName || w.repeated(d.name, add)
			}
		}
	}
	return examples, windows
}

// example makes an example of a window, or returns false if the rewritten text would
// not be read back as it is meant.
func (w *window) example(kind Kind, document string, pronoun data.Span, right int, edits []edit) (Example, bool) {
	r := w.rewrite(edits)
	place := strconv.Itoa(pronoun.Start) + ":" + kind.String()
	e := Example{
		ID:       document + ":" + strconv.Itoa(w.offset) + ":" + place,
		place:    place,
		Kind:     kind,
		Text:     r.text,
		Pronoun:  r.of(pronoun),
		Original: w.text[w.bytes(w.tokens[w.Start].Start):w.bytes(w.tokens[w.End-1].End)],
	}
	for _, m := range w.people {
		if m.entity == right && !m.Overlaps(pronoun) {
			e.Antecedents = append(e.Antecedents, r.of(m.Span))
		}
	}
	rightName, _ := w.nearest(right, pronoun.Start)
	wrongName, _ := w.nearest(1-right, pronoun.Start)
	e.Candidates = []data.Span{r.of(rightName), r.of(wrongName)}
	e.Last = rightName.Start > wrongName.Start
	e.First = right == 0
	slices.SortFunc(e.Candidates, func(a, b data.Span) int { return a.Start - b.Start })
	e.Names = w.spelled(rightName) + "|" + w.spelled(wrongName)

	tokens := data.Tokenize(e.Text)
	for _, s := range slices.Concat([]data.Span{e.Pronoun}, e.Antecedents, e.Candidates) {
		if t, ok := data.SpanOf(tokens, s.Start, s.End); !ok || t.Len() != 1 || tokens[t.Start].Start != s.Start || tokens[t.Start].End != s.End {
			return e, false
		}
	}
	return e, len(tokens) <= data.MaxTokens
}

// bytes is the byte offset of a rune offset into the paragraph.
func (p *paragraph) bytes(runes int) int {
	for at := range p.text {
		if runes == 0 {
			return at
		}
		runes--
	}
	return len(p.text)
}

// spelled is the text of tokens as it is written.
func (p *paragraph) spelled(s data.Span) string {
	return p.text[p.bytes(p.tokens[s.Start].Start):p.bytes(p.tokens[s.End-1].End)]
}
