package layout

import (
	"fmt"
	"strconv"
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

// A Background is whether the terminal's background is dark or light.
type Background int

// Where it is not known, shades are such that they read right on both.
const (
	UnknownBackground Background = iota
	Dark
	Light
)

// A Style is what can be shown where the output goes. The zero Style is plain
// ASCII, 80 cells wide: right for a file.
type Style struct {
	Colors     Colors
	Unicode    bool // symbols beyond ASCII; words of a text are always shown as they are
	Background Background
	Width      int // of a line in display cells; 0 means 80, and less than 24 means 24
}

// ColorModes and Backgrounds are the values that [NewStyle] takes beside "".
var (
	ColorModes  = []string{"auto", "always", "never"}
	Backgrounds = []string{"auto", "light", "dark"}
)

// NewStyle returns the style for an output of this width, as the environment
// variables that env looks up describe it. The error is of a mode or a background
// that is none of [ColorModes] and [Backgrounds].
//
// Mode "never" means no colours and "always" means colours even in a pipe. "auto",
// or "", leaves it to the environment: NO_COLOR with any value means never
// (no-color.org), FORCE_COLOR or CLICOLOR_FORCE with a value other than 0 always, and
// otherwise there are colours on a terminal, unless CLICOLOR is 0 or TERM is dumb.
//
// Background "auto", or "", is what COLORFGBG says.
func NewStyle(mode, background string, isTerminal bool, width int, env func(string) string) (Style, error) {
	s := Style{Unicode: utf8Locale(env), Background: backgroundOf(env), Width: width}
	switch background {
	case "light":
		s.Background = Light
	case "dark":
		s.Background = Dark
	case "auto", "":
	default:
		return s, fmt.Errorf("background %q is none of auto, light and dark", background)
	}
	switch mode {
	case "never":
	case "always":
		s.Colors = depth(env)
	case "auto", "":
		if wantsColors(isTerminal, env) {
			s.Colors = depth(env)
		}
	default:
		return s, fmt.Errorf("color %q is none of auto, always and never", mode)
	}
	return s, nil
}

// wantsColors reports whether the environment asks for colours.
func wantsColors(isTerminal bool, env func(string) string) bool {
	on := func(name string) bool { value := env(name); return value != "" && value != "0" && value != "false" }
	off := func(name string) bool { value := env(name); return value == "0" || value == "false" }
	switch {
	case env("NO_COLOR") != "":
		return false
	case on("FORCE_COLOR") || on("CLICOLOR_FORCE"):
		return true
	case off("FORCE_COLOR") || off("CLICOLOR"):
		return false
	}
	return isTerminal && env("TERM") != "dumb"
}

// depth is how many colours the environment says that there are. FORCE_COLOR can name
// at least so many: 2 are 256 colours, 3 are 24 bits.
func depth(env func(string) string) Colors {
	forced := map[string]Colors{"2": ANSI256, "3": TrueColor}[env("FORCE_COLOR")]
	told := ANSI16
	switch depth := strings.ToLower(env("COLORTERM")); {
	case depth == "truecolor" || depth == "24bit":
		told = TrueColor
	case strings.Contains(env("TERM"), "256color"):
		told = ANSI256
	}
	return max(forced, told)
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

// backgroundOf reads COLORFGBG, "foreground;background" in the numbers of the 16
// colours, which some terminals set.
func backgroundOf(env func(string) string) Background {
	value := env("COLORFGBG")
	switch n, err := strconv.Atoi(value[strings.LastIndexByte(value, ';')+1:]); {
	case err != nil || n < 0 || n > 15:
		return UnknownBackground
	case n == 7 || n > 8: // white, and the bright colours but for dark grey
		return Light
	}
	return Dark
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
