package mine

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"antecedent/internal/text"
)

// A document is one text file.
type document struct {
	name string // its base name without the suffix
	text string
}

// The longest text and the longest line that are read, in bytes: a text is held in memory
// whole, with some fifty times as much for its words, and no book is as long.
const maxDocument, maxLine = 32 << 20, 4 << 20

// An UnreadError lists why texts were passed over that are too long or no text. All others
// were read.
type UnreadError []error

func (e UnreadError) Error() string { return errors.Join(e...).Error() }

// add takes the error of a text, and returns an error of anything else.
func (e *UnreadError) add(err error) error {
	if bad := (badText{}); errors.As(err, &bad) {
		*e = append(*e, err)
		return nil
	}
	return err
}

// badText is the error of one text.
type badText struct{ error }

// readDocuments calls use for every text of the files, in a fixed order, until use
// returns an error. The error is an [UnreadError] if there is no other. A path may name a plain text, a .gz file of one text, a .tar.gz or
// .tgz archive, or a folder. Of folders and archives only files with a known suffix
// are read, in the order of their names and of the archive.
func readDocuments(ctx context.Context, paths []string, use func(document) error) error {
	var unread UnreadError
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return fmt.Errorf("mine: %w", err)
		}
		if !info.IsDir() {
			if err := readPath(ctx, path, use, &unread); err != nil {
				return err
			}
			continue
		}
		files, err := textFiles(path)
		if err != nil {
			return fmt.Errorf("mine: %w", err)
		}
		if len(files) == 0 {
			return fmt.Errorf("mine: %s: the folder has no text; its files must end in %s", path, strings.Join(suffixes, ", "))
		}
		for _, file := range files {
			if err := readPath(ctx, file, use, &unread); err != nil {
				return err
			}
		}
	}
	if len(unread) > 0 {
		return unread
	}
	return nil
}

var suffixes = []string{".txt", ".text", ".txt.gz", ".tar.gz", ".tgz"}

func hasSuffix(name string, suffixes ...string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

// textFiles lists the texts and archives of a folder and the folders in it.
func textFiles(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && hasSuffix(path, suffixes...) {
			files = append(files, path)
		}
		return err
	})
	return files, err
}

// readPath reads one file, which is not a folder.
func readPath(ctx context.Context, path string, use func(document) error, unread *UnreadError) (err error) {
	f, err := text.Open(ctx, path)
	if err != nil {
		return fmt.Errorf("mine: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if hasSuffix(path, ".gz", ".tgz") {
		unzipped, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("mine: %s: %w", path, err)
		}
		r = unzipped
	}
	if hasSuffix(path, ".tar.gz", ".tgz", ".tar") {
		return readArchive(ctx, path, r, use, unread)
	}
	return unread.add(readText(ctx, path, path, r, use))
}

func readArchive(ctx context.Context, path string, r io.Reader, use func(document) error, unread *UnreadError) error {
	texts := 0
	for archive := tar.NewReader(r); ; {
		header, err := archive.Next()
		switch {
		case err == io.EOF && texts == 0:
			return fmt.Errorf("mine: %s: the archive has no text; its files must end in .txt or .text", path)
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("mine: %s: %w", path, err)
		case header.Typeflag != tar.TypeReg || !hasSuffix(header.Name, ".txt", ".text"):
			continue
		}
		texts++
		if err := unread.add(readText(ctx, path+": "+header.Name, header.Name, archive, use)); err != nil {
			return err
		}
	}
}

// readText reads one text; where says which it is in an error.
func readText(ctx context.Context, where, path string, r io.Reader, use func(document) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	content, err := text.ReadAll(text.NewReader(r), maxDocument, maxLine)
	switch {
	case errors.Is(err, text.ErrEncoding), errors.Is(err, text.ErrLength):
		return badText{fmt.Errorf("mine: %s: %w", where, err)}
	case err != nil:
		return fmt.Errorf("mine: %s: %w", where, err)
	}
	if line, bad := text.FirstBad(content); bad != nil {
		return badText{fmt.Errorf("mine: %s:%d: %w", where, line, bad)}
	}
	name := filepath.Base(filepath.FromSlash(path))
	for _, suffix := range []string{".gz", ".txt", ".text"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return use(document{name, content})
}
