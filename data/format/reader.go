package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"antecedent/internal/text"
)

// A kind is one file format for examples.
type kind struct {
	name   string
	suffix string                    // of the names of its files, if that tells it from the others
	line   int                       // bytes of the longest line that is read
	sniff  func(first []string) bool // whether the first rows must be of this format
	read   func(*input)              // turns every row into in.add, in.skip or in.pass
}

// kinds are the readable formats, by name.
var kinds = []kind{
	{"conll", ".conll", maxLine, sniffCoNLL, readCoNLL},
	{"conllu", ".conllu", maxLine, sniffCoNLLU, readCoNLLU},
	{"csv", ".csv", maxLine, sniffCSV, readCSV},
	{"dpr", "", maxLine, sniffDPR, readDPR},
	{"gap", ".tsv", maxLine, sniffGAP, readGAP},
	{"jsonl", ".jsonl", maxLine, sniffJSONL, readJSONL},
	{"jsonlines", ".jsonlines", maxDocument, sniffJSONLines, readJSONLines},
	{"winobias", "", maxLine, sniffWinoBias, readWinoBias},
	{"winogender", "", maxLine, sniffWinogender, readWinogender},
	{"wsc", ".xml", maxLine, sniffWSC, readWSC},
}

// Names returns the names of the formats that ReadFile knows.
func Names() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// ReadFile reads the examples of one file in the format of that name, or, if name is
// empty, in the one that its first rows or its name suggest. If path is a folder, it
// reads every file in it that is of that format, or of any format, in the order of
// their names, and ignores the others.
//
// The text is in UTF-8 or, with a byte-order mark, in UTF-16. A row that cannot be used
// or is no text is skipped, wherever it stands, with the place and the reason in the
// result. It is an error if the file cannot be read, is no text, is of no known format,
// or holds no example, or if the context is cancelled meanwhile.
func ReadFile(ctx context.Context, path, name string) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("data: %w", err)
	case info.IsDir():
		return readFolder(ctx, path, name)
	}
	f, err := text.Open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	defer f.Close()
	return read(ctx, f, path, name)
}

// read is ReadFile for a file that is open.
func read(ctx context.Context, r io.Reader, path, name string) (*File, error) {
	in, k, err := open(ctx, r, path, name)
	if err != nil {
		return nil, err
	}
	file, err := in.readAll(k)
	if err != nil {
		return nil, err
	}
	return file, file.checkEmpty(path)
}

// open finds the format of a file.
func open(ctx context.Context, r io.Reader, path, name string) (*input, kind, error) {
	buffered := bufio.NewReaderSize(text.NewReader(r), 1<<16)
	head, err := buffered.Peek(1 << 16)
	known := strings.Join(Names(), ", ")
	switch {
	case errors.Is(err, text.ErrEncoding):
		return nil, kind{}, noFormat("data: %s: %v", path, err)
	case err != nil && err != io.EOF:
		return nil, kind{}, fmt.Errorf("data: %s: %w", path, err)
	case isBinary(head):
		return nil, kind{}, noFormat("data: %s is not text; give a file of a format among %s", path, known)
	}
	first := firstRows(head)
	if len(first) == 0 && len(head) < 1<<16 {
		return nil, kind{}, noFormat("data: %s holds no examples: it is empty", path)
	}
	k, err := choose(name, path, first)
	if errors.As(err, new(formatError)) { // what is no text may be why
		if line, bad := text.FirstBad(string(head)); bad != nil {
			err = noFormat("data: %s:%d: %v", path, line, bad)
		}
	}
	if err != nil {
		return nil, kind{}, err
	}
	return &input{ctx: ctx, name: filepath.Base(path), buffered: buffered, longest: k.line, file: &File{Format: k.name}}, k, nil
}

// A formatError says why a file is of no known format.
type formatError string

func (e formatError) Error() string { return string(e) }

func noFormat(message string, args ...any) error { return formatError(fmt.Sprintf(message, args...)) }

// choose finds a format by its name, else by the file's first rows, else by the
// file's name.
func choose(name, path string, first []string) (kind, error) {
	known := strings.Join(Names(), ", ")
	if name != "" {
		for _, k := range kinds {
			if k.name == name {
				return k, nil
			}
		}
		return kind{}, fmt.Errorf("data: %s: unknown format %q; the formats are %s", path, name, known)
	}
	for i := range first { // the first row, or the one after it where that is a bad one
		for _, k := range kinds {
			if k.sniff(first[i:]) {
				return k, nil
			}
		}
		for _, k := range kinds {
			if k.hasSuffix(path) {
				return k, nil
			}
		}
	}
	return kind{}, noFormat("data: %s is of no format that can be recognised; say which of %s it is", path, known)
}

// hasSuffix reports whether a file's name says that it is of the format.
func (k kind) hasSuffix(path string) bool {
	return k.suffix != "" && strings.EqualFold(filepath.Ext(path), k.suffix)
}

// isBinary reports whether the beginning of a file is not that of a text, of which a
// few lines may be damaged: more than a few of its bytes are control characters.
func isBinary(head []byte) bool {
	controls := 0
	for _, b := range head {
		if b < ' ' && !bytes.Contains([]byte("\t\n\v\f\r\x1b"), []byte{b}) {
			controls++
		}
	}
	return controls > 4 && controls > len(head)/32
}

// firstRows are the first lines that are not blank, at most 8, as far as head holds
// them. Trailing tabs, which are empty columns, are kept; bytes that are not UTF-8 are
// left out, as they do not hide the format.
func firstRows(head []byte) []string {
	var rows []string
	for line := range bytes.Lines(head) {
		if len(bytes.TrimSpace(line)) > 0 {
			rows = append(rows, strings.ToValidUTF8(string(bytes.TrimRight(line, "\r\n")), ""))
		}
		if len(rows) == 8 {
			break
		}
	}
	return rows
}
