package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
)

// parts writes JSON in parts, so that no more than a row of a matrix is held as text.
// After an error it writes nothing more.
type parts struct {
	w       *bufio.Writer
	escape  bool // < > & within strings, as for a script element of a page
	scratch []byte
	err     error
}

func newParts(w io.Writer) *parts { return &parts{w: bufio.NewWriterSize(w, 1<<16)} }

func (p *parts) text(s string) {
	if p.err == nil {
		_, p.err = p.w.WriteString(s)
	}
}

// marshal is the JSON of a value, without a line break.
func (p *parts) marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(p.escape)
	if err := e.Encode(v); err != nil && p.err == nil {
		p.err = err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (p *parts) bytes(b []byte) {
	if p.err == nil {
		_, p.err = p.w.Write(b)
	}
}

func (p *parts) value(v any) { p.bytes(p.marshal(v)) }

// object begins an object with the fields of a struct, one at least, and leaves it open.
func (p *parts) object(v any) { p.bytes(bytes.TrimSuffix(p.marshal(v), []byte("}"))) }

// fields continues an object with the fields of a struct, one at least, and ends it.
func (p *parts) fields(v any) {
	p.text(",")
	p.bytes(bytes.TrimPrefix(p.marshal(v), []byte("{")))
}

// name begins a field behind others.
func (p *parts) name(name string) { p.text(`,"` + name + `":`) }

// list writes a list of n values, each by write.
func (p *parts) list(n int, write func(i int)) {
	p.text("[")
	for i := range n {
		if i > 0 {
			p.text(",")
		}
		write(i)
	}
	p.text("]")
}

// row writes a list of numbers.
func (p *parts) row(numbers []float32) {
	p.text("[")
	p.numbers(numbers)
	p.text("]")
}

// numbers writes numbers with commas between them.
func (p *parts) numbers(numbers []float32) {
	b := p.scratch[:0]
	for i, x := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		if x != x || math.IsInf(float64(x), 0) {
			p.fail(x)
			return
		}
		b = appendFloat(b, x)
	}
	p.scratch = b
	p.bytes(b)
}

// matrix writes a list of rows.
func (p *parts) matrix(rows [][]float32) { p.list(len(rows), func(i int) { p.row(rows[i]) }) }

// fail is the error of a number for which JSON has no text.
func (p *parts) fail(x float32) {
	if p.err == nil {
		p.err = fmt.Errorf("the model computed %v, which JSON cannot hold: it is broken", x)
	}
}

// end writes what is buffered and returns the first error.
func (p *parts) end() error {
	if err := p.w.Flush(); p.err == nil {
		p.err = err
	}
	return p.err
}

// appendFloat appends a number as encoding/json writes it, as short as it can be read
// back.
func appendFloat(b []byte, x float32) []byte {
	if x == 0 && !math.Signbit(float64(x)) {
		return append(b, '0')
	}
	if abs := math.Abs(float64(x)); abs != 0 && (float32(abs) < 1e-6 || float32(abs) >= 1e21) {
		b = strconv.AppendFloat(b, float64(x), 'e', -1, 32)
		if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 is e-9
			b[n-2] = b[n-1]
			b = b[:n-1]
		}
		return b
	}
	return strconv.AppendFloat(b, float64(x), 'f', -1, 32)
}
