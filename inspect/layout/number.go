package layout

import (
	"fmt"
	"math"
	"time"
)

// Number writes x with this many decimals, and as 1.23e+04 from 10,000 on. There
// is no minus before a zero.
func Number(x float64, decimals int) string {
	if math.Abs(x) >= 10_000 {
		return fmt.Sprintf("%.*e", decimals, x)
	}
	text := fmt.Sprintf("%.*f", decimals, x)
	if zero := fmt.Sprintf("%.*f", decimals, 0.0); text == "-"+zero {
		return zero
	}
	return text
}

// Percent writes a weight or a probability in percent, such as "62 %", in which a line
// is not broken. For a part of counted things there is [Share].
func Percent[F float32 | float64](share F, decimals int) string {
	percent := 100 * float64(share)
	if decimals == 0 {
		percent = math.Round(percent) // halves away from zero, as Hundredths does
	}
	return Number(percent, decimals) + NBSP + "%"
}

// Share writes a part of counted things, a number of 0…1, in percent. "0 %" and
// "100 %" are none and all of them: what is nearly so is "< 0.1 %" or "> 99.9 %",
// with this many decimals.
func Share(share float64, decimals int) string {
	switch text := ShareNumber(share, decimals); {
	case share == 0, share == 1:
		return fmt.Sprintf("%.0f", 100*share) + NBSP + "%"
	case text[0] == '<', text[0] == '>':
		return text[:1] + NBSP + text[1:] + NBSP + "%"
	default:
		return text + NBSP + "%"
	}
}

// ShareNumber is [Share] for a column of a table: "62.5", "100.0", "<0.1", ">99.9".
func ShareNumber(share float64, decimals int) string {
	text, least := Number(100*share, decimals), math.Pow(10, -float64(decimals))
	switch {
	case share > 0 && text == Number(0, decimals):
		return "<" + Number(least, decimals)
	case share < 1 && text == Number(100, decimals):
		return ">" + Number(100-least, decimals)
	}
	return text
}

// Hundredths writes a weight in 0…1 as a whole number of hundredths, "·" where it
// is less than half of one, and "NaN" where it is not finite.
func Hundredths(weight float32) string {
	switch text := signedHundredths(weight); text[0] {
	case '+':
		return text[1:]
	case 'N':
		return text
	}
	return "·"
}

// signedHundredths writes a difference of weights with its sign.
func signedHundredths(difference float32) string {
	switch n := math.Round(100 * float64(difference)); {
	case math.IsNaN(n) || math.IsInf(n, 0):
		return "NaN"
	case n > 0:
		return fmt.Sprintf("+%.0f", n)
	case n < 0:
		return fmt.Sprintf("−%.0f", -n)
	}
	return "·"
}

// Grouped writes a whole number that is not negative with commas between its
// thousands.
func Grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Plural writes a count of things: "1 layer", "2 layers".
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Duration writes seconds as 4.2s, 3m05s or 2h07m.
func Duration(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
}
