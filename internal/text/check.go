package text

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Check returns an error for a line that is not text in UTF-8: one that holds other
// bytes, or a NUL. It names the column of the first one, in characters from 1, and the
// encoding that the line may be in.
func Check(line string) error {
	if utf8.ValidString(line) && strings.IndexByte(line, 0) < 0 {
		return nil
	}
	column, wide := 1, false
	for i, c := range line {
		switch {
		case c == 0:
			return fmt.Errorf("column %d: a NUL byte, which no text has; is it in UTF-16 or UTF-32, or not text at all?", column)
		case c == utf8.RuneError && !strings.HasPrefix(line[i:], "\ufffd"):
			return fmt.Errorf("column %d: %w", column, notUTF8(line[i:], wide || hasWide(line[i+1:])))
		}
		wide = wide || c >= utf8.RuneSelf
		column++
	}
	return nil
}

// FirstBad finds the first line of a text that [Check] refuses, by its number from 1, and
// says why. The error is nil if there is none.
func FirstBad(content string) (line int, bad error) {
	if utf8.ValidString(content) && strings.IndexByte(content, 0) < 0 {
		return 0, nil
	}
	for part := range strings.Lines(content) {
		line++
		if bad := Check(part); bad != nil {
			return line, bad
		}
	}
	return 0, nil
}

// hasWide reports whether a text has a character of UTF-8 that is no ASCII.
func hasWide(text string) bool {
	return strings.ContainsFunc(strings.ToValidUTF8(text, ""), func(c rune) bool { return c >= utf8.RuneSelf })
}

// notUTF8 says what is wrong with the first byte of a text. wide says that characters of
// UTF-8 stand around it, so that the whole is in no other encoding.
func notUTF8(text string, wide bool) error {
	b := text[0]
	switch {
	case len(text) >= 3 && b == 0xed && text[1] >= 0xa0:
		return errors.New("half of a character of UTF-16 (a lone surrogate)")
	case len(text) > 1 && !utf8.FullRuneInString(text) || len(text) == 1 && wide:
		return fmt.Errorf("the byte 0x%02X begins a character of UTF-8 that is cut off", b)
	}
	name, charset, c := "Latin-1", "latin1", rune(b)
	if 0x80 <= b && b < 0xa0 {
		name, charset, c = "Windows-1252", "cp1252", windows1252[b-0x80]
	}
	switch {
	case c == 0:
		return fmt.Errorf("the byte 0x%02X is not UTF-8", b)
	case wide:
		return fmt.Errorf("the byte 0x%02X is not UTF-8, though others of the line are (in %s it is %q)", b, name, c)
	}
	return fmt.Errorf("the byte 0x%02X is not UTF-8; in %s it is %q: convert the text, for example by iconv -f %s -t utf8", b, name, c, charset)
}

// windows1252 are the characters of the bytes 0x80 to 0x9F; 0 where there is none.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}
