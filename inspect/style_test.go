package inspect

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		mode     string
		terminal bool
		env      string
		want     Colors
	}{
		{"auto", true, "TERM=xterm", ANSI16},
		{"", true, "TERM=xterm", ANSI16},
		{"auto", true, "", ANSI16},
		{"auto", true, "TERM=xterm-256color", ANSI256},
		{"auto", true, "TERM=xterm-256color COLORTERM=truecolor", TrueColor},
		{"auto", true, "TERM=xterm COLORTERM=24bit", TrueColor},
		{"auto", true, "TERM=xterm COLORTERM=yes", ANSI16},
		{"auto", true, "TERM=dumb COLORTERM=truecolor", None},
		{"auto", false, "TERM=xterm-256color COLORTERM=truecolor", None},
		{"auto", true, "TERM=xterm-256color NO_COLOR=1", None},
		{"auto", true, "TERM=xterm-256color NO_COLOR=yes", None},
		{"auto", true, "TERM=xterm-256color NO_COLOR=0", None},
		{"auto", true, "TERM=xterm-256color NO_COLOR=false", None},
		{"auto", true, "TERM=xterm-256color NO_COLOR=", ANSI256},
		{"always", true, "TERM=xterm-256color NO_COLOR=1", ANSI256},
		{"always", false, "TERM=xterm COLORTERM=truecolor NO_COLOR=1", TrueColor},
		{"always", false, "TERM=dumb", ANSI16},
		{"always", false, "", ANSI16},
		{"never", true, "TERM=xterm COLORTERM=truecolor", None},
	} {
		got, err := Detect(c.mode, c.terminal, environment(strings.Fields(c.env)...))
		if got != c.want || err != nil {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
	}
	if _, err := Detect("sometimes", true, environment()); err == nil || !strings.Contains(err.Error(), "auto, always and never") {
		t.Errorf("%v", err)
	}
}

func TestNewStyle(t *testing.T) {
	for _, c := range []struct {
		env            string
		unicode, light bool
	}{
		{"", false, false},
		{"LANG=en_GB.UTF-8", true, false},
		{"LANG=C.utf8", true, false},
		{"LANG=C", false, false},
		{"LC_ALL=C LANG=en_GB.UTF-8", false, false},
		{"LC_CTYPE=C.UTF-8 LANG=C", true, false},
		{"LC_ALL=de_DE.UTF-8 LC_CTYPE=C", true, false},
		{"COLORFGBG=0;15", false, true},
		{"COLORFGBG=0;default;7", false, true},
		{"COLORFGBG=15;0", false, false},
	} {
		s, err := NewStyle("auto", true, 90, environment(strings.Fields(c.env)...))
		if err != nil || s != (Style{Colors: ANSI16, Unicode: c.unicode, Light: c.light, Width: 90}) {
			t.Errorf("%q: %+v, %v", c.env, s, err)
		}
	}
	if _, err := NewStyle("x", true, 90, environment()); err == nil {
		t.Error("accepted")
	}
}

// Both ramps tell order by luminance alone, and their numbers can be read: the
// contrast of text is at least the 4.5 of WCAG 2, level AA.
func TestRampsAreOrderedAndReadable(t *testing.T) {
	for _, colors := range []Colors{ANSI256, TrueColor} {
		for _, light := range []bool{false, true} {
			s := Style{Colors: colors, Light: light}
			before := -1.0
			for i := 1; i <= 100; i++ {
				y, text := shadeOf(t, s.shade(float32(i)/100))
				if light {
					y = 1 - y // it falls instead
				}
				if y < before-1e-9 || colors == TrueColor && y <= before {
					t.Errorf("%+v: luminance turns at %d", s, i)
				}
				before = y
				if light {
					y = 1 - y
				}
				if ratio := (math.Max(y, text) + 0.05) / (math.Min(y, text) + 0.05); ratio < 4.5 {
					t.Errorf("%+v: contrast %.2f at %d", s, ratio, i)
				}
			}
		}
	}
}

// shadeOf reads the luminance of background and text back from an SGR code.
func shadeOf(t *testing.T, code string) (background, text float64) {
	t.Helper()
	var r, g, b, x uint8
	var index, ink int
	if n, _ := fmt.Sscanf(code, "48;2;%d;%d;%d;38;2;%d", &r, &g, &b, &x); n == 4 {
		return luminance(r, g, b), luminance(x, x, x)
	}
	if n, _ := fmt.Sscanf(code, "48;5;%d;38;5;%d", &index, &ink); n != 2 {
		t.Fatalf("no colours in %q", code)
	}
	r, g, b = cube(uint8(index))
	x, _, _ = cube(uint8(ink))
	return luminance(r, g, b), luminance(x, x, x)
}

func TestCube(t *testing.T) {
	for index, want := range map[uint8][3]uint8{16: {0, 0, 0}, 17: {0, 0, 95}, 74: {95, 175, 215}, 231: {255, 255, 255}} {
		if r, g, b := cube(index); [3]uint8{r, g, b} != want {
			t.Errorf("%d: %d %d %d", index, r, g, b)
		}
	}
}

// OKLab's white and grey axis, and sRGB blue from its published coordinates.
func TestOKLab(t *testing.T) {
	for _, c := range []struct {
		l, a, b float64
		want    [3]uint8
	}{{1, 0, 0, [3]uint8{255, 255, 255}}, {0, 0, 0, [3]uint8{}}, {0.45201, -0.03246, -0.31153, [3]uint8{0, 0, 255}}} {
		r, g, b := oklab(c.l, c.a, c.b)
		for i, v := range [3]uint8{r, g, b} {
			if d := int(v) - int(c.want[i]); d < -1 || d > 1 {
				t.Errorf("%+v: %d %d %d", c, r, g, b)
			}
		}
	}
}

func TestWeightsThatAreNone(t *testing.T) {
	nan := float32(math.NaN())
	for _, colors := range []Colors{None, ANSI16, ANSI256, TrueColor} {
		for _, w := range []float32{nan, float32(math.Inf(1)), float32(math.Inf(-1)), -1, 0, 0.0049, 1, 7} {
			for _, unicode := range []bool{false, true} {
				s := Style{Colors: colors, Unicode: unicode}
				if got := cells(escape.ReplaceAllString(s.cell(w, 4), "")); got != 4 {
					t.Errorf("%+v: %v is %d cells wide", s, w, got)
				}
			}
		}
	}
	if hundredths(nan) != "NaN" || hundredths(1) != "100" || hundredths(0.994) != "99" {
		t.Error("numbers")
	}
}
