package main

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"

	"antecedent/internal/cli"
	"antecedent/internal/text"
)

// The lines that resolve reads, with what is beside their texts, are the whole input, in
// pieces where a line is long.
func FuzzLines(f *testing.F) {
	for _, s := range []string{"", "\n\n", " a \r\n\tb", "caf\xe9\nx", "a\n\ufeff b\n", strings.Repeat("x ", 3000) + "\ny"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		whole, err := io.ReadAll(text.NewReader(strings.NewReader(content)))
		if err != nil {
			return // of an encoding that is not read
		}
		var all strings.Builder
		for l, err := range lines(t.Context(), nil, strings.NewReader(content)) {
			if err != nil && !errors.As(err, new(*cli.TextError)) {
				t.Fatal(err)
			}
			if err == nil && (text.Check(l.Text.Text) != nil || strings.TrimSpace(l.Text.Text) != l.Text.Text && !l.piece) {
				t.Errorf("the text %q", l.Text.Text)
			}
			all.WriteString(l.before + l.Text.Text + l.after)
		}
		if all.String() != string(whole) {
			t.Errorf("%q is copied as %q", whole, all.String())
		}
	})
}

// A line is read in pieces of about the greatest length, the last of which ends it.
func TestReadUpTo(t *testing.T) {
	in := bufio.NewReaderSize(strings.NewReader(strings.Repeat("x", 100)+"\ny"), 16)
	var got []string
	for range 5 {
		part, whole, err := readUpTo(in, 40)
		if len(part) > 40+16 {
			t.Errorf("%d bytes", len(part))
		}
		if got = append(got, part); whole {
			got = append(got, "|")
		}
		if err != nil {
			break
		}
	}
	if want := strings.Repeat("x", 100) + "\n|y|"; strings.Join(got, "") != want {
		t.Errorf("%q", got)
	}
}
