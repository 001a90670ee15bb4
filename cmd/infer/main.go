// Command infer answers what the pronouns of a text refer to, and shows what a
// trained model's attention looked at. What it can do, beside answering, is
// divided into forms, such as "infer explain", each in a file of its own with
// its flags. Run it with --help for an overview.
package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/internal/cli"
)

// A form is one thing that infer does.
type form struct {
	name     string // chooses the form; the plain one has none
	operands string // what it takes beside flags, for help
	summary  string // a line of the overview
	help     string // what --help says before the flags
	flags    cli.Flags
	run      func(ctx context.Context, operands []string, s cli.Streams) error
}

// forms makes all forms, with flags at their defaults; the plain one is first.
func forms() []*form {
	return []*form{answerForm(), explainForm(), htmlForm(), svgForm(), exportForm(), compareForm(), evalForm()}
}

// command is what one types to get the form.
func (f *form) command() string { return strings.TrimSpace("infer " + f.name) }

func main() { cli.Main(run) }

// run is the command without the process around it.
func run(ctx context.Context, args []string, s cli.Streams) int {
	err := execute(ctx, args, s)
	if cli.IsUsage(err) {
		err = fmt.Errorf("%w; see --help", err)
	}
	return cli.Report(s.Err, "infer", err)
}

func execute(ctx context.Context, args []string, s cli.Streams) error {
	all := forms()
	line := cli.Split(args, func(flag string) bool {
		return slices.ContainsFunc(all, func(f *form) bool { return f.flags.TakesValue(flag) })
	})
	f, operands := choose(all, line)
	switch {
	case line.Has("h", "help"):
		return writeHelp(s.Out, f, all)
	case line.Has("version"):
		_, err := fmt.Fprintln(s.Out, cli.Version("infer"))
		return err
	}
	if err := f.checkOwn(line, all); err != nil {
		return err
	}
	if err := f.flags.Parse(line); err != nil {
		return err
	}
	return f.run(ctx, operands, s)
}

// choose finds the form that the first operand with a form's name asks for, and
// the operands without that name. Behind "--" all are texts.
func choose(all []*form, line cli.Arguments) (*form, []string) {
	for i, name := range line.Operands[:line.Literal] {
		for _, f := range all[1:] {
			if f.name == name {
				return f, slices.Delete(line.Operands, i, i+1)
			}
		}
	}
	return all[0], line.Operands
}

// checkOwn refuses a flag that is of other forms only.
func (f *form) checkOwn(line cli.Arguments, all []*form) error {
	for _, name := range line.Names {
		if f.flags.Lookup(name) != nil {
			continue
		}
		var others []string
		for _, other := range all {
			if other.flags.Lookup(name) != nil {
				others = append(others, other.command()+" --"+name)
			}
		}
		if others != nil {
			return cli.Usage("no flag --%s in %s; there is %s", name, strings.TrimSpace(f.command()+" "+f.operands), strings.Join(others, ", "))
		}
	}
	return nil
}

// writeHelp describes a form, and for the plain one the others too.
func writeHelp(w io.Writer, f *form, all []*form) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", strings.TrimSpace(f.command()+" [flags] "+f.operands), f.help)
	if f == all[0] {
		fmt.Fprintln(&b, "forms, each with flags of its own: infer FORM --help")
		for _, other := range all[1:] {
			fmt.Fprintf(&b, "  %-34s %s\n", other.command()+" "+other.operands, other.summary)
		}
		fmt.Fprintln(&b)
	}
	if err := f.flags.WriteHelp(&b); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// oneText is the operand of a form that takes one text.
func oneText(form string, operands []string) (string, error) {
	if len(operands) != 1 {
		return "", cli.Usage("%s takes one text as an argument, in quotes, and got %d", form, len(operands))
	}
	return operands[0], nil
}
