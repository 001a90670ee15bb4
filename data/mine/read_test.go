package mine

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const station = "Yesterday Mary met Tom at the station, and she took him by the arm."

func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	archive := tar.NewWriter(z)
	for i := 0; i < len(files); i += 2 {
		if err := archive.WriteHeader(&tar.Header{Name: files[i], Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(files[i+1]))}); err != nil {
			t.Fatal(err)
		}
		archive.Write([]byte(files[i+1]))
	}
	archive.Close()
	z.Close()
	return b.Bytes()
}

func TestReadDocuments(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		os.MkdirAll(filepath.Dir(path), 0o777)
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte("of gzip"))
	z.Close()
	write("folder/b.txt", []byte("b"))
	write("folder/in/a.text", []byte("a"))
	write("folder/in/c.txt.gz", zipped.Bytes())
	write("folder/notes.md", []byte("no text"))
	write("folder/t.tar.gz", packed(t, "n/two.txt", "two", "n/picture.png", "\x00", "n/one.txt", "one"))
	write("any-name", []byte("any"))

	var got []string
	err := readDocuments(t.Context(), []string{filepath.Join(dir, "any-name"), filepath.Join(dir, "folder")}, func(d document) error {
		got = append(got, d.name+"="+d.text)
		return nil
	})
	want := []string{"any-name=any", "b=b", "a=a", "c=of gzip", "two=two", "one=one"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, error %v, not %v", got, err, want)
	}

	write("empty/notes.md", nil)
	for path, want := range map[string]string{
		"absent": "no such file",
		"empty":  "the folder has no text",
		write("latin1.txt", []byte("a\ncaf\xe9")):         "latin1.txt:2: column 4: the byte 0xE9 is not UTF-8; in Latin-1 it is 'é'",
		write("zero.txt", []byte("a\x00b")):               "zero.txt:1: column 2: a NUL byte",
		write("plain.gz", []byte("this is no gzip file")): "plain.gz: gzip: invalid header",
		write("none.tar.gz", packed(t, "a.png", "x")):     "the archive has no text",
		write("bad.tar.gz", packed(t, "a.txt", "\xff")):   "bad.tar.gz: a.txt:1: column 1: the byte 0xFF",
		write("cut.tar.gz", packed(t, "a.txt", "a")[:30]): "cut.tar.gz: unexpected EOF",
	} {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		if _, err := Files(t.Context(), []string{path}, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, not %q", path, err, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte(station), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := 0
	_, err := Files(ctx, slices.Repeat([]string{path}, 1000), Options{Progress: func(p Progress) {
		done = p.Documents
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || done > 900 {
		t.Errorf("error %v after %d documents", err, done)
	}
}

func TestGutenberg(t *testing.T) {
	text := "Produced by Mary and Tom.\n*** START OF THE PROJECT GUTENBERG EBOOK EMMA ***\n\n" + station + "\n\n*** END OF THE PROJECT GUTENBERG EBOOK EMMA ***\nLicence\n"
	start, end := bookOf(text)
	if got := strings.TrimSpace(text[start:end]); got != station {
		t.Errorf("%q", got)
	}
	if start, end := bookOf(station); start != 0 || end != len(station) {
		t.Errorf("%d to %d without the lines", start, end)
	}
}

func TestParagraphs(t *testing.T) {
	wide := strings.Repeat("A line of an article is long . ", 8)
	text := "CHAPTER ONE OF THIS BOOK, WHICH IS SO SHORT THAT NOBODY READS IT\n\n" +
		"The first _line_ of\r\na paragraph,   wrapped at few\ncolumns.\n\nshort\n\n" + wide + "\n" + wide + "\n"
	var got []string
	for p := range paragraphs(text) {
		got = append(got, p.text)
		if !strings.HasPrefix(text[p.offset:], p.text[:5]) {
			t.Errorf("offset %d of %q", p.offset, p.text)
		}
	}
	clean := strings.TrimSpace(strings.Repeat("A line of an article is long. ", 8))
	if want := []string{"The first line of a paragraph, wrapped at few columns.", clean, clean}; !slices.Equal(got, want) {
		t.Errorf("%q\nnot %q", got, want)
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"Mr. Smith left. He ran!":                    {"Mr. Smith left.", "He ran!"},
		"“Why?” he asked. “Yes.” She sat.":           {"“Why?” he asked.", "“Yes.”", "She sat."},
		"J. Smith paid 3.50 at St. Ives. Then what?": {"J. Smith paid 3.50 at St. Ives.", "Then what?"},
		`"Go!" Tom said. "Now."`:                     {`"Go!"`, "Tom said.", `"Now."`},
		"It was... odd. So was I. We left.":          {"It was... odd.", "So was I.", "We left."},
	} {
		p := newParagraph(0, text)
		var got []string
		for _, s := range p.sentences {
			got = append(got, p.spelled(s))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q\nnot %q", got, want)
		}
	}
}

func TestQuotes(t *testing.T) {
	for text, want := range map[string]string{
		"“Go,” he said, “now.”":                      "11110002222",
		`He said "go" and "now".`:                    "001110222" + "0",
		"'Tis Tom's hat. 'So it is,' he said.":       "000000111111000",
		"He said, 'Tom's hat!' and left, 'tis true.": "0001111110000000",
		"‘The boys’ hats,’ he said.":                 "1111111000",
	} {
		p := newParagraph(0, text)
		var got string
		for _, q := range p.quoted {
			got += string(rune('0' + q))
		}
		if got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}
