package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"antecedent/inspect/export"
)

// exportFlags are those of the export form alone.
func exportFlags(f *flag.FlagSet, s *settings) {
	f.StringVar(&s.Out, "o", "", "")
	f.StringVar(&s.To, "to", "", "")
}

// exportTo writes the weights of texts in another viewer's format.
func exportTo(ctx context.Context, s *settings, stdin io.Reader, stdout, stderr io.Writer) error {
	names := strings.Join(export.Formats(), ", ")
	switch {
	case s.To == "":
		return fmt.Errorf("export needs --to FORMAT, one of %s; %w", names, errUsage)
	case !slices.Contains(export.Formats(), s.To):
		return fmt.Errorf("--to %s: the formats are %s; %w", s.To, names, errUsage)
	case s.JSON:
		return fmt.Errorf("export writes the format of --to; --json is of the other forms; %w", errUsage)
	}
	if f, ok := stdout.(*os.File); ok && s.To == "npz" && s.Out == "" && term.IsTerminal(int(f.Fd())) {
		return fmt.Errorf("npz is binary: name a file by -o; %w", errUsage)
	}
	lines, err := texts(s, stdin)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return fmt.Errorf("no text: give one as an argument, or lines on standard input; %w", errUsage)
	}
	r, err := open(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	var list []export.Text
	for _, line := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		answers, err := r.Text(line.text)
		if err != nil {
			return fmt.Errorf("%s: %w", line.where, err)
		}
		list = append(list, export.Text{Text: line.text, Answers: answers})
	}
	return output(s.Out, stdout, func(w io.Writer) error { return export.Write(w, s.To, list) })
}
