package format

import (
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// A scale says what offsets may count instead of runes: at[i] is the rune at which
// number i begins, or −1 within a character; its last element is the end of the text.
// For words, ends[i] is the rune after word i.
type scale struct {
	name     string
	encoding bool // of another encoding, such as bytes, in which this text has another length
	at, ends []int
}

const characters = "offsets"

// makeScales lists what may be counted, the most likely first.
func (t *placement) makeScales() []scale {
	bytes, units, runes := scale{name: "byte offsets"}, scale{name: "UTF-16 offsets"}, scale{name: characters}
	accents := scale{name: "offsets that count a letter and its accent as one"}
	returns := scale{name: "offsets that leave out carriage returns"}
	for i, r := range t.runes {
		runes.at = append(runes.at, i)
		bytes.add(i, utf8.RuneLen(r))
		units.add(i, max(1, utf16.RuneLen(r)))
		if !unicode.IsMark(r) {
			accents.add(i, 1)
		}
		if r != '\r' {
			returns.add(i, 1)
		}
	}
	end := len(t.runes)
	var list []scale
	for _, s := range []scale{bytes, units, accents, returns} {
		if s.at = append(s.at, end); len(s.at) != end+1 {
			s.encoding = true
			list = append(list, s)
		}
	}
	runes.at = append(runes.at, end)
	tokens, fields := scale{name: "numbers of words"}, scale{name: "numbers of words"}
	for _, token := range t.tokens {
		tokens.at, tokens.ends = append(tokens.at, token.Start), append(tokens.ends, token.End)
	}
	for i := 0; i < end; i++ {
		if unicode.IsSpace(t.runes[i]) {
			continue
		}
		start := i
		for i < end && !unicode.IsSpace(t.runes[i]) {
			i++
		}
		last := i
		for last > start+1 && !isWordRune(t.runes[last-1]) { // "it," is the word "it"
			last--
		}
		fields.at, fields.ends = append(fields.at, start), append(fields.ends, last)
	}
	return append(list, runes, tokens, fields)
}

// add enters a rune of n units.
func (s *scale) add(rune, n int) {
	s.at = append(s.at, rune)
	for range n - 1 {
		s.at = append(s.at, -1)
	}
}
