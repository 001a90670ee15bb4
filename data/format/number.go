package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// number reads a whole number as tables have it: " 256", or "256.0" where a program
// took the column for one of fractions.
func number(s string) (int, error) {
	s = strings.TrimSpace(s)
	if n, err := strconv.Atoi(s); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, fmt.Errorf("%.20q is not a whole number", s)
	}
	return int(f), nil
}

// startClaim is the claim that a text stands at an offset.
func startClaim(what, text, offset string) (claim, error) {
	text = strings.TrimSpace(text)
	start, err := number(offset)
	switch {
	case err != nil:
		return claim{}, fmt.Errorf("%s-offset is %.20q, not a number", what, offset)
	case text == "":
		return claim{}, fmt.Errorf("%s is empty", what)
	}
	return claim{what: what, offsets: []int{start, start + utf8.RuneCountInString(text)}, text: text, atStart: true}, nil
}
