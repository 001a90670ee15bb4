package data

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// MaxTokens is the greatest length of a text. The time and memory of attention grow
// with the square of it; a GAP snippet has about 80 tokens.
const MaxTokens = 512

// A File is what was read from one file: for every row an example, or the reason why
// the row was skipped.
type File struct {
	Format   string
	Examples []Example
	Skipped  []Skipped
}

// Summary returns lines that say how many examples were read from the file at path,
// and which rows were skipped.
func (f *File) Summary(path string) []string {
	const most = 10 // reasons; a broken file would fill the screen
	lines := []string{fmt.Sprintf("%s: %d examples (%s), %d skipped", path, len(f.Examples), f.Format, len(f.Skipped))}
	for i, s := range f.Skipped {
		if i == most {
			lines = append(lines, fmt.Sprintf("  … and %d more", len(f.Skipped)-most))
			break
		}
		lines = append(lines, "  skipped "+s.String())
	}
	return lines
}

// Skipped is a row that could not become an example.
type Skipped struct {
	Where  string // file name and line, "gap.tsv:17"
	Reason string
}

func (s Skipped) String() string { return "data: " + s.Where + ": " + s.Reason }

// A format is one file format for examples.
type format struct {
	name   string
	suffix string                  // of the names of its files
	sniff  func(first string) bool // whether a first line must be of this format
	read   func(*input)            // turns every row into in.add or in.skip
}

// formats are the readable formats, by name.
var formats = []format{
	{"gap", ".tsv", sniffGAP, readGAP},
	{"jsonl", ".jsonl", sniffJSONL, readJSONL},
}

// Formats returns the names of the formats that ReadFile knows.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// ReadFile reads the examples of one file in the format of that name, or in
// the one that its first line and its name suggest if format is empty.
//
// A row that cannot be used is skipped, with the place and the reason in the
// result. It is an error if the file cannot be read, is not UTF-8 text, is of
// no known format, or holds no row that can be used.
func ReadFile(path, format string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("data: %s is a folder; name a file of examples in it", path)
	}
	return read(f, path, format)
}

// read is ReadFile for a file that is open.
func read(r io.Reader, path, name string) (*File, error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	head, err := buffered.Peek(1 << 16)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("data: %w", err)
	}
	if !isText(head[:min(len(head), 1024)]) {
		return nil, fmt.Errorf("data: %s is not text in UTF-8; give a file of format %s", path, strings.Join(Formats(), " or "))
	}
	first := firstRow(head)
	if first == "" && len(head) < 1<<16 {
		return nil, fmt.Errorf("data: %s holds no examples: it is empty", path)
	}
	f, err := choose(name, path, first)
	if err != nil {
		return nil, err
	}
	in := &input{name: filepath.Base(path), buffered: buffered, file: &File{Format: f.name}}
	f.read(in)
	switch {
	case in.err != nil:
		return nil, fmt.Errorf("data: %w", in.err)
	case len(in.file.Examples) > 0:
		return in.file, nil
	case len(in.file.Skipped) > 0:
		return nil, fmt.Errorf("%s; no row of the file can be used (%d skipped)", in.file.Skipped[0], len(in.file.Skipped))
	}
	return nil, fmt.Errorf("data: %s holds no examples: it has a header and no row", path)
}

// choose finds a format by its name, else by the file's first row, else by the
// file's name.
func choose(name, path, first string) (format, error) {
	known := strings.Join(Formats(), ", ")
	if name != "" {
		for _, f := range formats {
			if f.name == name {
				return f, nil
			}
		}
		return format{}, fmt.Errorf("data: %s: unknown format %q; the formats are %s", path, name, known)
	}
	for _, f := range formats {
		if f.sniff(first) {
			return f, nil
		}
	}
	for _, f := range formats {
		if strings.EqualFold(filepath.Ext(path), f.suffix) {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("data: %s is of no format that can be recognised; say which of %s it is", path, known)
}

// isText reports whether the beginning of a file looks like UTF-8. Its last
// character may be cut off.
func isText(head []byte) bool {
	for len(head) > 0 {
		if !utf8.FullRune(head) {
			return true
		}
		r, size := utf8.DecodeRune(head)
		if r == 0 || r == utf8.RuneError && size == 1 {
			return false
		}
		head = head[size:]
	}
	return true
}

// firstRow is the first line that is not blank, as far as head holds it.
func firstRow(head []byte) string {
	for line := range bytes.Lines(bytes.TrimPrefix(head, []byte(byteOrderMark))) {
		if row := bytes.TrimSpace(line); len(row) > 0 {
			return string(bytes.TrimRight(line, "\r\n"))
		}
	}
	return ""
}
