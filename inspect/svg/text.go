package svg

import (
	"strings"
	"unicode"

	"antecedent/inspect/layout"
)

// advance is the width of the ASCII characters from the space on, in hundredths
// of the font size: the greater of Liberation Sans (which has the widths of
// Helvetica and Arial) and DejaVu Sans (those of Verdana), measured by PIL's
// getlength.
var advance = [...]uint8{
	32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, // space to /
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 56, // 0 to ?
	102, 69, 69, 73, 77, 67, 62, 78, 76, 30, 50, 67, 56, 87, 75, 79, // @ to O
	67, 79, 73, 67, 62, 74, 69, 99, 69, 67, 69, 40, 34, 40, 84, 56, // P to _
	50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, // ` to o
	64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84, // p to ~
}

// widthOf is an upper bound of a text's width, in pixels. Bold letters are up to a
// tenth of the font size wider.
func widthOf(s string, f font) float64 {
	sum := 0.0
	for _, r := range s {
		switch {
		case r >= ' ' && int(r-' ') < len(advance):
			sum += float64(advance[r-' ']) / 100
		case unicode.Is(unicode.M, r):
			continue // drawn over the letter before
		case r == '·' || r == '’' || r == '‘':
			sum += 0.32
		case unicode.IsLower(r) && r < 0x250:
			sum += 0.72
		default:
			sum += 1.1
		}
		if f.bold {
			sum += 0.1
		}
	}
	return sum * f.size
}

// clip makes a text printable and cuts it to a width, with an ellipsis where something was
// cut off. Combining marks stay with their letter, unless there are hundreds.
func clip(s string, width float64, f font) string {
	s = layout.Printable(short(s, mostTitle))
	if widthOf(s, f) <= width {
		return s
	}
	cut := 0
	for i, r := range s {
		if unicode.Is(unicode.M, r) {
			continue
		}
		if widthOf(s[:i]+"…", f) > width {
			break
		}
		cut = i
	}
	return s[:cut] + "…"
}

// wrap breaks a text at its spaces into lines of at most width. A longer word
// is cut.
func wrap(s string, width float64, f font) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		word = clip(word, width, f)
		switch longer := line + " " + word; {
		case line == "":
			line = word
		case widthOf(longer, f) <= width:
			line = longer
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
