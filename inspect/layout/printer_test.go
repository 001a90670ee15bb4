package layout

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 5, nil},
		{"one two", 7, []string{"one two"}},
		{"one two", 6, []string{"one", " two"}},
		{"give 62" + NBSP + "% now", 8, []string{"give", " 62" + NBSP + "%", " now"}},
		{"a incomprehensible b", 8, []string{"a", " incompr", " ehensib", " le b"}},
		{"日本語", 4, []string{"日本", " 語"}},
	} {
		if got := wrap(c.text, c.width, 0, 1); !slices.Equal(got, c.want) {
			t.Errorf("%q at %d: %q", c.text, c.width, got)
		}
	}
}

func TestHeadline(t *testing.T) {
	for width, want := range map[int]string{
		30: "it is the cat    (0.5, 0.25)\n", 28: "it is the cat    (0.5, 0.25)\n", 27: "it is the cat\n(0.5, 0.25)\n",
	} {
		var b strings.Builder
		NewPrinter(&b, Style{Width: width}).Headline("it is the cat", "0.5, 0.25")
		if b.String() != want {
			t.Errorf("width %d: %q", width, b.String())
		}
	}
	var b strings.Builder
	NewPrinter(&b, Style{Colors: ANSI16}).Headline("it", "")
	if got := b.String(); got != "\x1b[1mit\x1b[0m\n" {
		t.Errorf("without a remark: %q", got)
	}
}

type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// After an error nothing more is written, and the error stays.
func TestPrinterStopsAtAnError(t *testing.T) {
	w := &full{room: 8}
	p := NewPrinter(w, Style{})
	p.Line("one")
	p.Line("thousand")
	left := w.room
	p.Line("two")
	if !errors.Is(p.Err(), errFull) || w.room != left {
		t.Errorf("%v, %d bytes written after it", p.Err(), left-w.room)
	}
}

// A line has no control characters but those that paint, whatever its words are.
func TestLineIsPrintable(t *testing.T) {
	for _, c := range []struct {
		style Style
		want  string
	}{
		{Style{}, "a?[1mb?[0m?]0;c?d e?\n"},
		{Style{Colors: ANSI16}, "a\x1b[1mb\x1b[0m?]0;c?d e?\n"},
	} {
		var b strings.Builder
		p := NewPrinter(&b, c.style)
		p.Line("a\x1b[1mb\x1b[0m\x1b]0;c\x07d\ne\u202e")
		if b.String() != c.want {
			t.Errorf("%q, not %q", b.String(), c.want)
		}
	}
}
