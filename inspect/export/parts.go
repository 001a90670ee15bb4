package export

import (
	"bufio"
	"bytes"
	"encoding/json"
)

// parts writes a JSON object in parts. After an error it writes nothing more.
type parts struct {
	w   *bufio.Writer
	err error
}

func (p *parts) text(s string) {
	if p.err == nil {
		_, p.err = p.w.WriteString(s)
	}
}

// marshal is the JSON of a value, without a line break.
func (p *parts) marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && p.err == nil {
		p.err = err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (p *parts) value(v any) { p.text(string(p.marshal(v))) }

// object begins an object with the fields of a struct, one at least, and leaves it open.
func (p *parts) object(v any) { p.text(string(bytes.TrimSuffix(p.marshal(v), []byte("}")))) }

// open begins a list of that name behind the fields.
func (p *parts) open(name string) { p.text(`,"` + name + `":[`) }

// end writes what is buffered and returns the first error.
func (p *parts) end() error {
	if err := p.w.Flush(); p.err == nil {
		p.err = err
	}
	return p.err
}
