package data

import (
	"strings"
	"testing"

	"antecedent/data/lookup"
)

func TestTokenize(t *testing.T) {
	for text, want := range map[string]string{
		"The cat sat on the mat because it was tired.": "The|cat|sat|on|the|mat|because|it|was|tired|.",
		"Pauline's friend didn't go; they'd left":      "Pauline|'s|friend|did|n't|go|;|they|'d|left",
		"O'Brien’s 1,000.5 metres -- really...":        "O'Brien|’s|1,000.5|metres|--|really|...",
		"well-known 'quoted' dogs' (n't) don't.":       "well|-|known|'|quoted|'|dogs|'|(|n't|)|do|n't|.",
		"Ångström naïve 日本":                            "Ångström|naïve|日本",
		"":                                             "",
		" \t\n":                                        "",
		"3. 4,":                                        "3|.|4|,",
		"'Twas late, 'tis said; 't was 'twasn't.":      "'T|was|late|,|'t|is|said|;|'t|was|'t|was|n't|.",
		"‘Tis ’twill “’twon’t” ''tis 'twould've kill'":                      "‘T|is|’t|will|“|’t|wo|n’t|”|'|'t|is|'t|would|'ve|kill|'",
		"Kill 'em; get ’em 'emu' 'twine' a't":                               "Kill|'em|;|get|’em|'|emu|'|'|twine|'|a't",
		"The c\u00adat\u200b, \ufeffit wasn\u02bct. \u200b it\ufe0f \u200d": "The|c\u00adat\u200b|,|it|was|n\u02bct|.|it",
		"ｄｉｄｎ＇ｔ Johnʼs O‘Neil ⓘⓣ m² word①":                                  "ｄｉｄ|ｎ＇ｔ|John|ʼs|O‘Neil|ⓘⓣ|m|²|word|①",
	} {
		var got []string
		for _, token := range Tokenize(text) {
			got = append(got, token.Text)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("Tokenize(%q)\n got %s\nwant %s", text, s, want)
		}
	}
}

// The offsets are the contract that highlighting and annotation rest on.
func FuzzTokenize(f *testing.F) {
	for _, s := range []string{"it's a cat", "''s", "n't", "a\u0301 b", "\xff\xfe", "'’'s", "0.0.", "I'm", "'twas", "\u200bit\u200b.\u00ad", "ｎ＇ｔ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runes, last := []rune(text), 0
		for _, token := range Tokenize(text) {
			if token.Start < last || token.End <= token.Start || token.End > len(runes) {
				t.Fatalf("token %+v of %q is out of order or range", token, text)
			}
			if got := string(runes[token.Start:token.End]); got != token.Text {
				t.Fatalf("token %+v of %q covers %q", token, text, got)
			}
			if skipped := string(runes[last:token.Start]); strings.TrimSpace(seen(skipped)) != "" {
				t.Fatalf("Tokenize(%q) lost %q", text, skipped)
			}
			last = token.End
		}
		if rest := string(runes[last:]); strings.TrimSpace(seen(rest)) != "" {
			t.Fatalf("Tokenize(%q) lost %q", text, rest)
		}
	})
}

// seen is a text without its invisible characters.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if lookup.Invisible(r) {
			return -1
		}
		return r
	}, text)
}
