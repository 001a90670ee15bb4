package vectors

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"antecedent/internal/text"
)

// A block is a stretch of whole lines, and what parse finds in them.
type block struct {
	buf       []byte // for use again once parsed
	text      []byte // a part of it
	firstLine int    // from 1
	parsed    chan struct{}

	kept         []row
	rows         int
	sum          []float64 // over those of the first meanLines lines, where there are
	summed       int
	skipped      []error // the first
	skippedCount int
}

// A row is a word, in lower case, and its numbers as the file has them.
type row struct {
	word   string
	cased  bool // the file has it not in lower case
	vector []float32
}

// A blockReader cuts text into blocks.
type blockReader struct {
	in   io.Reader
	name string
	rest []byte // the beginning of a line, less than blockSize
	line int    // lines before rest
	err  error  // of in, where that is at its end
	free chan []byte
}

// next returns the next block, or io.EOF.
func (r *blockReader) next() (*block, error) {
	if r.err != nil && len(r.rest) == 0 {
		return nil, r.err
	}
	var buf []byte
	select {
	case buf = <-r.free:
	default:
		buf = make([]byte, 2*blockSize)
	}
	n := copy(buf, r.rest) // rest may be a part of buf
	if r.err == nil {
		m, err := io.ReadFull(r.in, buf[n:n+blockSize])
		n += m
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && m < blockSize {
			// A gzip stream that is cut off gives io.ErrUnexpectedEOF as well;
			// one more read tells it from the end.
			if _, again := r.in.Read(make([]byte, 1)); again != nil && !errors.Is(again, io.EOF) {
				err = again
			} else {
				err = io.EOF
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("vectors: %s: %w", r.name, err)
		}
		r.err = err
	}
	whole := buf
	buf = buf[:n]
	end := n
	if r.err == nil {
		end = bytes.LastIndexByte(buf, '\n') + 1
		if end == 0 {
			return nil, fmt.Errorf("vectors: %s:%d: a line of more than %d bytes; is it a text file of word vectors?", r.name, r.line+1, blockSize)
		}
	}
	if n == 0 {
		return nil, r.err
	}
	b := &block{buf: whole, text: buf[:end:end], firstLine: r.line + 1, parsed: make(chan struct{})}
	r.rest = buf[end:]
	r.line += bytes.Count(b.text, []byte("\n"))
	return b, nil
}

// inspect looks at the first lines of a file, takes off the header of word2vec,
// and returns the width of the vectors.
func (b *block) inspect(name string) (int, error) {
	for _, c := range b.text[:min(len(b.text), 4096)] {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return 0, fmt.Errorf("vectors: %s: binary data; only the text form of word vectors can be read (in gensim: save_word2vec_format with binary=False)", name)
		}
	}
	line, rest, _ := bytes.Cut(b.text, []byte("\n"))
	if f := bytes.Fields(line); len(f) == 2 {
		_, notCount := strconv.ParseUint(string(f[0]), 10, 40)
		width, notWidth := strconv.ParseUint(string(f[1]), 10, 40)
		// A file of one column has such lines too: all of them.
		second, _, _ := bytes.Cut(rest, []byte("\n"))
		if notCount == nil && notWidth == nil && (width > 1 || len(bytes.Fields(second)) != 2) {
			b.text = rest
			b.firstLine++
			if width < 1 || width > MaxWidth {
				return 0, fmt.Errorf("vectors: %s:1: a width of %d; it must be 1 to %d", name, width, MaxWidth)
			}
			return int(width), nil
		}
	}
	// The most frequent number of columns; a few words hold blanks.
	counts := make([]int, MaxWidth+1)
	best := 0
	for n, rest := 0, b.text; n < sampleLines && len(rest) > 0; n++ {
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		w := len(bytes.Fields(line)) - 1
		if w < 1 || w > MaxWidth {
			continue
		}
		counts[w]++
		if best == 0 || counts[w] > counts[best] {
			best = w
		}
	}
	if best == 0 {
		return 0, fmt.Errorf("vectors: %s: no vectors; a line must hold a word and 1 to %d numbers", name, MaxWidth)
	}
	return best, nil
}

// parse reads the lines of the block.
func (b *block) parse(width int, name string, want func(string) bool) {
	scratch := make([]float32, width)
	for text, line := b.text, b.firstLine; len(text) > 0; line++ {
		s := text
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			s, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		b.parseLine(s, line, scratch, name, want)
	}
}

func (b *block) parseLine(s []byte, line int, scratch []float32, name string, want func(string) bool) {
	end := bytes.IndexByte(s, ' ')
	if end < 0 {
		end = bytes.IndexByte(s, '\t')
	}
	if end < 0 && len(bytes.TrimSpace(s)) == 0 {
		return
	}
	b.rows++
	counted := line <= meanLines
	var word string
	var cased, wanted bool
	if end > 0 {
		word, cased = lower(string(s[:end]))
		wanted = want(word)
		if !wanted && !counted {
			return
		}
		if numbers(s[end:], scratch) {
			if err := text.Check(string(s[:end])); err != nil {
				b.skip(fmt.Errorf("%s:%d: %w", name, line, err))
				return
			}
			b.add(row{word, cased, scratch}, counted, wanted)
			return
		}
	}
	// The word may hold blanks: the numbers are the last fields.
	head, tail, ok := lastFields(s, len(scratch))
	switch {
	case !ok:
		b.skip(fmt.Errorf("%s:%d: %d columns; there should be a word and %d numbers", name, line, len(bytes.Fields(s)), len(scratch)))
	case !numbers(tail, scratch):
		b.skip(fmt.Errorf("%s:%d: the last %d columns are not all numbers", name, line, len(scratch)))
	default:
		word, cased = lower(string(bytes.ToValidUTF8(head, []byte("\uFFFD"))))
		b.add(row{word, cased, scratch}, counted, want(word))
	}
}

func (b *block) add(r row, counted, wanted bool) {
	if counted {
		if b.sum == nil {
			b.sum = make([]float64, len(r.vector))
		}
		for e, x := range r.vector {
			b.sum[e] += float64(x)
		}
		b.summed++
	}
	if wanted {
		r.vector = append([]float32(nil), r.vector...)
		b.kept = append(b.kept, r)
	}
}

func (b *block) skip(err error) {
	b.skippedCount++
	if len(b.skipped) < maxReported {
		b.skipped = append(b.skipped, err)
	}
}

// numbers reads as many numbers as out holds; there must be no others.
func numbers(s []byte, out []float32) bool {
	for e := range out {
		for len(s) > 0 && blank(s[0]) {
			s = s[1:]
		}
		x, n := number(s)
		if n == 0 {
			return false
		}
		out[e] = x
		s = s[n:]
	}
	for _, c := range s {
		if !blank(c) {
			return false
		}
	}
	return true
}

// lastFields cuts the last n fields from a line that has more than n.
func lastFields(s []byte, n int) (head, tail []byte, ok bool) {
	i := len(s)
	for range n {
		for i > 0 && blank(s[i-1]) {
			i--
		}
		for i > 0 && !blank(s[i-1]) {
			i--
		}
	}
	head = bytes.TrimSpace(s[:i])
	return head, s[i:], len(head) > 0
}
