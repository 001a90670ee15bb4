package main

import (
	"fmt"
	"io"
	"path/filepath"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
)

// dataFlags are the flags of forms that read examples.
type dataFlags struct {
	paths  []string
	format string
}

func (d *dataFlags) bind(f *cli.Form, otherwise string) {
	f.Bind(&d.paths, "data PATH", "file of examples; may be repeated (default: "+otherwise+")")
	f.Bind(&d.format, "format NAME", "jsonl or gap (default: seen from the file)")
}

// check refuses a format that is unknown, or is given without a file.
func (d *dataFlags) check() error {
	switch {
	case d.format == "":
		return nil
	case len(d.paths) == 0:
		return cli.Usage("--format is of files: name them by --data")
	}
	return cli.OneOf("format", d.format, "formats", data.Formats())
}

// read reads the files as one set, or else the built-in held-out splits.
func (d *dataFlags) read(stderr io.Writer) ([]accuracy.Set, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if len(d.paths) == 0 {
		c, err := corpus.Load()
		if err != nil {
			return nil, err
		}
		var sets []accuracy.Set
		for _, split := range c.Heldout {
			sets = append(sets, accuracy.Set{Name: split.Name, About: split.About, Examples: split.Examples})
		}
		return sets, nil
	}
	set := accuracy.Set{Name: filepath.Base(d.paths[0])}
	for i, path := range d.paths {
		f, err := data.ReadFile(path, d.format)
		if err != nil {
			return nil, err
		}
		for _, line := range f.Summary(path) {
			fmt.Fprintln(stderr, line)
		}
		switch {
		case i == 0:
			set.Format = f.Format
		case set.Format != f.Format:
			set.Format = "" // GAP's score is of GAP's examples alone
		}
		set.Examples = append(set.Examples, f.Examples...)
	}
	if len(d.paths) > 1 {
		set.Name = "all files"
	}
	return []accuracy.Set{set}, nil
}
