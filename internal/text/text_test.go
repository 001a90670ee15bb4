package text

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// utf16Of is an ASCII text in UTF-16, low bytes first, behind what precedes it.
func utf16Of(before, ascii string) string {
	for _, b := range []byte(ascii) {
		before += string([]byte{b, 0})
	}
	return before
}

func TestReader(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"empty", "", ""},
		{"plain", "a", "a"},
		{"mark", "\xef\xbb\xbfa", "a"},
		{"mark alone", "\xef\xbb\xbf", ""},
		{"begins like a mark", "\xef\xbb", "\xef\xbb"},
		{"little-endian", "\xff\xfea\x00\x3d\xd8\x00\xde", "a😀"},
		{"big-endian", "\xfe\xff\x00a\xd8\x3d\xde\x00\x20\x19", "a😀’"},
		{"half a pair", "\xff\xfe\x3d\xd8a\x00", "\xed\xa0\xbda"},
		{"half a pair at the end", "\xff\xfea\x00\x3d\xd8", "a\xed\xa0\xbd"},
		{"an odd byte", "\xff\xfea\x00b", "a\xed\xa0\x80"},
		{"Latin-1", "caf\xe9", "caf\xe9"},
		{"a NUL", "abc\x00", "abc\x00"},
		{"long", utf16Of("\xff\xfe", strings.Repeat("word ", 5000)), strings.Repeat("word ", 5000)},
	} {
		for _, r := range []io.Reader{strings.NewReader(c.raw), iotest.OneByteReader(strings.NewReader(c.raw))} {
			if got, err := io.ReadAll(NewReader(r)); err != nil || string(got) != c.want {
				t.Errorf("%s: %.40q, error %v", c.name, got, err)
			}
		}
	}
	for raw, want := range map[string]string{
		utf16Of("", "It was."):          "UTF-16LE without",
		"\x00I" + utf16Of("\x00", "t"):  "UTF-16BE without",
		"\xff\xfe\x00\x00a\x00\x00\x00": "UTF-32",
		"\x00\x00\xfe\xff\x00\x00\x00a": "UTF-32",
	} {
		if _, err := io.ReadAll(NewReader(strings.NewReader(raw))); !errors.Is(err, ErrEncoding) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, not %s", raw, err, want)
		}
	}
}

// A line is there as soon as it is written, whatever comes later.
func TestReaderDoesNotWaitForMore(t *testing.T) {
	for _, line := range []string{"x\n", "\n", "It was.\n", "\xef\xbb\xbfx\n", "\xff\xfex\x00\n\x00"} {
		r, w := io.Pipe()
		go w.Write([]byte(line)) // and nothing more
		for got, err := range NewLines(bufio.NewReader(NewReader(r)), 10).All() {
			if want := map[bool]string{true: "x", false: strings.TrimSpace(line)}[strings.Contains(line, "x")]; got != want || err != nil {
				t.Errorf("%q: %q, %v", line, got, err)
			}
			break
		}
		w.Close()
	}
}

func TestCheck(t *testing.T) {
	for line, want := range map[string]string{
		"":                "",
		"naïve ’ \ufffd":  "",
		"a\x00":           "column 2: a NUL byte, which no text has",
		"café\x00":        "column 5: a NUL byte",
		"caf\xe9 au lait": "column 4: the byte 0xE9 is not UTF-8; in Latin-1 it is 'é': convert the text, for example by iconv -f latin1 -t utf8",
		"it\x92s":         "column 3: the byte 0x92 is not UTF-8; in Windows-1252 it is '’': convert the text, for example by iconv -f cp1252 -t utf8",
		"it\x81s":         "column 3: the byte 0x81 is not UTF-8",
		"café caf\xe9 x":  "column 9: the byte 0xE9 is not UTF-8, though others of the line are (in Latin-1 it is 'é')",
		"caf\xe9 x café":  "column 4: the byte 0xE9 is not UTF-8, though others of the line are (in Latin-1 it is 'é')",
		"naïve caf\xc3":   "column 10: the byte 0xC3 begins a character of UTF-8 that is cut off",
		"a\xed\xa0\x80":   "column 2: half of a character of UTF-16 (a lone surrogate)",
	} {
		got := ""
		if err := Check(line); err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("%q: %s, not %s", line, got, want)
		}
	}
	if line, err := FirstBad("a\nb\xff\nc\xff"); line != 2 || err == nil {
		t.Errorf("line %d, %v", line, err)
	}
	if line, err := FirstBad("a\nb"); line != 0 || err != nil {
		t.Errorf("line %d, %v", line, err)
	}
}

func TestLines(t *testing.T) {
	const longest = 1 << 20
	fits, long := strings.Repeat("x", longest), strings.Repeat("x", longest+1)
	lines := NewLines(bufio.NewReader(strings.NewReader("\ufeffa\r\n\n"+fits+"\n"+long+"\n\ufeffb\nc\xff\n"+long)), longest)
	var got []string
	for line, bad := range lines.All() {
		switch {
		case bad != nil:
			got = append(got, bad.Error()[:8])
		case line == fits:
			got = append(got, "fits")
		default:
			got = append(got, line)
		}
	}
	if s := strings.Join(got, "|"); s != "a||fits|the line|b|column 2|the line" || lines.Err() != nil || lines.Number() != 7 {
		t.Errorf("%s, %v after line %d", s, lines.Err(), lines.Number())
	}
	failing := NewLines(bufio.NewReader(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("ab")))), 9)
	for line := range failing.All() {
		t.Error(line)
	}
	if failing.Err() != iotest.ErrTimeout {
		t.Error(failing.Err())
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"", "a", "\xff\xfea\x00", "\xfe\xff\xd8\x3d", "\xef\xbb\xbf"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		whole, err1 := io.ReadAll(NewReader(strings.NewReader(string(raw))))
		for line, bad := range NewLines(bufio.NewReader(NewReader(strings.NewReader(string(raw)))), 100).All() {
			if bad == nil && Check(line) != nil {
				t.Errorf("%q", line)
			}
		}
		if err1 == nil && len(whole) > 3*len(raw) {
			t.Errorf("%d bytes of %d", len(whole), len(raw))
		}
	})
}
