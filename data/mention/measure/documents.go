package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"antecedent/data"
)

// A document is one text with its entities: the spans of each, in tokens of
// data.Tokenize.
type document struct {
	tokens   []data.Token
	entities [][]data.Span
	sentence []int // of each token, as the file has it
}

// A builder joins the tokens of a file into a text, and keeps where each begins.
type builder struct {
	text       []rune
	start, end []int
	sentence   []int
	ids        []string
	spans      map[string][]data.Span // in tokens of the file
	space      bool
}

func (b *builder) add(token string, sentence int, space bool) {
	if b.space {
		b.text = append(b.text, ' ')
	}
	b.start = append(b.start, len(b.text))
	b.text = append(b.text, []rune(token)...)
	b.end = append(b.end, len(b.text))
	b.sentence = append(b.sentence, sentence)
	b.space = space
}

func (b *builder) mark(id string, s data.Span) {
	if b.spans == nil {
		b.spans = map[string][]data.Span{}
	}
	if b.spans[id] == nil {
		b.ids = append(b.ids, id)
	}
	b.spans[id] = append(b.spans[id], s)
}

func (b *builder) document() document {
	d := document{tokens: data.Tokenize(string(b.text))}
	d.sentence = make([]int, len(d.tokens))
	for i, t := range d.tokens {
		at, _ := slices.BinarySearch(b.end, t.Start+1)
		d.sentence[i] = b.sentence[min(at, len(b.sentence)-1)]
	}
	for _, id := range b.ids {
		var spans []data.Span
		for _, s := range b.spans[id] {
			if span, ok := data.SpanOf(d.tokens, b.start[s.Start], b.end[s.End-1]); ok {
				spans = append(spans, span)
			}
		}
		d.entities = append(d.entities, spans)
	}
	return d
}

// readFiles reads each file that matches the pattern, its lines by the function.
func readFiles(pattern string, line func(b *builder, fields []string, sentence int) error) ([]document, error) {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no file %s", pattern)
	}
	var documents []document
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		b, sentence := &builder{}, 0
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "#") {
				continue
			}
			if strings.TrimSpace(lines.Text()) == "" {
				sentence++
				continue
			}
			if err := line(b, strings.Split(lines.Text(), "\t"), sentence); err != nil {
				file.Close()
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
		}
		file.Close()
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		documents = append(documents, b.document())
	}
	return documents, nil
}

// openSpans are the spans that have begun, by entity.
type openSpans map[string][]int

func (o openSpans) close(b *builder, id string, end int) error {
	starts := o[id]
	if len(starts) == 0 {
		return fmt.Errorf("entity %q ends and has not begun", id)
	}
	b.mark(id, data.Span{Start: starts[len(starts)-1], End: end})
	o[id] = starts[:len(starts)-1]
	return nil
}

// readLitBank reads CoNLL columns: the word is the fourth, the entities are the last.
func readLitBank(dir string) ([]document, error) {
	open := openSpans{}
	return readFiles(filepath.Join(dir, "litbank", "*.conll"), func(b *builder, fields []string, sentence int) error {
		if len(fields) < 13 {
			return fmt.Errorf("%d columns where at least 13 are needed", len(fields))
		}
		if len(b.start) == 0 {
			clear(open)
		}
		word := fields[3]
		if r := []rune(strings.ToLower(word)); len(r) > 1 && (r[0] == '\'' || r[0] == '’') && r[1] >= 'a' && r[1] <= 'z' || word == "n't" || word == "n’t" {
			b.space = false
		}
		at := len(b.start)
		b.add(word, sentence, true)
		for _, part := range strings.Split(fields[len(fields)-1], "|") {
			id := strings.Trim(part, "()")
			if strings.HasPrefix(part, "(") {
				open[id] = append(open[id], at)
			}
			if strings.HasSuffix(part, ")") {
				if err := open.close(b, id, at+1); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// readGUM reads CoNLL-U with the attribute Entity. A row "3-4" is a word as it is
// written; the rows of its parts follow.
func readGUM(dir string) ([]document, error) {
	type mention struct {
		id    string
		start int
	}
	var open []mention
	lastPart, spaceAfter := "", true // of the word whose parts are read
	return readFiles(filepath.Join(dir, "gum", "*.conllu"), func(b *builder, fields []string, sentence int) error {
		if len(fields) < 10 {
			return fmt.Errorf("%d columns where 10 are needed", len(fields))
		}
		if len(b.start) == 0 {
			open, lastPart = open[:0], ""
		}
		space := !strings.Contains(fields[9], "SpaceAfter=No")
		if strings.Contains(fields[0], ".") {
			return nil
		}
		if _, last, ok := strings.Cut(fields[0], "-"); ok {
			lastPart, spaceAfter = last, space
			return nil
		}
		switch lastPart {
		case "":
		case fields[0]:
			lastPart, space = "", spaceAfter
		default:
			space = false
		}
		at := len(b.start)
		b.add(fields[1], sentence, space)
		for _, attribute := range strings.Split(fields[9], "|") {
			value, ok := strings.CutPrefix(attribute, "Entity=")
			if !ok {
				continue
			}
			for value != "" {
				switch cut := strings.IndexAny(value[1:], "()") + 1; {
				case value[0] == '(':
					if cut == 0 {
						cut = len(value)
					}
					id, _, _ := strings.Cut(value[1:cut], "-")
					if cut < len(value) && value[cut] == ')' {
						b.mark(id, data.Span{Start: at, End: at + 1})
						cut++
					} else {
						open = append(open, mention{id, at})
					}
					value = value[cut:]
				default:
					id, _, _ := strings.Cut(value, ")")
					id, _, _ = strings.Cut(id, "-")
					for k := len(open) - 1; k >= 0; k-- {
						if open[k].id == id {
							b.mark(id, data.Span{Start: open[k].start, End: at + 1})
							open = slices.Delete(open, k, k+1)
							break
						}
					}
					_, value, _ = strings.Cut(value, ")")
				}
			}
		}
		return nil
	})
}

// readDPR reads the tab-separated sentences: tokens, pronoun and candidates are JSON
// in the fifth, sixth and seventh column.
func readDPR(dir string) ([]document, error) {
	path := filepath.Join(dir, "xwino", "en-dpr-train.tsv")
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var documents []document
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 7 {
			return nil, fmt.Errorf("%s:%d: %d columns where 7 are needed", path, n, len(fields))
		}
		var words []string
		var candidates [][]json.RawMessage
		if err := json.Unmarshal([]byte(fields[4]), &words); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if err := json.Unmarshal([]byte(fields[6]), &candidates); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		b := &builder{}
		for _, w := range words {
			if strings.HasPrefix(w, "'") || w == "n't" {
				b.space = false
			}
			b.add(w, 0, true)
		}
		for i, c := range candidates {
			var ends [2]int
			if len(c) < 2 || json.Unmarshal(c[1], &ends) != nil || ends[0] < 0 || ends[0] >= ends[1] || ends[1] > len(words) {
				return nil, fmt.Errorf("%s:%d: candidate %d has no span of the words", path, n, i)
			}
			b.mark(fmt.Sprint(i), data.Span{Start: ends[0], End: ends[1]})
		}
		documents = append(documents, b.document())
	}
	return documents, lines.Err()
}
