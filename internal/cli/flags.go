package cli

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Flags is a set of flags that keeps the order in which they were defined, for
// help. The zero Flags is empty. Define flags with [Flags.Bind] only.
type Flags struct {
	flag.FlagSet
	help []entry
}

// An entry is a line of help: a flag, or a heading if name is empty.
type entry struct{ name, value, text string }

// Group puts a heading over the flags defined from here on.
func (f *Flags) Group(title string) { f.help = append(f.help, entry{text: title}) }

// Bind defines a flag that sets *p, whose present value is the default, or that
// calls p. p is a *bool, *int, *uint64, *float64, *string, *[]string, to which
// each use of the flag appends, or a func(string) error. name is the flag's name
// and, but for a bool, what help calls its value: "steps N".
func (f *Flags) Bind(p any, name, usage string) {
	name, value, _ := strings.Cut(name, " ")
	switch p := p.(type) {
	case *bool:
		f.BoolVar(p, name, *p, usage)
	case *int:
		f.IntVar(p, name, *p, usage)
	case *uint64:
		f.Uint64Var(p, name, *p, usage)
	case *float64:
		f.Float64Var(p, name, *p, usage)
	case *string:
		f.StringVar(p, name, *p, usage)
	case *[]string:
		f.Func(name, usage, func(s string) error { *p = append(*p, s); return nil })
	case func(string) error:
		f.Func(name, usage, p)
	default:
		panic(fmt.Sprintf("cli: --%s: no flag sets a %T", name, p))
	}
	f.help = append(f.help, entry{name, value, usage})
}

// Given reports whether a flag was set, on the command line or by a
// configuration file.
func (f *Flags) Given(name string) bool {
	given := false
	f.Visit(func(g *flag.Flag) { given = given || g.Name == name })
	return given
}

// takesValue reports whether there is a flag of that name that takes a value.
func (f *Flags) takesValue(name string) bool {
	g := f.Lookup(name)
	if g == nil {
		return false
	}
	b, ok := g.Value.(interface{ IsBoolFlag() bool })
	return !ok || !b.IsBoolFlag()
}

// parse sets the flags in a list of them. Errors are those of [Usage].
func (f *Flags) parse(list []string) error {
	f.SetOutput(io.Discard)
	if err := f.FlagSet.Parse(list); err != nil {
		return Usage("%w", err)
	}
	return nil
}

// arguments are a command line, sorted.
type arguments struct {
	flags    []string // with their values
	names    []string // of these flags, without dashes
	operands []string // all else
	literal  int      // operands[literal:] stood behind "--"
}

// split sorts a command line, on which flags and operands may be mixed, by
// which flags take a value. Behind "--" all are operands.
func split(args []string, takesValue func(name string) bool) arguments {
	var a arguments
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			a.operands = append(a.operands, arg)
			continue
		}
		name, _, hasValue := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
		a.flags, a.names = append(a.flags, arg), append(a.names, name)
		if !hasValue && len(args) > 0 && takesValue(name) {
			a.flags, args = append(a.flags, args[0]), args[1:]
		}
	}
	a.literal = len(a.operands)
	a.operands = append(a.operands, args...)
	return a
}

// Columns of help: where the texts begin, and the longest line.
const (
	helpIndent = 22
	helpWidth  = 79
)

// writeHelp lists all flags with their defaults.
func (f *Flags) writeHelp(b *strings.Builder) {
	for _, e := range f.help {
		if e.name == "" {
			fmt.Fprintln(b, e.text)
			continue
		}
		words := strings.Fields(e.text)
		if d := f.Lookup(e.name).DefValue; d != "" && d != "false" {
			words = append(words, "(default: "+d+")")
		}
		dashes := "--"[:min(2, len(e.name))] // -o
		line := fmt.Sprintf("%-*s", helpIndent, "  "+dashes+e.name+" "+e.value)
		for _, word := range words {
			if utf8.RuneCountInString(line+" "+word) > helpWidth {
				fmt.Fprintln(b, line)
				line = strings.Repeat(" ", helpIndent)
			}
			line += " " + word
		}
		fmt.Fprintln(b, line)
	}
}

// OneOf refuses a flag's value that is none of those it may have; what they are
// called is in the plural: "views".
func OneOf(name, value, what string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	last := len(values) - 1
	return Usage("--%s %s: the %s are %s and %s", name, value, what, strings.Join(values[:last], ", "), values[last])
}
