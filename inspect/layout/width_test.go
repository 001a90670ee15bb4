package layout

import (
	"strings"
	"testing"
)

func TestVisible(t *testing.T) {
	for word, want := range map[string]string{
		"cat": "cat", "é": "é", "e\u0301": "e\u0301", "\x1b[31m": "?[31m", "a\nb": "a b", "\u202e": "?", "\u200d": "?",
		"\u0301": "?\u0301", "\xff": "?", "日本": "日本", "": "?",
	} {
		if got := Visible(word); got != want {
			t.Errorf("%q: %q", word, got)
		}
	}
	if Printable("") != "" || Printable("\u0301\x00") != "\u0301?" {
		t.Error("Printable adds something to a text")
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		word  string
		width int
		want  string
	}{
		{"tired", 8, "tired"}, {"exactly8", 8, "exactly8"}, {"ninechars", 8, "ninecha…"},
		{"日本語日本語", 8, "日本語…"}, {"日本語日", 8, "日本語日"}, {"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
	} {
		if got := (Style{Unicode: true}).Clip(c.word, c.width); got != c.want || Cells(got) > c.width {
			t.Errorf("%q at %d: %q", c.word, c.width, got)
		}
	}
}

func TestPadding(t *testing.T) {
	for got, want := range map[string]string{
		center("97", 4): " 97 ", center("cat", 4): "cat ", center("toolong", 4): "toolong",
		PadLeft("5", 2): " 5", PadRight("日", 4): "日  ",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// A character that combines any number of code points is cut, and all others are kept.
func TestCombinedCharactersAreBounded(t *testing.T) {
	for _, s := range []string{"a" + strings.Repeat("\u0301", 5000), strings.Repeat("\u0301", 5000), "👍" + strings.Repeat("🏽", 5000), strings.Repeat("ᄀ", 5000)} {
		if got := (Style{}).Clip(Printable("x"+s+" it"), 80); len(got) > 200 || !strings.HasSuffix(got, " it") {
			t.Errorf("%.8q and so on: %d bytes", s, len(got))
		}
	}
	for _, s := range []string{"naïve", "e\u0301\u0323", "한국어", "ภาษาไทย", "हिन्दी क्ष्म्य", strings.Repeat("ë\u0301", 100)} {
		if got := Printable(s); got != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}
