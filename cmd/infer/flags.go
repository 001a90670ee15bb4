package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"antecedent/inspect/layout"
)

// settings are what the flags say.
type settings struct {
	Checkpoint string
	JSON       bool
	Color      string
	Width      int
	Data       []string
	Format     string
	Heads      bool   // eval looks at the heads
	Look       look   // of explain, the map of a head and svg
	Out        string // of html, svg and export
	Other      string // of html: the checkpoint to compare with
	View       string // of svg
	To         string // of export

	Texts []string // the arguments
}

// errUsage marks an error that is the command line's.
var errUsage = errors.New("see --help")

// viewFlags are of the forms that show weights in the terminal.
func viewFlags(f *flag.FlagSet, s *settings) {
	f.StringVar(&s.Color, "color", "auto", "")
	f.IntVar(&s.Width, "width", 0, "")
	s.Look.flags(f)
}

// dataFlags are of the forms that read examples.
func dataFlags(f *flag.FlagSet, s *settings) {
	f.Func("data", "", func(path string) error { s.Data = append(s.Data, path); return nil })
	f.StringVar(&s.Format, "format", "", "")
}

// parse reads flags and texts, which may come in any order.
func parse(args []string, own func(*flag.FlagSet, *settings)) (*settings, error) {
	s := &settings{}
	f := flag.NewFlagSet("infer", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&s.Checkpoint, "checkpoint", "", "")
	f.BoolVar(&s.JSON, "json", false, "")
	own(f, s)
	for {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, err
		} else if err != nil {
			return nil, fmt.Errorf("%w; %w", err, errUsage)
		}
		if f.NArg() == 0 {
			break
		}
		s.Texts = append(s.Texts, f.Arg(0))
		args = f.Args()[1:]
	}
	if s.Width < 0 {
		return nil, fmt.Errorf("--width %d: use a number of columns, or 0 for the terminal's; %w", s.Width, errUsage)
	}
	return s, nil
}

// style is how text is to be drawn on stdout.
func (s *settings) style(stdout io.Writer) (layout.Style, error) {
	width, isTerminal := 80, false
	if f, ok := stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		isTerminal = true
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			width = w
		}
	}
	if s.Width > 0 {
		width = s.Width
	}
	style, err := layout.NewStyle(s.Color, isTerminal, width, os.Getenv)
	if err != nil {
		return style, fmt.Errorf("--color: %w; %w", err, errUsage)
	}
	return style, nil
}
