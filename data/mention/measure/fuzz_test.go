package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The entities of documents that are read, in any of the formats, are spans of their
// tokens.
func FuzzDocuments(f *testing.F) {
	f.Add("#begin document (a); part 0\na\t0\t0\tShe\t_\t_\t_\t_\t_\t_\t_\t_\t(1)\na\t0\t1\t's\t_\t_\t_\t_\t_\t_\t_\t_\t(2|2)\n")
	f.Add("# newdoc\n1\tShe\tshe\tPRON\t_\t_\t0\t_\t_\tEntity=(1-person)\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n3\tn't\t_\t_\t_\t_\t_\t_\t_\tEntity=(2-x|SpaceAfter=No\n4\t.\t.\t_\t_\t_\t_\t_\t_\tEntity=2)\n")
	f.Add("en\tx\t0\tThe dog didn't.\t[\"The\",\"dog\",\"did\",\"n't\"]\t[]\t[[\"The dog\",[0,2],0,true],[\"n't\",[3,4]]]\n")
	f.Add("\t\t\t\t[]\t\t[[1],[]]\n")
	f.Fuzz(func(t *testing.T, content string) {
		dir := t.TempDir()
		for _, name := range []string{"litbank/a.conll", "gum/a.conllu", "xwino/en-dpr-train.tsv"} {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		for _, read := range []func(dir string) ([]document, error){readLitBank, readGUM, readDPR} {
			documents, err := read(dir)
			if err != nil {
				continue
			}
			for _, d := range documents {
				if len(d.sentence) != len(d.tokens) {
					t.Errorf("%d sentence numbers of %d tokens", len(d.sentence), len(d.tokens))
				}
				for _, entity := range d.entities {
					for _, s := range entity {
						if s.Start < 0 || s.End > len(d.tokens) || s.Len() < 1 {
							t.Errorf("the span %v of %d tokens", s, len(d.tokens))
						}
					}
				}
			}
		}
	})
}
