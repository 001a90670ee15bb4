package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Command is a program of one or several forms.
type Command struct {
	Name  string
	Forms []*Form // the first is the plain one, whose Name is empty
}

// A Form is one thing that a command does, such as "infer export".
type Form struct {
	Name     string // the argument that chooses it
	Operands string // what it takes beside flags, for help
	Summary  string // a line in the help of the plain form
	Help     string // what the form's own help says before the flags
	Run      func(ctx context.Context, operands []string, s Streams) error
	Flags
}

// Run runs the form that the first operand with a form's name chooses, wherever
// it stands, with the other operands; behind "--" no operand is a name. For
// --help and --version it prints these instead.
func (c *Command) Run(ctx context.Context, args []string, s Streams) error {
	c.Forms[0].Bind(new(bool), "version", "print the version and exit")
	line := split(args, func(flag string) bool {
		return slices.ContainsFunc(c.Forms, func(f *Form) bool { return f.takesValue(flag) })
	})
	f := c.Forms[0]
	for i, name := range line.operands[:line.literal] {
		if at := slices.IndexFunc(c.Forms[1:], func(f *Form) bool { return f.Name == name }); at >= 0 {
			f, line.operands = c.Forms[1+at], slices.Delete(line.operands, i, i+1)
			break
		}
	}
	switch {
	case slices.Contains(line.names, "h") || slices.Contains(line.names, "help"):
		_, err := io.WriteString(s.Out, c.help(f))
		return err
	case slices.Contains(line.names, "version"):
		_, err := fmt.Fprintln(s.Out, version(c.Name))
		return err
	}
	for _, name := range line.names {
		if others := c.having(name); f.Lookup(name) == nil && others != "" {
			return Usage("no flag --%s in %s; there is %s", name, c.usage(f, ""), others)
		}
	}
	if err := f.parse(line.flags); err != nil {
		return err
	}
	return f.Run(ctx, line.operands, s)
}

// having lists the forms with a flag of that name.
func (c *Command) having(flag string) string {
	var list []string
	for _, f := range c.Forms {
		if f.Lookup(flag) != nil {
			list = append(list, strings.TrimSpace(c.Name+" "+f.Name)+" --"+flag)
		}
	}
	return strings.Join(list, ", ")
}

// usage is how a form is called.
func (c *Command) usage(f *Form, flags string) string {
	return strings.Join(strings.Fields(strings.Join([]string{c.Name, f.Name, flags, f.Operands}, " ")), " ")
}

// help describes a form, and the plain form of several the others too.
func (c *Command) help(f *Form) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", c.usage(f, "[flags]"), f.Help)
	if f == c.Forms[0] && len(c.Forms) > 1 {
		fmt.Fprintf(&b, "forms, each with flags of its own: %s FORM --help\n", c.Name)
		for _, other := range c.Forms[1:] {
			fmt.Fprintf(&b, "  %-34s %s\n", c.usage(other, ""), other.Summary)
		}
		b.WriteByte('\n')
	}
	f.writeHelp(&b)
	return b.String()
}
