package text

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Mark is the byte-order mark, with which programs of Windows begin a text.
const Mark = "\ufeff"

// ErrEncoding is wrapped by the error of reading a text of which nothing can be read,
// since it is in an encoding of more than one byte a character that is not read.
var ErrEncoding = errors.New("save it as UTF-8")

// NewReader returns a reader of a text in UTF-8, without the byte-order mark. A text in
// UTF-16 with a mark is decoded. Half of a surrogate pair becomes three bytes that are
// not UTF-8, so that [Check] finds it. Other bytes are read as they are.
//
// It reads ahead no more than it is given, so that a program can write a line and wait
// for its answer.
func NewReader(r io.Reader) io.Reader {
	return &reader{in: bufio.NewReader(r)}
}

type reader struct {
	in    *bufio.Reader
	begun bool
	order binary.ByteOrder // of UTF-16; nil for UTF-8

	// Of UTF-16:
	raw  [4096]byte
	kept int    // bytes at the beginning of raw that are not decoded yet
	out  []byte // decoded and not yet read
	end  error  // of in
}

func (r *reader) Read(p []byte) (int, error) {
	if !r.begun {
		if err := r.begin(); err != nil {
			return 0, err
		}
		r.begun = true
	}
	if r.order == nil {
		return r.in.Read(p)
	}
	for len(r.out) == 0 {
		if r.end != nil {
			return 0, r.end
		}
		n, err := r.in.Read(r.raw[r.kept:])
		r.end = err
		r.decode(r.raw[:r.kept+n])
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// begin finds the encoding by the first bytes, and waits for no more of them than a mark
// has.
func (r *reader) begin() error {
	first, err := r.in.Peek(1)
	if err != nil {
		return err
	}
	n := map[byte]int{0xef: 3, 0xff: 4, 0xfe: 2, 0: 4}[first[0]]
	head, _ := r.in.Peek(n)
	switch has := func(mark string) bool { return len(head) >= len(mark) && string(head[:len(mark)]) == mark }; {
	case has(Mark):
		r.in.Discard(len(Mark))
	case has("\xff\xfe\x00\x00"), has("\x00\x00\xfe\xff"):
		return fmt.Errorf("the text is in UTF-32; %w, for example by iconv -f UTF-32 -t UTF-8", ErrEncoding)
	case has("\xff\xfe"):
		r.order = binary.LittleEndian
		r.in.Discard(2)
	case has("\xfe\xff"):
		r.order = binary.BigEndian
		r.in.Discard(2)
	default:
		head, _ = r.in.Peek(r.in.Buffered())
		if name := markless(head); name != "" {
			return fmt.Errorf("the text seems to be in %s without a byte-order mark; %w, for example by iconv -f %s -t UTF-8", name, ErrEncoding, name)
		}
	}
	return nil
}

// markless is the name of the form of UTF-16 in which a text seems to be that has no
// mark: every second byte of its letters is 0.
func markless(head []byte) string {
	var zeros [2]int // at even and at odd places
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	most := len(head) / 2
	switch {
	case most < 2:
	case zeros[1] > most*7/10 && zeros[0] <= most/10:
		return "UTF-16LE"
	case zeros[0] > most*7/10 && zeros[1] <= most/10:
		return "UTF-16BE"
	}
	return ""
}

// decode appends to out what the bytes of raw say, and keeps those of a character that
// is not complete, unless raw is the end.
func (r *reader) decode(raw []byte) {
	r.out = r.out[:0]
	for len(raw) > 1 {
		c := rune(r.order.Uint16(raw))
		size := 2
		if utf16.IsSurrogate(c) {
			if len(raw) < 4 && r.end == nil {
				break
			}
			if len(raw) >= 4 {
				if both := utf16.DecodeRune(c, rune(r.order.Uint16(raw[2:]))); both != utf8.RuneError {
					c, size = both, 4
				}
			}
		}
		r.out = appendRune(r.out, c)
		raw = raw[size:]
	}
	if len(raw) > 0 && r.end != nil { // half a character
		r.out = appendRune(r.out, surrogate)
		raw = nil
	}
	r.kept = copy(r.raw[:], raw)
}

// surrogate is the first half of a surrogate pair.
const surrogate = 0xd800

// appendRune is utf8.AppendRune, but encodes half of a surrogate pair as if it were a
// character, which is not UTF-8.
func appendRune(b []byte, c rune) []byte {
	if utf16.IsSurrogate(c) {
		return append(b, byte(0xe0|c>>12), byte(0x80|c>>6&0x3f), byte(0x80|c&0x3f))
	}
	return utf8.AppendRune(b, c)
}
