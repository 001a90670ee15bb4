package vectors

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"antecedent/internal/text"
)

const (
	blockSize   = 1 << 20 // bytes read at a time; also the longest line
	meanLines   = 40_000  // the lines over which the mean is taken
	sampleLines = 50      // the lines that decide on the width
	maxReported = 10      // the skipped rows that a Report names
)

// A Report says what Read found in a file.
type Report struct {
	Rows         int     // lines of the file that hold a row
	Kept         int     // words in the table, row 0 not counted
	Skipped      []error // the first of the rows that could not be read
	SkippedCount int     // how many there were
}

// Read reads word vectors from a text file of GloVe ("word v1 … vE" a line) or
// word2vec (the same after a line "count width"), compressed with gzip or not.
// It keeps the words that want accepts, all where want is nil, and only these
// are held in memory. Several goroutines may call want at once; it is given
// words in lower case.
//
// The mean that is subtracted is that of the first 40,000 lines, wanted or not:
// these files have the most frequent words first. Of two rows for one word the
// first is kept, but "apple" is preferred to "Apple". Rows that cannot be read
// are skipped and reported; more than a few are an error. Rows that are neither
// wanted nor among the first 40,000 are not checked.
//
// The table is the same whatever the number of processors. The error is that of the
// context if it is cancelled meanwhile.
func Read(ctx context.Context, path string, want func(word string) bool) (*Table, *Report, error) {
	f, err := text.Open(ctx, path)
	if err != nil {
		return nil, nil, fmt.Errorf("vectors: %w", err)
	}
	defer f.Close()
	return ReadFrom(f, path, want)
}

// ReadFrom reads what Read reads from r. Errors call it name.
func ReadFrom(r io.Reader, name string, want func(word string) bool) (*Table, *Report, error) {
	if want == nil {
		want = func(string) bool { return true }
	}
	in := bufio.NewReaderSize(r, 1<<16)
	magic, _ := in.Peek(4)
	var raw io.Reader = in
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, nil, fmt.Errorf("vectors: %s: %w", name, err)
		}
		raw = z
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		return nil, nil, fmt.Errorf("vectors: %s: a zip archive; unpack it and give one of the .txt files in it", name)
	}

	blocks := &blockReader{in: text.NewReader(raw), name: name, free: make(chan []byte, runtime.GOMAXPROCS(0)+2)}
	first, err := blocks.next()
	if errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("vectors: %s: the file is empty", name)
	}
	if err != nil {
		return nil, nil, err
	}
	width, err := first.inspect(name)
	if err != nil {
		return nil, nil, err
	}
	return readBlocks(first, blocks, width, name, want)
}

// readBlocks parses blocks in several goroutines and collects their rows in the
// order of the file.
func readBlocks(first *block, blocks *blockReader, width int, name string, want func(string) bool) (*Table, *Report, error) {
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan *block)
	inOrder := make(chan *block, workers+1) // bounds what is read ahead
	stop := make(chan struct{})
	finished := make(chan struct{}, workers+1)

	var readErr error // written before inOrder is closed
	go func() {
		defer func() { close(todo); close(inOrder); finished <- struct{}{} }()
		for b, err := first, error(nil); ; b, err = blocks.next() {
			if err != nil {
				if !errors.Is(err, io.EOF) {
					readErr = err
				}
				return
			}
			select {
			case inOrder <- b:
			case <-stop:
				return
			}
			todo <- b // the workers take all that they are sent
		}
	}()
	for range workers {
		go func() {
			for b := range todo {
				b.parse(width, name, want)
				select {
				case blocks.free <- b.buf:
				default:
				}
				b.buf, b.text = nil, nil
				close(b.parsed)
			}
			finished <- struct{}{}
		}()
	}
	defer func() { // no goroutine reads on, or calls want, after the return
		close(stop)
		for range workers + 1 {
			<-finished
		}
	}()

	c := newCollector(width)
	for b := range inOrder {
		<-b.parsed
		c.add(b)
		if c.report.SkippedCount > 20+c.report.Rows/100 {
			return nil, nil, fmt.Errorf("vectors: %s: %d of %d rows cannot be read; is it a file of word vectors? The first: %w",
				name, c.report.SkippedCount, c.report.Rows, c.report.Skipped[0])
		}
	}
	if readErr != nil {
		return nil, nil, readErr
	}
	if c.rows == 0 {
		if len(c.report.Skipped) > 0 {
			return nil, nil, fmt.Errorf("vectors: %s: no row can be read: %w", name, c.report.Skipped[0])
		}
		if c.report.Rows == 0 {
			return nil, nil, fmt.Errorf("vectors: %s: no rows", name)
		}
	}
	t, err := c.table()
	return t, c.report, err
}

// A collector takes parsed blocks in the order of the file and makes a table.
type collector struct {
	width  int
	report *Report

	sum  []float64 // over the rows of the first lines
	rows int       // how many
	mean []float32 // once known; until then, rows wait

	waiting []row
	words   []string
	values  []int8
	scales  []float32
	index   map[string]int
	cased   map[int]bool // rows that come from a word not in lower case
}

func newCollector(width int) *collector {
	return &collector{
		width: width, report: &Report{},
		sum: make([]float64, width), words: []string{""}, values: make([]int8, width), scales: []float32{0},
		index: map[string]int{}, cased: map[int]bool{},
	}
}

func (c *collector) add(b *block) {
	c.report.Rows += b.rows
	c.report.SkippedCount += b.skippedCount
	c.report.Skipped = append(c.report.Skipped, b.skipped[:min(len(b.skipped), maxReported-len(c.report.Skipped))]...)
	for e, x := range b.sum {
		c.sum[e] += x
	}
	c.rows += b.summed
	if c.mean == nil && b.firstLine > meanLines {
		c.end()
	}
	if c.mean == nil {
		c.waiting = append(c.waiting, b.kept...)
		return
	}
	for _, r := range b.kept {
		c.keep(r)
	}
}

// end fixes the mean and keeps the rows that waited for it.
func (c *collector) end() {
	c.mean = make([]float32, c.width)
	for e, x := range c.sum {
		c.mean[e] = float32(x / float64(max(c.rows, 1)))
	}
	for _, r := range c.waiting {
		c.keep(r)
	}
	c.waiting = nil
}

func (c *collector) keep(r row) {
	i, twice := c.index[r.word]
	switch {
	case !twice:
		i = len(c.words)
		c.index[r.word] = i
		c.words = append(c.words, r.word)
		c.scales = append(c.scales, 0)
		c.values = slices.Grow(c.values, c.width)[:len(c.values)+c.width]
		if r.cased {
			c.cased[i] = true
		}
	case c.cased[i] && !r.cased:
		delete(c.cased, i)
	default:
		return
	}
	for e := range r.vector {
		r.vector[e] -= c.mean[e]
	}
	c.scales[i] = quantize(r.vector, c.values[i*c.width:(i+1)*c.width])
}

func (c *collector) table() (*Table, error) {
	if c.mean == nil {
		c.end()
	}
	c.report.Kept = len(c.words) - 1
	return New(c.words, c.width, c.values, c.scales)
}

// lower is strings.ToLower, faster where there is nothing to do.
func lower(word string) (low string, cased bool) {
	low = strings.ToLower(word)
	return low, low != word
}
