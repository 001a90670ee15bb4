// Package lookup says under which form words are looked up: in a vocabulary, among word
// vectors, pronouns and the lists of words. Text that looks equal is equal then, however
// it is encoded: [Form] is a token without such differences, [Key] is that without case.
//
// Offsets and what is shown are never those of a form.
//
// What this does not do: letters of different alphabets that look alike, as a Latin and a
// Cyrillic "a", stay different, and so do words with and without accents.
package lookup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key returns the form of a word under which it is looked up: [Form] in lower case, and
// for a contracted pronoun the pronoun, as "it" for "'t". It is not empty, if word is not,
// and Key of a key is the key.
func Key(word string) string {
	key := strings.ToLower(Form(word))
	if !isASCII(key) {
		key = norm.NFC.String(key) // some letters with a mark are composed in lower case alone
	}
	if strings.HasPrefix(key, "'") {
		if full, ok := contracted[key]; ok {
			return full
		}
	}
	return key
}

// contracted holds the pronouns that are tokens of their own when contracted: of "'twas"
// and "kill 'em".
var contracted = map[string]string{"'t": "it", "'em": "them"}

// Form returns a token in Unicode's normalisation form NFKC, in which composed and
// decomposed letters, full width and ligatures are no difference, without characters that
// are [Invisible], and with the plain form of apostrophes, quotation marks and hyphens. A
// token of nothing but such characters is returned as it is.
func Form(token string) string {
	if isASCII(token) {
		return token
	}
	form := strings.Map(plain, norm.NFKC.String(strings.Map(plain, token)))
	form = norm.NFC.String(form) // a mark may have lost the space that it stood on
	if form == "" {
		return token
	}
	return form
}

// plain maps a character to the plain one that looks the same, and drops, with −1, what
// is invisible or white space: the NFKC of some characters begins with a space.
func plain(r rune) rune {
	switch r {
	case '’', '‘', '‛', 'ʼ', 'ʻ', '´':
		return '\''
	case '“', '”', '„', '‟':
		return '"'
	case '‐', '‑': // hyphen and non-breaking hyphen
		return '-'
	}
	if r >= utf8.RuneSelf && (Invisible(r) || unicode.IsSpace(r)) || r == ' ' {
		return -1
	}
	return r
}

// IsCurly reports whether a token is a curly quotation mark or apostrophe, which tells
// where a quotation begins or ends as the plain form does not.
func IsCurly(token string) bool {
	return !isASCII(token) && strings.Trim(token, "“”„‟‘’‛") == ""
}

// Rune returns the character by which a tokenizer decides what r is: that of its [Form],
// if that is one character, and otherwise r. A raised or circled digit is no digit: it is
// not part of the word before it.
func Rune(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	form := Form(string(r))
	first, size := utf8.DecodeRuneInString(form)
	if size < len(form) || unicode.IsDigit(first) && !unicode.IsDigit(r) {
		return r
	}
	return first
}

// Invisible reports whether a character has no appearance of its own, such as soft
// hyphens, zero-width spaces and joiners, byte-order marks and variation selectors: the
// characters that Unicode calls default ignorable.
func Invisible(r rune) bool {
	if r < 0xAD {
		return false
	}
	switch {
	case 0xFFF9 <= r && r <= 0xFFFB, 0x13430 <= r && r <= 0x13440: // annotations and hieroglyphs
		return false
	}
	return unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) ||
		unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
