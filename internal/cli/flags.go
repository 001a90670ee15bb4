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
	groups []group
}

// A group is flags under one heading.
type group struct {
	title   string
	entries []entry
}

// An entry is a flag as help shows it.
type entry struct{ name, value, usage string }

// Group begins a group: the flags defined from here on are listed under the
// title.
func (f *Flags) Group(title string) { f.groups = append(f.groups, group{title: title}) }

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
		f.Var((*list)(p), name, usage)
	case func(string) error:
		f.Func(name, usage, p)
	default:
		panic(fmt.Sprintf("cli: --%s: no flag sets a %T", name, p))
	}
	if len(f.groups) == 0 {
		f.Group("flags")
	}
	g := &f.groups[len(f.groups)-1]
	g.entries = append(g.entries, entry{name, value, usage})
}

// list is a flag that may be repeated.
type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

// Given reports whether a flag was set, on the command line or by a
// configuration file.
func (f *Flags) Given(name string) bool {
	given := false
	f.Visit(func(g *flag.Flag) { given = given || g.Name == name })
	return given
}

// TakesValue reports whether there is a flag of that name that takes a value.
func (f *Flags) TakesValue(name string) bool {
	g := f.Lookup(name)
	if g == nil {
		return false
	}
	b, ok := g.Value.(interface{ IsBoolFlag() bool })
	return !ok || !b.IsBoolFlag()
}

// Parse sets the flags of a command line. Errors are those of [Usage].
func (f *Flags) Parse(a Arguments) error {
	f.SetOutput(io.Discard)
	if err := f.FlagSet.Parse(a.Flags); err != nil {
		return Usage("%w", err)
	}
	return nil
}

// Arguments are a command line, sorted.
type Arguments struct {
	Flags    []string // with their values
	Names    []string // of these flags, without dashes
	Operands []string // all else
	Literal  int      // Operands[Literal:] stood behind "--"
}

// Split sorts a command line, on which flags and operands may be mixed, by
// which flags take a value. Behind "--" all are operands.
func Split(args []string, takesValue func(name string) bool) Arguments {
	var a Arguments
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			a.Operands = append(a.Operands, arg)
			continue
		}
		name, _, hasValue := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
		a.Flags, a.Names = append(a.Flags, arg), append(a.Names, name)
		if !hasValue && len(args) > 0 && takesValue(name) {
			a.Flags, args = append(a.Flags, args[0]), args[1:]
		}
	}
	a.Literal = len(a.Operands)
	a.Operands = append(a.Operands, args...)
	return a
}

// Has reports whether one of the flags was given by any of these names.
func (a *Arguments) Has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(a.Names, name) })
}

// Help columns: where the texts begin and where lines end.
const (
	helpIndent = 23
	helpWidth  = 79
)

// WriteHelp lists all flags by group, with their defaults.
func (f *Flags) WriteHelp(w io.Writer) error {
	var b strings.Builder
	for _, g := range f.groups {
		fmt.Fprintln(&b, g.title)
		for _, e := range g.entries {
			words := strings.Fields(e.usage)
			if d := f.Lookup(e.name).DefValue; d != "" && d != "false" {
				words = append(words, "(default: "+d+")")
			}
			dashes := "--"
			if len(e.name) == 1 {
				dashes = "-"
			}
			line := fmt.Sprintf("%-*s", helpIndent-1, "  "+dashes+strings.TrimSpace(e.name+" "+e.value))
			for _, word := range words {
				if utf8.RuneCountInString(line+" "+word) > helpWidth {
					fmt.Fprintln(&b, line)
					line = strings.Repeat(" ", helpIndent-1)
				}
				line += " " + word
			}
			fmt.Fprintln(&b, line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// OneOf refuses a flag's value that is none of those it may have. what they are
// called is in the plural: "views".
func OneOf(name, value, what string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	last := len(values) - 1
	return Usage("--%s %s: the %s are %s and %s", name, value, what, strings.Join(values[:last], ", "), values[last])
}
