package cli

import (
	"flag"
	"strings"
	"unicode/utf8"
)

// meant is what somebody may have meant who typed a word where a form or a flag's name
// can stand: "eval" for "evla", "--help" for "help"; empty if nothing is like it.
func (c *Command) meant(word string) string {
	word = strings.ToLower(strings.TrimLeft(word, "-"))
	best, least := "", 3
	consider := func(name, shown string) {
		most := min(len(name)/3, 2) // slips: in "eval" one, in "explain" two
		if utf8.RuneCountInString(word) > len(name)+most {
			return
		}
		if d := slips(word, name); d < least && d <= most {
			best, least = shown, d
		}
	}
	for _, f := range c.Forms[1:] {
		consider(f.Name, f.Name)
	}
	consider("help", "--help")
	c.VisitAll(func(f *flag.Flag) { consider(f.Name, dashed(f.Name)) })
	return best
}

// slips is how many characters must be added, left out, changed or swapped with their
// neighbour to make one word of another.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	var rows [3][]int // of the prefixes of a with i−2, i−1 and i characters
	for i := range len(x) + 1 {
		row := make([]int, len(y)+1)
		for j := range row {
			switch {
			case i == 0 || j == 0:
				row[j] = i + j
				continue
			case x[i-1] == y[j-1]:
				row[j] = rows[2][j-1]
			default:
				row[j] = 1 + min(rows[2][j-1], rows[2][j], row[j-1])
			}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], rows[1][j-2]+1)
			}
		}
		rows = [3][]int{rows[1], rows[2], row}
	}
	return rows[2][len(y)]
}

// didYouMean is [Command.meant] as the end of a message, empty if nothing was meant.
func (c *Command) didYouMean(word string) string {
	if meant := c.meant(word); meant != "" {
		return "; did you mean " + meant + "?"
	}
	return ""
}
