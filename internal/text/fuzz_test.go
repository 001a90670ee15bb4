package text

import (
	"bufio"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// The lines are those of the text, in order, but for those that are too long or no text.
func FuzzLines(f *testing.F) {
	for _, s := range []string{"", "\n", "a\r\n\nb", "a\xff\nb\x00\n\ufeffc", strings.Repeat("x", 40) + "\ny"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		const longest = 20
		all := strings.SplitAfter(content, "\n")
		lines := NewLines(bufio.NewReaderSize(strings.NewReader(content), 16), longest)
		n := 0
		for line, bad := range lines.All() {
			whole := strings.TrimSuffix(all[n], "\n")
			if n++; n != lines.Number() {
				t.Fatalf("line %d has the number %d", n, lines.Number())
			}
			want := strings.TrimPrefix(strings.TrimRight(whole, "\r"), Mark)
			switch ok := len(whole) <= longest && Check(want) == nil; {
			case ok != (bad == nil):
				t.Errorf("line %q: %v", whole, bad)
			case ok && line != want, !ok && line != "":
				t.Errorf("line %q is read as %q", whole, line)
			}
		}
		if all[len(all)-1] == "" {
			all = all[:len(all)-1]
		}
		if n != len(all) || lines.Err() != nil {
			t.Errorf("%d lines of %d, %v", n, len(all), lines.Err())
		}
	})
}

// What is escaped can be shown, and what could be shown stays as it was.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "naïve 日本 \u00a0", "\x1b[1m\r\n\t\x00\x7f", "\u009b\u202e\u2028\u200d\U000e0001", "\xff\xc3", `\x1b`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		shown := Escape(s)
		if !utf8.ValidString(shown) || strings.ContainsFunc(shown, func(c rune) bool { return !unicode.IsGraphic(c) }) {
			t.Errorf("%q is shown as %q", s, shown)
		}
		if Escape(shown) != shown {
			t.Errorf("%q is escaped twice", s)
		}
		for _, c := range s {
			if unicode.IsGraphic(c) && c != utf8.RuneError && !strings.ContainsRune(shown, c) {
				t.Errorf("%q has no %q any more", shown, c)
			}
		}
	})
}

// A text is read as it is, or refused by its length.
func FuzzReadAll(f *testing.F) {
	for _, s := range []string{"", "a\nb", strings.Repeat("x", 11), strings.Repeat("x\n", 20)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		const longest, longestLine = 30, 10
		got, err := ReadAll(strings.NewReader(content), longest, longestLine)
		long := len(content) > longest
		for line := range strings.SplitSeq(content, "\n") {
			long = long || len(line) > longestLine
		}
		if long != errors.Is(err, ErrLength) || !long && (err != nil || got != content) {
			t.Errorf("%q is read as %q, %v", content, got, err)
		}
	})
}
