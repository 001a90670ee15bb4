package layout

import (
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

func TestColors(t *testing.T) {
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
		{"auto", true, "TERM=dumb COLORTERM=truecolor", NoColors},
		{"auto", false, "TERM=xterm-256color COLORTERM=truecolor", NoColors},
		{"auto", true, "TERM=xterm-256color NO_COLOR=1", NoColors},
		{"auto", true, "TERM=xterm-256color NO_COLOR=yes", NoColors},
		{"auto", true, "TERM=xterm-256color NO_COLOR=0", NoColors},
		{"auto", true, "TERM=xterm-256color NO_COLOR=false", NoColors},
		{"auto", true, "TERM=xterm-256color NO_COLOR=", ANSI256},
		{"always", true, "TERM=xterm-256color NO_COLOR=1", ANSI256},
		{"always", false, "TERM=xterm COLORTERM=truecolor NO_COLOR=1", TrueColor},
		{"always", false, "TERM=dumb", ANSI16},
		{"always", false, "", ANSI16},
		{"never", true, "TERM=xterm COLORTERM=truecolor", NoColors},
	} {
		s, err := NewStyle(c.mode, c.terminal, 0, environment(strings.Fields(c.env)...))
		if s.Colors != c.want || err != nil {
			t.Errorf("%+v: %v, %v", c, s.Colors, err)
		}
	}
	if _, err := NewStyle("sometimes", true, 0, environment()); err == nil || !strings.Contains(err.Error(), "auto, always and never") {
		t.Errorf("%v", err)
	}
}

func TestStyleOfTheEnvironment(t *testing.T) {
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
}
