package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// A Command is a program of one or several forms, which share a set of flags.
type Command struct {
	Name  string
	Forms []Form // the first is the plain one, whose Name is empty
	Flags
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
// arguments after "--" are operands, and none of them chooses a form. For --help
// and --version it prints these instead.
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
	for len(args) > 0 {
		err := c.Parse(args)
		rest := c.Args()
		parsed := len(args) - len(rest)
		switch {
		case err != nil:
			if wrong == nil || errors.Is(err, flag.ErrHelp) {
				wrong = Usage("%w", err)
			}
			if parsed == 0 { // Parse stops in front of an argument such as "-="
				rest = rest[1:]
			}
		case parsed > 0 && args[parsed-1] == "--":
			operands, rest = append(operands, rest...), nil
		case len(rest) > 0:
			at := slices.IndexFunc(c.Forms, func(g Form) bool { return g.Name == rest[0] })
			if at > 0 && f == &c.Forms[0] {
				f = &c.Forms[at]
			} else {
				operands = append(operands, rest[0])
			}
			rest = rest[1:]
		}
		args = rest
	}
	c.Visit(func(g *flag.Flag) {
		if wrong == nil && !f.has(g.Name) {
			wrong = Usage("no flag %s in %s; there is %s", dashed(g.Name), f.Usage, c.having(g.Name))
		}
	})
	return f, operands, wrong
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
