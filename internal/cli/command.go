package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"unicode"
)

// A Command is a program of one or several forms, which share a set of flags.
type Command struct {
	Name  string
	Forms []Form // the first is the plain one, whose Name is empty
	Flags

	// Word reports whether the plain form can do something with an operand of one word,
	// which otherwise is taken for a form that is misspelt; nil: with any.
	Word func(operand string) bool
	// AnyWord reports whether the flags let it do something with every word that is
	// not like a form's name. It may be nil.
	AnyWord func() bool
}

// A Form is one thing that a command does, such as "infer export".
type Form struct {
	Name    string   // the argument that chooses it
	Usage   string   // how it is called: "infer export --to FORMAT [TEXT…]"
	Flags   []string // the names of its flags; nil for all of the command's
	Summary string   // a line in the help of the plain form
	Help    string   // what the form's own help says before the flags
	Run     func(ctx context.Context, operands []string, s Streams) error
}

func (f *Form) has(flag string) bool { return f.Flags == nil || slices.Contains(f.Flags, flag) }

// Run sets the flags, then runs the form that the first operand with a form's
// name chooses, with the other operands. Flags and operands may be mixed; all
// arguments after "--" are operands, and none of them chooses a form. An argument such as
// "- It was late.", which begins with a dash but is no flag's name, is an operand as
// well. For --help and --version it prints these instead.
func (c *Command) Run(ctx context.Context, args []string, s Streams) error {
	version := false
	c.Bind(&version, "version", "print the version and exit")
	f, operands, err := c.parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		err = c.help(s.Out, f)
	case version:
		build, ok := debug.ReadBuildInfo()
		if !ok {
			build = &debug.BuildInfo{}
		}
		_, err = fmt.Fprintln(s.Out, c.Name, build.Main.Version, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	case err == nil:
		err = f.Run(ctx, operands, s)
	}
	return err
}

// parse sets the flags and returns the form and its operands. The error is
// flag.ErrHelp if help was asked for, else that of the first mistake.
func (c *Command) parse(args []string) (f *Form, operands []string, wrong error) {
	f = &c.Forms[0]
	c.SetOutput(io.Discard)
	word := "" // the first operand, if it is one word that may be a form misspelt
	for len(args) > 0 {
		arg, n := args[0], 1
		var err error
		switch {
		case arg == "--":
			operands, n = append(operands, args[1:]...), len(args)
		case c.isFlag(arg):
			n = min(c.arguments(arg), len(args))
			err = c.setFlag(args[:n])
		default:
			at := slices.IndexFunc(c.Forms, func(g Form) bool { return g.Name == arg })
			if at > 0 && f == &c.Forms[0] {
				f = &c.Forms[at]
				break
			}
			if len(operands) == 0 && !strings.ContainsFunc(arg, unicode.IsSpace) {
				word = arg
			}
			operands = append(operands, arg)
		}
		if err != nil && (wrong == nil || errors.Is(err, flag.ErrHelp)) {
			wrong = Usage("%w", err)
		}
		args = args[n:]
	}
	if wrong == nil && f == &c.Forms[0] && word != "" {
		wrong = c.checkWord(word, len(operands) == 1)
	}
	c.Visit(func(g *flag.Flag) {
		if wrong == nil && !f.has(g.Name) {
			wrong = Usage("no flag %s in %s; there is %s", dashed(g.Name), f.Usage, c.having(g.Name))
		}
	})
	return f, operands, wrong
}

// flagName is the name of the flag that an argument such as --steps=5 sets.
func flagName(arg string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
	return name
}

// isFlag reports whether an argument is a flag, or was meant to be one: after one or two
// dashes it has a name of letters, digits and dashes, or the name of a flag and white
// space. All other arguments that begin with a dash are texts, as dialogue is written.
func (c *Command) isFlag(arg string) bool {
	if len(arg) < 2 || arg[0] != '-' {
		return false
	}
	name := flagName(arg)
	if !strings.ContainsFunc(name, func(r rune) bool { return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return true
	}
	first := strings.Fields(name)
	return len(first) > 0 && strings.HasPrefix(name, first[0]) && c.Lookup(first[0]) != nil
}

// arguments is how many arguments a flag takes: two if the next one is its value.
func (c *Command) arguments(arg string) int {
	f := c.Lookup(flagName(arg))
	if f == nil || strings.Contains(arg, "=") {
		return 1
	}
	if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
		return 1
	}
	return 2
}

// setFlag sets the flag of one argument, or of two if the second is its value.
func (c *Command) setFlag(args []string) error {
	name := flagName(args[0])
	switch {
	case strings.ContainsFunc(name, unicode.IsSpace):
		return fmt.Errorf("%.40q is one argument: write the flag and its value as two, and a text that begins so behind --", args[0])
	case name != "" && name[0] != '-' && name != "h" && name != "help" && c.Lookup(name) == nil:
		return fmt.Errorf("no flag %s%s", args[0][:strings.Index(args[0], name)+len(name)], c.didYouMean(name))
	}
	return c.Parse(args)
}

// checkWord returns an error for an operand of one word with which the plain form can do
// nothing, if it is the only one or like the name of a form.
func (c *Command) checkWord(word string, only bool) error {
	if len(c.Forms) > 1 && (c.Word == nil || c.Word(word)) {
		return nil
	}
	mean := c.didYouMean(word)
	switch {
	case len(c.Forms) == 1 && mean != "":
		return Usage("unexpected argument %q%s", word, mean)
	case len(c.Forms) == 1, mean == "" && !only, mean == "" && c.AnyWord != nil && c.AnyWord():
		return nil // for the form to say
	case mean != "":
		return Usage("no form %q%s", word, mean)
	}
	if _, err := os.Stat(word); err == nil {
		return Usage("no form %q; the texts of a file are read by %s < %s", word, c.Name, Quote(word))
	}
	var forms []string
	for _, f := range c.Forms[1:] {
		forms = append(forms, f.Name)
	}
	return Usage("%q is no text with a pronoun, and no form; the forms are %s", word, strings.Join(forms, ", "))
}

// having lists the forms with a flag of that name.
func (c *Command) having(flag string) string {
	var list []string
	for _, f := range c.Forms {
		if f.has(flag) {
			list = append(list, strings.TrimSpace(c.Name+" "+f.Name)+" "+dashed(flag))
		}
	}
	return strings.Join(list, ", ")
}

// help describes a form, and the plain form of several the others too.
func (c *Command) help(w io.Writer, f *Form) error {
	fmt.Fprintf(w, "%s [flags]\n\n%s\n", f.Usage, f.Help)
	if f == &c.Forms[0] && len(c.Forms) > 1 {
		fmt.Fprintf(w, "forms, each with flags of its own: %s FORM --help\n", c.Name)
		for _, other := range c.Forms[1:] {
			fmt.Fprintf(w, "  %-34s %s\n", other.Usage, other.Summary)
		}
		fmt.Fprintln(w)
	}
	return c.writeHelp(w, f.has)
}
