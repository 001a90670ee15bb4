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
		{errors.Join(errors.New("it is"), errors.New("model: broken")), ExitFailed, "train: it is\ntrain: broken\n"},
		{Usage("%w", errors.Join(io.EOF, errors.New("a\nb"))), ExitUsage, "train: EOF\ntrain: a\\nb\n"},
		{fmt.Errorf("a\x1b\n: %w", errors.Join(io.EOF, io.EOF)), ExitFailed, "train: a\\x1b\\n: EOF; EOF\n"},
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

		{"--bogus --steps x", "no flag --bogus"},
		{"a --steps", "flag needs an argument: -steps"},
		{"--quiet -= b", "bad flag syntax: -="},
		{"--steps x a", `invalid value "x" for flag -steps: use a whole number, such as 100`},
		{"--stps 5", "no flag --stps; did you mean --steps?"},
		{"--seed -1", `invalid value "-1" for flag -seed: use a whole number, such as 100`},
		{"--steps 99999999999999999999", `invalid value "99999999999999999999" for flag -steps: the number is too large`},
		{"--lr x", `invalid value "x" for flag -lr: use a number, such as 0.5 or 1e-3`},
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

// A text may begin with dashes, as dialogue does; what looks like a flag must be one.
func TestDashes(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"- It was late.", "-It was late.", "-- It was.", "--It, he said", "-It's", "-", "—It"},
			`{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call: layer:} ["- It was late." "-It was late." "-- It was." "--It, he said" "-It's" "-" "—It"]`},
		{[]string{"--quiet", "- It was late.", "--steps", "5"}, `{steps:5 seed:0 lr:0.001 quiet:true out: data:[] call: layer:} ["- It was late."]`},
		{[]string{"--", "-It", "--steps"}, `{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call: layer:} ["-It" "--steps"]`},
		{[]string{"--layer", "- It was"}, `{steps:7 seed:0 lr:0.001 quiet:false out: data:[] call: layer:- It was} []`},
		{[]string{"-It"}, "no flag -It"},
		{[]string{"--steps 5"}, `"--steps 5" is one argument: write the flag and its value as two, and a text that begins so behind --`},
	} {
		got := ""
		if err := example(&got).Run(t.Context(), c.args, Streams{}); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q:\n%s, not\n%s", c.args, got, c.want)
		}
	}
}

// One word that no form has the name of is a form misspelt, unless it can be read.
func TestLikelyForm(t *testing.T) {
	for args, want := range map[string]string{
		"mroe":       `no form "mroe"; did you mean more?`,
		"Mor a b":    `no form "Mor"; did you mean more?`,
		"help":       `no form "help"; did you mean --help?`,
		"versoin":    `no form "versoin"; did you mean --version?`,
		"step":       `no form "step"; did you mean --steps?`,
		"x":          `"x" is no text with a pronoun, and no form; the forms are more`,
		"cli.go":     `no form "cli.go"; the texts of a file are read by do < cli.go`,
		"it":         "",
		"x y":        "",
		"-- mroe":    "",
		"more mroe":  "",
		"--quiet it": "",
	} {
		c := example(new(string))
		c.Word = func(word string) bool { return word == "it" }
		got := ""
		if err := c.Run(t.Context(), strings.Fields(args), Streams{}); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, not %s", args, got, want)
		}
	}
	one := &Command{Name: "do", Forms: []Form{{Usage: "do", Run: func(context.Context, []string, Streams) error { return io.EOF }}}}
	if err := one.Run(t.Context(), []string{"help"}, Streams{}); !IsUsage(err) || err.Error() != `unexpected argument "help"; did you mean --help?` {
		t.Error(err)
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
				got = append(got, "error: "+err.Error())
				continue
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
	check(read(t.Context(), nil, strings.NewReader("a\n"+strings.Repeat("x", LongestText+1)+"\nb\ncaf\xe9 c\nd")), "line 1=a",
		"error: line 2: the line is longer than 1 MB; split it", "line 3=b",
		"error: line 4: column 4: the byte 0xE9 is not UTF-8; in Latin-1 it is 'é': convert the text, for example by iconv -f latin1 -t utf8", "line 5=d")
	check(read(t.Context(), []string{"\ufeffIt is.", "It\x00"}, nil), `"\ufeffIt is."=It is.`, `error: "It\x00": column 3: a NUL byte, which no text has; is it in UTF-16 or UTF-32, or not text at all?`)
	check(read(t.Context(), nil, strings.NewReader("I\x00t\x00 \x00i\x00s\x00")), "error: standard input: the text seems to be in UTF-16LE without a byte-order mark; save it as UTF-8, for example by iconv -f UTF-16LE -t UTF-8")
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
		"a\nb's\x1b\u202e":   `$'a\x0ab\x27s\x1b\xe2\x80\xae'`,
	} {
		if got := Quote(word); got != want {
			t.Errorf("%s: %s, not %s", word, got, want)
		}
	}
}
