package cli

import (
	"bytes"
	"strings"
	"testing"
)

// A file or a pipe gets data byte by byte.
func TestShownElsewhere(t *testing.T) {
	var b bytes.Buffer
	if out := Shown(&b); out != &b {
		t.Errorf("what is no terminal is %T", out)
	}
}

// What a terminal would obey is shown, wherever the writes are cut.
func TestShownOnTerminal(t *testing.T) {
	const data = "Zoë\t\x1b[2J日本\r\n\u202e{\"a\":\"\u009b\x7f\"}\xff\ra\n"
	const want = "Zoë\t\\x1b[2J日本\r\n\\u202e{\"a\":\"\\u009b\\x7f\"}\\xff\\ra\n"
	for size := 1; size <= len(data); size++ {
		var b strings.Builder
		s := &screen{to: &b}
		for rest := []byte(data); len(rest) > 0; {
			part := rest[:min(size, len(rest))]
			rest = rest[len(part):]
			if n, err := s.Write(part); n != len(part) || err != nil {
				t.Fatalf("%d of %d bytes are written, %v", n, len(part), err)
			}
		}
		if b.String() != want {
			t.Errorf("in parts of %d bytes: %q", size, b.String())
		}
	}
}
