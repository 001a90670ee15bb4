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
		{"never", true, "FORCE_COLOR=1", NoColors},
		{"auto", false, "TERM=xterm-256color FORCE_COLOR=1", ANSI256},
		{"auto", false, "TERM=dumb FORCE_COLOR=true", ANSI16},
		{"auto", false, "FORCE_COLOR=2", ANSI256},
		{"auto", false, "FORCE_COLOR=3", TrueColor},
		{"auto", false, "TERM=xterm COLORTERM=truecolor FORCE_COLOR=1", TrueColor},
		{"auto", true, "TERM=xterm FORCE_COLOR=0", NoColors},
		{"auto", true, "TERM=xterm FORCE_COLOR=", ANSI16},
		{"auto", false, "TERM=xterm CLICOLOR_FORCE=1", ANSI16},
		{"auto", false, "TERM=xterm CLICOLOR_FORCE=0", NoColors},
		{"auto", true, "TERM=xterm CLICOLOR_FORCE=0", ANSI16},
		{"auto", true, "TERM=xterm CLICOLOR=0", NoColors},
		{"auto", true, "TERM=xterm CLICOLOR=1", ANSI16},
		{"auto", false, "TERM=xterm CLICOLOR=1", NoColors},
		{"auto", false, "CLICOLOR=0 CLICOLOR_FORCE=1", ANSI16},
		{"auto", false, "NO_COLOR=1 CLICOLOR_FORCE=1 FORCE_COLOR=1", NoColors},
		{"always", false, "CLICOLOR=0 FORCE_COLOR=0", ANSI16},
	} {
		s, err := NewStyle(c.mode, "", c.terminal, 0, environment(strings.Fields(c.env)...))
		if s.Colors != c.want || err != nil {
			t.Errorf("%+v: %v, %v", c, s.Colors, err)
		}
	}
	if _, err := NewStyle("sometimes", "", true, 0, environment()); err == nil || !strings.Contains(err.Error(), "auto, always and never") {
		t.Errorf("%v", err)
	}
}

func TestStyleOfTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		env        string
		unicode    bool
		background Background
	}{
		{"", false, UnknownBackground},
		{"LANG=en_GB.UTF-8", true, UnknownBackground},
		{"LANG=C.utf8", true, UnknownBackground},
		{"LANG=C", false, UnknownBackground},
		{"LC_ALL=C LANG=en_GB.UTF-8", false, UnknownBackground},
		{"LC_CTYPE=C.UTF-8 LANG=C", true, UnknownBackground},
		{"LC_ALL=de_DE.UTF-8 LC_CTYPE=C", true, UnknownBackground},
		{"COLORFGBG=0;15", false, Light},
		{"COLORFGBG=0;default;7", false, Light},
		{"COLORFGBG=15;0", false, Dark},
		{"COLORFGBG=15;8", false, Dark},
		{"COLORFGBG=0;default", false, UnknownBackground},
		{"COLORFGBG=x", false, UnknownBackground},
	} {
		s, err := NewStyle("auto", "", true, 90, environment(strings.Fields(c.env)...))
		if err != nil || s != (Style{Colors: ANSI16, Unicode: c.unicode, Background: c.background, Width: 90}) {
			t.Errorf("%q: %+v, %v", c.env, s, err)
		}
	}
	for background, want := range map[string]Background{"auto": Dark, "light": Light, "dark": Dark} {
		if s, err := NewStyle("never", background, true, 90, environment("COLORFGBG=15;0")); s.Background != want || err != nil {
			t.Errorf("%s: %+v, %v", background, s, err)
		}
	}
	if _, err := NewStyle("auto", "grey", true, 0, environment()); err == nil || !strings.Contains(err.Error(), "auto, light and dark") {
		t.Errorf("%v", err)
	}
}
