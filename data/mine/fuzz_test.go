package mine

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// Of a file, whatever it holds, texts are read, or an error names it.
func FuzzDocuments(f *testing.F) {
	f.Add([]byte("It was.\n"), "a.txt")
	f.Add([]byte("\xff\xfea\x00"), "a.text")
	f.Add([]byte("a\x00b"), "a.txt")
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte("It was."))
	z.Close()
	f.Add(b.Bytes(), "a.txt.gz")
	b.Reset()
	archive := tar.NewWriter(&b)
	archive.WriteHeader(&tar.Header{Name: "in/b.txt", Typeflag: tar.TypeReg, Size: 2})
	archive.Write([]byte("It"))
	archive.Close()
	f.Add(b.Bytes(), "a.tar")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		suffix := ".txt"
		for _, s := range []string{".gz", ".tar", ".tgz", ".tar.gz"} {
			if strings.HasSuffix(name, s) {
				suffix = s
			}
		}
		path := filepath.Join(t.TempDir(), "a"+suffix)
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
		n := 0
		err := readDocuments(t.Context(), []string{path}, func(d document) error {
			n++
			if !utf8.ValidString(d.text) || strings.ContainsRune(d.text, 0) || strings.Contains(d.name, "/") {
				t.Errorf("document %q: %q", d.name, d.text)
			}
			return nil
		})
		if err == nil && n == 0 {
			t.Error("no text, and no error")
		}
		var unread UnreadError
		if errors.As(err, &unread) {
			for _, err := range unread {
				if !strings.HasPrefix(err.Error(), "mine: "+path) {
					t.Errorf("error %q", err)
				}
			}
		} else if err != nil && !strings.HasPrefix(err.Error(), "mine: "+path) {
			t.Errorf("error %q", err)
		}
	})
}

// The tokens of a paragraph stand in it, its sentences follow each other, and a passage
// holds the pronouns that it is made for.
func FuzzParagraphs(f *testing.F) {
	f.Add(strings.Repeat("Yesterday Mary met Tom at the station. ", 3) + "\n\n_She_ took him.\r\nBy the arm, which hurt; and then they left it all.")
	f.Add("*** START OF THE PROJECT GUTENBERG EBOOK X ***\n" + station + "\n*** END OF THE PROJECT GUTENBERG EBOOK X ***")
	f.Add("“Why?” he asked. ‘Yes, I said so, she did, it was.’ Mr. A. B. C. left...  it\u00a0was\u2028.")
	f.Fuzz(func(t *testing.T, text string) {
		last := -1
		for p := range paragraphs(text) {
			if p.offset <= last || p.offset >= len(text) {
				t.Fatalf("a paragraph at %d behind %d of %d bytes", p.offset, last, len(text))
			}
			last = p.offset
			runes, end := []rune(p.text), 0
			for _, token := range p.tokens {
				if string(runes[token.Start:token.End]) != token.Text {
					t.Fatalf("token %+v of %q", token, p.text)
				}
			}
			for k, s := range p.sentences {
				if s.Start != end || s.End <= s.Start {
					t.Fatalf("sentences %v", p.sentences)
				}
				end = s.End
				passage, ok := p.passage(k)
				if ok != (len(passage.Pronouns) > 0) {
					t.Errorf("%d pronouns, %t", len(passage.Pronouns), ok)
				}
				for _, e := range passage.Pronouns {
					if err := e.Validate(); err != nil {
						t.Error(err)
					}
				}
			}
			if end != len(p.tokens) {
				t.Fatalf("sentences %v of %d tokens", p.sentences, len(p.tokens))
			}
		}
	})
}

// Verdicts that are read are written as lines that are read the same.
func FuzzVerdicts(f *testing.F) {
	f.Add("# ID\na:1\t00ff\tTom|Mary\tright\nb:2\t00\tA|B\tunclear\twhy not\n")
	f.Add("a\tb\tc\tmaybe\n")
	f.Fuzz(func(t *testing.T, content string) {
		list, err := ReadVerdicts(strings.NewReader(content))
		if err != nil {
			return
		}
		var b strings.Builder
		for _, v := range list {
			b.WriteString(v.String() + "\n")
		}
		again, err := ReadVerdicts(strings.NewReader(b.String()))
		if err != nil || len(again) != len(list) {
			t.Fatalf("%d verdicts of %d, %v: %q", len(again), len(list), err, b.String())
		}
	})
}
