package cli

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/inspect/layout"
)

// Flags is a set of flags that keeps the order in which they were defined, for
// help. The zero Flags is empty. Define flags with [Flags.Bind] only.
type Flags struct {
	flag.FlagSet
	lines []line
}

// A line of help: a flag, or a heading if name is empty.
type line struct{ name, value, text string }

// Group puts a heading over the flags defined from here on.
func (f *Flags) Group(title string) { f.lines = append(f.lines, line{text: title}) }

// Bind defines a flag that sets *p, whose present value is the default, or that
// calls p. p is a *bool, *int, *uint64, *float64, *string, *[]string, to which
// each use of the flag appends, or a func(string) error. name is the flag's name
// and, but for a bool, what help calls its value: "steps N". An empty value, as of a
// shell variable that is not set, is an error.
func (f *Flags) Bind(p any, name, usage string) {
	name, called, _ := strings.Cut(name, " ")
	switch p := p.(type) {
	case *bool:
		f.Var(boolValue{value[bool]{p, parseBool}}, name, usage)
	case *int:
		f.Var(value[int]{p, parseInt}, name, usage)
	case *uint64:
		f.Var(value[uint64]{p, parseUint64}, name, usage)
	case *float64:
		f.Var(value[float64]{p, parseFloat}, name, usage)
	case *string:
		f.Var(value[string]{p, parseString}, name, usage)
	case *[]string:
		f.Func(name, usage, notEmpty(func(s string) error { *p = append(*p, s); return nil }))
	case func(string) error:
		f.Func(name, usage, notEmpty(p))
	default:
		panic(fmt.Sprintf("cli: --%s: no flag sets a %T", name, p))
	}
	f.lines = append(f.lines, line{name, called, usage})
}

// notEmpty is set for values that are not empty.
func notEmpty(set func(string) error) func(string) error {
	return func(s string) error {
		if s == "" {
			return errEmpty
		}
		return set(s)
	}
}

// Given reports whether a flag was set, on the command line or by a
// configuration file.
func (f *Flags) Given(name string) bool {
	given := false
	f.Visit(func(g *flag.Flag) { given = given || g.Name == name })
	return given
}

// dashed is a flag as it is typed: --head, but -o.
func dashed(name string) string { return "--"[:min(2, len(name))] + name }

// writeHelp lists the headings, and the flags for whose names has is true, with
// their defaults.
func (f *Flags) writeHelp(w io.Writer, has func(name string) bool) error {
	p := layout.NewPrinter(w, layout.Style{Width: 79})
	for _, l := range f.lines {
		switch {
		case l.name == "":
			p.Line(l.text)
		case has(l.name):
			const column = 23 // where the texts begin
			text := fmt.Sprintf("  %-*s", column-3, dashed(l.name)+" "+l.value)
			text = strings.ReplaceAll(text, " ", layout.NBSP) + " " + l.text
			if d := f.Lookup(l.name).DefValue; d != "" && d != "false" {
				text += " (default:" + layout.NBSP + d + ")"
			}
			p.Wrap(layout.Plain, text, 0, column)
		}
	}
	return p.Err()
}

// OneOf returns an error for a flag's value that is none of those it may have;
// what they are called is in the plural: "views".
func OneOf(name, value, what string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	last := len(values) - 1
	return Usage("--%s %s: the %s are %s and %s", name, value, what, strings.Join(values[:last], ", "), values[last])
}

// CheckFormat checks the value of --format, which must be one of formats, and
// have files to be the format of.
func CheckFormat(format string, files, formats []string) error {
	switch {
	case format == "":
		return nil
	case len(files) == 0:
		return Usage("--format is of files: name them by --data")
	}
	return OneOf("format", format, "formats", formats)
}
