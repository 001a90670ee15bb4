package inspect

import (
	"fmt"
	"strings"
)

// Colors is how many colours a terminal can show.
type Colors int

// From no escape sequences at all to 24 bits a colour.
const (
	None Colors = iota
	ANSI16
	ANSI256
	TrueColor
)

// A Style is what can be shown where the output goes. The zero Style is plain
// ASCII, 80 cells wide: right for a file.
type Style struct {
	Colors  Colors
	Unicode bool // draw with more than ASCII; the words of a text are shown as they are
	Light   bool // the background is light, so that shades begin there
	Width   int  // in display cells; 0 is 80, and less than 24 is drawn at 24
}

// NewStyle asks the environment for everything but the width. mode is that of
// [Detect].
func NewStyle(mode string, isTerminal bool, width int, env func(string) string) (Style, error) {
	colors, err := Detect(mode, isTerminal, env)
	return Style{Colors: colors, Unicode: utf8Locale(env), Light: lightBackground(env), Width: width}, err
}

// Detect decides on colours. Mode "never" has none and "always" has them even
// in a pipe; "auto", or "", has them on a terminal unless the user asks every
// program for none by NO_COLOR, with any value (no-color.org), or the terminal
// is dumb.
func Detect(mode string, isTerminal bool, env func(string) string) (Colors, error) {
	term := env("TERM")
	switch mode {
	case "never":
		return None, nil
	case "always":
	case "auto", "":
		if !isTerminal || env("NO_COLOR") != "" || term == "dumb" {
			return None, nil
		}
	default:
		return None, fmt.Errorf("color %q is none of auto, always and never", mode)
	}
	depth := strings.ToLower(env("COLORTERM"))
	switch {
	case depth == "truecolor" || depth == "24bit":
		return TrueColor, nil
	case strings.Contains(term, "256color"):
		return ANSI256, nil
	}
	return ANSI16, nil
}

// utf8Locale reports whether the locale of characters is UTF-8, by the
// variables that decide it in the order in which they do.
func utf8Locale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(env(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}

// lightBackground reads COLORFGBG, "foreground;background" in the numbers of
// the 16 colours, which several terminals set. Most are dark, so dark is what
// an unset one means.
func lightBackground(env func(string) string) bool {
	value := env("COLORFGBG")
	background := value[strings.LastIndexByte(value, ';')+1:]
	return background == "7" || background == "15"
}

// narrowest leaves room for the row labels and one column.
const narrowest = 24

func (s Style) width() int {
	if s.Width == 0 {
		return 80
	}
	return max(narrowest, s.Width)
}

// glyphs are the characters to draw with.
type glyphs struct {
	arrow, ellipsis, zero  string
	answer, other, pronoun string // marks of rows and columns
	shades                 []rune // for cells without colour, by rising weight
}

func (s Style) glyphs() glyphs {
	if s.Unicode {
		return glyphs{"→", "…", "·", "▲", "◆", "?", []rune(" ░▒▓█")}
	}
	return glyphs{"->", "~", ".", "^", "*", "?", nil}
}

// SGR codes, put around text by paint.
const (
	bold  = "1"
	faint = "2"
)

// paint puts an SGR code around text where there are colours.
func (s Style) paint(code, text string) string {
	if s.Colors == None || code == "" || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
