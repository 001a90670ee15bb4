package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
		want string
	}{
		{nil, ExitDone, ""},
		{errors.New("it is\nmodel: broken"), ExitFailed, "train: it is\ntrain: broken\n"},
		{fmt.Errorf("x: %w", ErrReported), ExitFailed, ""},
		{fmt.Errorf("x: %w", context.Canceled), ExitInterrupted, ""},
		{fmt.Errorf("%w; see --help", Usage("no %w", io.EOF)), ExitUsage, "train: no EOF; see --help\n"},
	} {
		var b bytes.Buffer
		if code := Report(&b, "train", c.err); code != c.code || b.String() != c.want {
			t.Errorf("%v: code %d, %q", c.err, code, b.String())
		}
	}
	if err := Usage("%w", io.EOF); !errors.Is(err, io.EOF) || IsUsage(io.EOF) {
		t.Error("what a usage error wraps cannot be told")
	}
}

func TestSplit(t *testing.T) {
	takes := func(name string) bool { return name == "o" || name == "head" }
	for _, c := range []struct {
		args string
		want arguments
	}{
		{"", arguments{}},
		{"a --json b", arguments{[]string{"--json"}, []string{"json"}, []string{"a", "b"}, 2}},
		{"-o f a -head=0.1", arguments{[]string{"-o", "f", "-head=0.1"}, []string{"o", "head"}, []string{"a"}, 1}},
		{"--head -1 -", arguments{[]string{"--head", "-1"}, []string{"head"}, []string{"-"}, 1}},
		{"a -- b --json", arguments{nil, nil, []string{"a", "b", "--json"}, 1}},
		{"--head -- b", arguments{[]string{"--head", "--"}, []string{"head"}, []string{"b"}, 1}},
		{"b --head", arguments{[]string{"--head"}, []string{"head"}, []string{"b"}, 1}},
	} {
		if got := split(strings.Fields(c.args), takes); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q", c.args, got)
		}
	}
}

func TestFlags(t *testing.T) {
	var f Flags
	s := struct {
		Steps int
		LR    float64
		Seed  uint64
		Quiet bool
		Out   string
		Data  []string
		layer string
	}{Steps: 7, LR: 1e-3}
	f.Group("flags")
	f.Bind(&s.Steps, "steps N", "steps to train")
	f.Bind(&s.LR, "lr X", "rate")
	f.Bind(&s.Seed, "seed N", "a number")
	f.Group("more")
	f.Bind(&s.Out, "o FILE", "where to write "+strings.Repeat("word ", 12))
	f.Bind(&s.Quiet, "quiet", "no progress")
	f.Bind(&s.Data, "data PATH", "file")
	f.Bind(func(text string) error { s.layer = text; return nil }, "layer N", "a layer")

	var b strings.Builder
	const help = `flags
  --steps N            steps to train (default: 7)
  --lr X               rate (default: 0.001)
  --seed N             a number (default: 0)
more
  -o FILE              where to write word word word word word word word word
                       word word word word
  --quiet              no progress
  --data PATH          file
  --layer N            a layer
`
	if f.writeHelp(&b); b.String() != help {
		t.Errorf("help:\n%s", b.String())
	}
	line := split(strings.Fields("--steps 8 text --data a --quiet --data b --layer 3"), f.takesValue)
	if err := f.parse(line.flags); err != nil {
		t.Fatal(err)
	}
	if s.Steps != 8 || !s.Quiet || strings.Join(s.Data, " ") != "a b" || s.layer != "3" || line.operands[0] != "text" {
		t.Errorf("%+v, %q", s, line)
	}
	if !f.Given("steps") || f.Given("lr") {
		t.Error("steps was given, lr was not")
	}
	if err := f.parse([]string{"--steps", "x"}); !IsUsage(err) {
		t.Errorf("--steps x: %v", err)
	}
}

func TestTexts(t *testing.T) {
	read := func(ctx context.Context, args []string, stdin io.Reader) (got []string) {
		for text, err := range Texts(ctx, args, stdin) {
			if err != nil {
				return append(got, "error: "+err.Error())
			}
			got = append(got, text.Where+"="+text.Text)
		}
		return got
	}
	check := func(got []string, want ...string) {
		t.Helper()
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q, not %q", got, want)
		}
	}
	check(read(t.Context(), []string{"It is."}, strings.NewReader("x")), `"It is."=It is.`)
	check(read(t.Context(), nil, strings.NewReader("one\r\n\n two\n")), "line 1=one", "line 3=two")
	check(read(t.Context(), nil, strings.NewReader("a\n"+strings.Repeat("x", longestLine+1))), "line 1=a",
		"error: line 2 of standard input is longer than 1 MB: split it into shorter texts")
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	waiting, _ := io.Pipe() // nothing ever comes
	check(read(canceled, nil, waiting), "error: standard input: context canceled")
	for range Texts(t.Context(), nil, strings.NewReader("a\nb\n")) {
		break // and nothing is left waiting
	}
}

func TestOutput(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	check := func(want string) {
		t.Helper()
		got, err := os.ReadFile(path)
		if entries, _ := os.ReadDir(dir); err != nil || string(got) != want || len(entries) != 2 {
			t.Errorf("%q, %v, %d files", got, err, len(entries))
		}
	}
	write := func(text string, failure error) func(io.Writer) error {
		return func(w io.Writer) error { io.WriteString(w, text); return failure }
	}
	var stdout bytes.Buffer
	for _, path := range []string{"", "-"} {
		if err := Output(t.Context(), path, &stdout, write("x", nil)); err != nil {
			t.Error(err)
		}
	}
	if err := Output(t.Context(), link, &stdout, write("one", nil)); err != nil || stdout.String() != "xx" {
		t.Errorf("%v, stdout %q", err, stdout.String())
	}
	check("one")
	if err := Output(t.Context(), path, &stdout, write("half", io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	check("one")
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Output(canceled, path, &stdout, write("two", nil)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	check("one")
	if err := Output(t.Context(), path, &stdout, write("two", nil)); err != nil {
		t.Error(err)
	}
	check("two")
}

func TestDescribeBuild(t *testing.T) {
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	revision := setting("vcs.revision", "fd66ee1a0b2c3d4e5f60718293a4b5c6d7e8f901")
	for _, c := range []struct {
		version  string
		settings []debug.BuildSetting
		want     string
	}{
		{"", nil, "devel"},
		{"(devel)", []debug.BuildSetting{revision, setting("vcs.modified", "true")}, "devel (fd66ee1, modified)"},
		{"v0.0.0-20260102030405-fd66ee1a0b2c", []debug.BuildSetting{revision, setting("vcs.modified", "false")}, "devel (fd66ee1)"},
		{"v1.2.0", nil, "v1.2.0"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}
		if got := describeBuild(info); got != c.want {
			t.Errorf("%s: %s, not %s", c.version, got, c.want)
		}
	}
}

func TestQuote(t *testing.T) {
	for word, want := range map[string]string{
		"":                   "''",
		"checkpoints/run-1":  "checkpoints/run-1",
		"It's my run":        `'It'\''s my run'`,
		"$HOME":              "'$HOME'",
		"naïve/run_1:2@3,4%": "naïve/run_1:2@3,4%",
	} {
		if got := Quote(word); got != want {
			t.Errorf("%s: %s, not %s", word, got, want)
		}
	}
}
