package layout

import (
	"fmt"
	"strings"
)

// Colors is how many colours a terminal can show.
type Colors int

// From no escape sequences at all to 24 bits a colour.
const (
	NoColors Colors = iota
	ANSI16
	ANSI256
	TrueColor
)

// A Style is what can be shown where the output goes. The zero Style is plain
// ASCII, 80 cells wide: right for a file.
type Style struct {
	Colors  Colors
	Unicode bool // symbols beyond ASCII; words of a text are always shown as they are
	Light   bool // the background is light, so that shades begin there
	Width   int  // of a line in display cells; 0 means 80, and less than 24 means 24
}

// NewStyle returns the style for an output of this width, as the environment
// variables that env looks up describe it.
//
// Mode "never" means no colours and "always" means colours even in a pipe.
// "auto", or "", means colours on a terminal, unless NO_COLOR has any value
// (no-color.org) or TERM is dumb.
func NewStyle(mode string, isTerminal bool, width int, env func(string) string) (Style, error) {
	s := Style{Unicode: utf8Locale(env), Light: lightBackground(env), Width: width}
	switch mode {
	case "never":
		return s, nil
	case "always":
	case "auto", "":
		if !isTerminal || env("NO_COLOR") != "" || env("TERM") == "dumb" {
			return s, nil
		}
	default:
		return s, fmt.Errorf("color %q is none of auto, always and never", mode)
	}
	depth := strings.ToLower(env("COLORTERM"))
	switch {
	case depth == "truecolor" || depth == "24bit":
		s.Colors = TrueColor
	case strings.Contains(env("TERM"), "256color"):
		s.Colors = ANSI256
	default:
		s.Colors = ANSI16
	}
	return s, nil
}

// utf8Locale reports whether the locale of characters is UTF-8. The first of
// these variables that is set decides.
func utf8Locale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(env(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}

// lightBackground reads COLORFGBG, "foreground;background" in the numbers of
// the 16 colours, which several terminals set. An unset one means dark, as most
// terminals are.
func lightBackground(env func(string) string) bool {
	value := env("COLORFGBG")
	background := value[strings.LastIndexByte(value, ';')+1:]
	return background == "7" || background == "15"
}

// lineWidth is the width of a line. The least width has room for the labels of
// rows and one column.
func (s Style) lineWidth() int {
	if s.Width == 0 {
		return 80
	}
	return max(24, s.Width)
}

// Marks that stand beside words and heads, the same in every view. Like other
// symbols they go through [Style.Symbols].
const (
	AnswerMark   = "▲" // what a pronoun refers to, and the head that looks at it most
	EvidenceMark = "◆" // the other content word looked at most, and the head that does
	PronounMark  = "?"
)

// ascii spells the symbols of this program's own texts in ASCII.
var ascii = strings.NewReplacer(
	AnswerMark, "^", EvidenceMark, "*",
	"→", "->", "·", ".", "×", "*", "÷", "/", "√", "sqrt ", "ᵀ", "^T", "−", "-", "…", "...", "Σ", "sum of ", "²", "^2",
)

// Symbols returns a text of the program's own as the style can show it: where
// Unicode is off, arrows, formulas and marks are spelled in ASCII.
func (s Style) Symbols(text string) string {
	if s.Unicode {
		return text
	}
	return ascii.Replace(text)
}

// SGR is how a piece of text is painted: the parameters of a terminal's escape
// sequence Select Graphic Rendition, or "" for as it is.
type SGR string

// Beside these there are the shades of [Style.Shade].
const (
	Plain SGR = ""
	Bold  SGR = "1"
	Faint SGR = "2"
)

// BoldIf is Bold or Plain.
func BoldIf(bold bool) SGR {
	if bold {
		return Bold
	}
	return Plain
}

// Paint puts the escape sequences of sgr around text where there are colours.
func (s Style) Paint(sgr SGR, text string) string {
	if s.Colors == NoColors || sgr == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(sgr) + "m" + text + "\x1b[0m"
}
