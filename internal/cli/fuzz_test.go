package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// The settings of a configuration file set flags, or the error is one of usage. It is
// the same whatever order the keys have been read in.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{`{}`, `{"steps": 5, "data": ["a", "b"]}`, `{"lr": 1e-3, "quiet": true}`, `{"stps": 1}`, `{"steps": null}`,
		`{"steps": 1, "steps": 2}`, `{"steps": 1`, `[1]`, "\ufeff{\n\"seed\": 18446744073709551615}", `{"o": ""}`, `{"data": []}`, "{\"a\x00\": 1}", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "config.json")
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
		c := example(new(string))
		err := c.ReadConfig(t.Context(), path)
		if err != nil && (!IsUsage(err) || len(messages(err)) != 1) {
			t.Errorf("%q: %q", content, err)
		}
		settings, at, wrong := parseSettings(content)
		if at < 0 || at > int64(len(content)) {
			t.Errorf("an error at %d of %d bytes", at, len(content))
		}
		if wrong != nil {
			return
		}
		for _, s := range settings {
			if lines := 1 + bytes.Count(content, []byte("\n")); s.line < 1 || s.line > lines {
				t.Errorf("%q in line %d of %d", s.name, s.line, lines)
			}
			if err == nil && !c.Given(s.name) {
				t.Errorf("--%s is not set", s.name)
			}
		}
	})
}

// Arguments choose a form and its flags, or the error is one of usage.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{"", "more -o f", "--steps 5 It was", "--steps=5", "-- --steps", "--stps 5", "- It was", "--help", "--version", "--seed -1", "--lr NaN", "--=", "---", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		record := ""
		c := example(&record)
		var out bytes.Buffer
		err := c.Run(t.Context(), strings.Split(line, " "), Streams{Out: &out})
		switch {
		case err != nil && (!IsUsage(err) || record != ""):
			t.Errorf("%q: %v, %s", line, err, record)
		case err != nil && len(messages(err)) != 1:
			t.Errorf("%q: %v has several lines", line, err)
		case err == nil && record == "" && out.Len() == 0:
			t.Errorf("%q: nothing is done", line)
		}
	})
}

// The value of a flag is read again as the flag shows it.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"", "5", "-1", "1e3", "0x10", "NaN", "+Inf", "true", "T", "1_000", "99999999999999999999", " 5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var flags Flags
		flags.SetOutput(io.Discard)
		var n int
		var u uint64
		var x float64
		var b bool
		var text string
		for name, p := range map[string]any{"n": &n, "u": &u, "x": &x, "b": &b, "s": &text} {
			flags.Bind(p, name+" V", "")
			if flags.Set(name, s) != nil {
				continue
			}
			shown := flags.Lookup(name).Value.String()
			if err := flags.Set(name, shown); err != nil || flags.Lookup(name).Value.String() != shown {
				t.Errorf("-%s %q is shown as %q, which is %v", name, s, shown, err)
			}
		}
	})
}

// An error is printed in lines that a terminal just shows, each behind the command's name.
func FuzzReport(f *testing.F) {
	f.Add("a", "b")
	f.Add("a\nb", "\x1b]0;x\x07")
	f.Add("\u202e", "\xff\r")
	f.Fuzz(func(t *testing.T, a, b string) {
		one, other := errors.New(a), errors.New(b)
		for _, c := range []struct {
			err   error
			lines int
		}{
			{one, 1}, {fmt.Errorf("%s: %w", b, one), 1}, {errors.Join(one, other), 2}, {Usage("%w", errors.Join(one, other, one)), 3},
			{fmt.Errorf("in: %w", errors.Join(one, other)), 1},
		} {
			var out bytes.Buffer
			Report(t.Context(), &out, "train", c.err)
			n := 0
			for line := range strings.Lines(out.String()) {
				line, ended := strings.CutSuffix(line, "\n")
				if n++; !ended || !strings.HasPrefix(line, "train: ") || strings.ContainsFunc(line, func(c rune) bool { return !unicode.IsGraphic(c) }) {
					t.Errorf("%q is printed as %q", c.err, line)
				}
			}
			if n != c.lines {
				t.Errorf("%q is printed in %d lines, not %d", c.err, n, c.lines)
			}
		}
	})
}

// A quoted word is one word of a shell, with no character that cannot be typed.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", "It's", "$HOME `x`", "a\nb\x1b\u202e\xff", `\`, `a\'b` + "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		quoted := Quote(word)
		if strings.ContainsFunc(quoted, func(c rune) bool { return !unicode.IsGraphic(c) }) {
			t.Errorf("%q is written as %q", word, quoted)
		}
		if got := unquoted(quoted); got != word {
			t.Errorf("%s stands for %q, not %q", quoted, got, word)
		}
	})
}

// unquoted is what a shell makes of a word that is quoted as a whole.
func unquoted(word string) string {
	if hex, ok := strings.CutPrefix(word, "$'"); ok {
		var b strings.Builder
		for hex = strings.TrimSuffix(hex, "'"); hex != ""; {
			if rest, ok := strings.CutPrefix(hex, `\x`); ok {
				var c byte
				fmt.Sscanf(rest[:2], "%02x", &c)
				b.WriteByte(c)
				hex = rest[2:]
				continue
			}
			b.WriteByte(hex[0])
			hex = hex[1:]
		}
		return b.String()
	}
	if !strings.HasPrefix(word, "'") {
		return word
	}
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(word, "'"), "'"), `'\''`, "'")
}
