package lookup

import (
	"strings"
	"testing"
	"unicode"
)

// What looks equal is looked up under one key.
func TestEqualLookingTextIsOneWord(t *testing.T) {
	for key, words := range map[string]string{
		"wasn't": "wasn't wasn’t Wasn‘t wasnʼt wasn＇t ｗａｓｎ’ｔ was\u00adn\u2019t",
		"café":   "café cafe\u0301 CAFÉ CAFE\u0301 ｃａｆｅ\u0301 ca\u200bfé caf\u2060e\u0301",
		"it":     "it It ｉｔ ＩＴ ⓘⓣ 𝐢𝐭 i\u200dt it\ufe0f \ufeffit i\u00adt 't ’T ʼt",
		"them":   "them 'em ’em ‘Em",
		"ẖ":      "ẖ h\u0331 H\u0331",
		"find":   "find ﬁnd FIND",
		"office": "office oﬃce",
		`"`:      "\" “ ” „ ＂",
		"-":      "- ‐ ‑ －",
		"...":    "... …",
		"o'neil": "O'Neil O’Neil OʼNeil",
		"a":      "a A ａ",
	} {
		for _, word := range strings.Fields(words) {
			if got := Key(word); got != key {
				t.Errorf("Key(%+q) = %+q, want %+q", word, got, key)
			}
		}
	}
	for _, word := range []string{"\u200b", "\ufe0f", "´"} { // nothing but what is left out, or a space and a mark
		if Key(word) == "" || Form(word) == "" {
			t.Errorf("the key of %+q is empty", word)
		}
	}
	for _, pair := range [][2]string{{"cafe", "café"}, {"а", "a"}, {"–", "-"}, {"resume", "résumé"}} {
		if Key(pair[0]) == Key(pair[1]) {
			t.Errorf("%q and %q are one word", pair[0], pair[1])
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"It", "ﬁ", "'T", "\u200b", "´¨", "a¨", "İ", "ŉ", "ϓ", "ｶﾞ", "\u034f", "ǅ", "H\u0331"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		key := Key(word)
		if word != "" && key == "" {
			t.Fatalf("the key of %+q is empty", word)
		}
		if again := Key(key); again != key {
			t.Fatalf("the key of %+q is %+q, whose key is %+q", word, key, again)
		}
	})
}

// Every single character has a key, whose key is the key.
func TestKeyOfEveryCharacter(t *testing.T) {
	for r := rune(1); r <= unicode.MaxRune; r++ {
		word := string(r)
		if key := Key(word); key == "" || Key(key) != key {
			t.Errorf("the key of %U is %+q, whose key is %+q", r, key, Key(key))
		}
		if r := Rune(r); Rune(r) != r {
			t.Errorf("Rune(%U) = %U", r, Rune(r))
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for _, word := range []string{"because", "Because", "n’t", "café"} {
		b.Run(word, func(b *testing.B) {
			for b.Loop() {
				Key(word)
			}
		})
	}
}
