package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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
		{fmt.Errorf("x: %w", context.Canceled), ExitSignal + 2, ""},
		{fmt.Errorf("%w; see --help", Usage("no %w", io.EOF)), ExitUsage, "train: no EOF; see --help\n"},
	} {
		var b bytes.Buffer
		if code := Report(t.Context(), &b, "train", c.err); code != c.code || b.String() != c.want {
			t.Errorf("%v: code %d, %q", c.err, code, b.String())
		}
	}
	for signal, code := range map[os.Signal]int{syscall.SIGHUP: 129, syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(stopped{signal})
		if got := Report(ctx, io.Discard, "train", ctx.Err()); got != code {
			t.Errorf("stopped by %v: code %d, not %d", signal, got, code)
		}
	}
	if err := Usage("%w", io.EOF); !errors.Is(err, io.EOF) || IsUsage(io.EOF) {
		t.Error("what a usage error wraps cannot be told")
	}
}

// example is a command of two forms, which write into the record what they were
// called with.
func example(record *string) *Command {
	var v struct {
		steps       int
		seed        uint64
		lr          float64
		quiet       bool
		out         string
		data        []string
		call, layer string
	}
	v.steps, v.lr = 7, 1e-3
	c := &Command{Name: "do"}
	form := func(name, usage string, flags ...string) Form {
		return Form{Name: name, Usage: usage, Flags: flags, Summary: "a summary", Help: "Helps " + usage + ".\n",
			Run: func(_ context.Context, operands []string, _ Streams) error {
				v.call = name
				*record = fmt.Sprintf("%+v %q", v, operands)
				return nil
			}}
	}
	c.Forms = []Form{form("", "do [TEXT]", "steps", "seed", "lr", "quiet", "layer", "version"), form("more", "do more A", "steps", "o", "data")}
	c.Group("flags")
	c.Bind(&v.steps, "steps N", "steps to train")
	c.Bind(&v.lr, "lr X", "rate")
	c.Bind(&v.seed, "seed N", "a number")
	c.Group("others")
	c.Bind(&v.out, "o FILE", "where to write "+strings.Repeat("word ", 12))
	c.Bind(&v.quiet, "quiet", "no progress")
	c.Bind(&v.data, "data PATH", "file")
	c.Bind(func(text string) error { v.layer = text; return nil }, "layer N", "a layer")
	return c
}

func TestCommand(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call: layer:} []"},
		{"a --quiet b", `{steps:7 seed:0 lr:0.001 quiet:true out: data:[] call: layer:} ["a" "b"]`},
		{"-steps=8 a --layer -1 -", `{steps:8 seed:0 lr:0.001 quiet:false out: data:[] call: layer:-1} ["a" "-"]`},
		{"--data a b --data c -o f more", `{steps:7 seed:0 lr:0.001 quiet:false out:f data:[a c] call:more layer:} ["b"]`},
		{"--layer more b", `{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call: layer:more} ["b"]`},
		{"more more", `{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call:more layer:} ["more"]`},
		{"a -- more --quiet", `{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call: layer:} ["a" "more" "--quiet"]`},
		{"--seed 18446744073709551615 --lr 1e-2", "{steps:7 seed:18446744073709551615 lr:0.01 quiet:false out: data:[] call: layer:} []"},

		{"--bogus --steps x", "flag provided but not defined: -bogus"},
		{"a --steps", "flag needs an argument: -steps"},
		{"--quiet -= b", "bad flag syntax: -="},
		{"--steps x a", `invalid value "x" for flag -steps: parse error`},
		{"-o f", "no flag -o in do [TEXT]; there is do more -o"},
		{"more --lr 1", "no flag --lr in do more A; there is do --lr"},
	} {
		got := ""
		if err := example(&got).Run(t.Context(), strings.Fields(c.args), Streams{}); IsUsage(err) {
			got = err.Error()
		} else if err != nil {
			t.Error(err)
		}
		if got != c.want {
			t.Errorf("%s:\n%s, not\n%s", c.args, got, c.want)
		}
	}
}

func TestHelp(t *testing.T) {
	const plain = `do [TEXT] [flags]

Helps do [TEXT].

forms, each with flags of its own: do FORM --help
  do more A                          a summary

flags
  --steps N            steps to train (default: 7)
  --lr X               rate (default: 0.001)
  --seed N             a number (default: 0)
others
  --quiet              no progress
  --layer N            a layer
  --version            print the version and exit
`
	const more = `do more A [flags]

Helps do more A.

flags
  --steps N            steps to train (default: 7)
others
  -o FILE              where to write word word word word word word word word
                       word word word word
  --data PATH          file
`
	for args, want := range map[string]string{"--help": plain, "a -h": plain, "--bogus --help more --steps": more} {
		var got strings.Builder
		if err := example(new(string)).Run(t.Context(), strings.Fields(args), Streams{Out: &got}); err != nil || got.String() != want {
			t.Errorf("%s: %v\n%s", args, err, got.String())
		}
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
