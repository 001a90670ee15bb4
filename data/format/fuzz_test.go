package format

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzCoNLL(f *testing.F)      { fuzzReader(f, "conll", -1, "testdata/small.conll") }
func FuzzCoNLLU(f *testing.F)     { fuzzReader(f, "conllu", -1, "testdata/small.conllu") }
func FuzzDPR(f *testing.F)        { fuzzReader(f, "dpr", -1, "testdata/dpr.txt", "testdata/xwino.tsv") }
func FuzzWinoBias(f *testing.F)   { fuzzReader(f, "winobias", -1, "testdata/pro_stereotyped_type2.txt") }
func FuzzWinogender(f *testing.F) { fuzzReader(f, "winogender", 1, "testdata/winogender.tsv") }
func FuzzCSV(f *testing.F)        { fuzzReader(f, "csv", -1, "testdata/small.csv", "testdata/unlabelled.csv") }

func FuzzWSC(f *testing.F) { fuzzReader(f, "wsc", -1, "testdata/wsc.xml", "testdata/wsc.jsonl") }

func FuzzJSONLines(f *testing.F) {
	f.Add(`{"sentences":[["a"]],"clusters":[[[0,9223372036854775807]],[[-1,0]]]}`)
	f.Add(`{"cased_words":["it","it"],"sent_id":[1,1],"clusters":[[[0,1],[1,2]]]}`)
	fuzzReader(f, "jsonlines", -1, "testdata/small.jsonlines")
}

// Whatever the format that a file is taken for, what is read of it is in order.
func FuzzAnyFormat(f *testing.F) {
	names, err := filepath.Glob("testdata/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		if content, err := os.ReadFile(name); err == nil && filepath.Ext(name) != ".golden" {
			f.Add(string(content))
		}
	}
	f.Add("")
	f.Add("\x00\x01\x02\x03\x04\x05")
	f.Fuzz(func(t *testing.T, content string) {
		file, err := read(t.Context(), strings.NewReader(content), "fuzz", "")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "data: ") && (file == nil || len(file.Skipped) == 0) {
				t.Errorf("error %q", err)
			}
			return
		}
		if !slices.Contains(Names(), file.Format) {
			t.Errorf("format %q", file.Format)
		}
		checkFile(t, content, file, -1)
		if rows := file.Rows(); len(rows) != len(file.Examples)+len(file.Skipped) {
			t.Errorf("%d rows of %d examples and %d that are skipped", len(rows), len(file.Examples), len(file.Skipped))
		}
	})
}

// The records of a table have the lines of the file, each at most once and in order.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "a,\"b\nc\"\nd,e\n", "\"a\nb\nc", "a\"b\n\n\"\"\n", "a,b\n\"x\ny\",\"\nz\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if !utf8.ValidString(content) || strings.ContainsRune(content, 0) {
			return
		}
		lines := strings.Count(content, "\n") + 1
		in := &input{ctx: t.Context(), name: "fuzz", buffered: bufio.NewReader(strings.NewReader(content)), longest: maxLine, file: &File{}}
		last := 0
		for r := range in.records() {
			if r.line <= last || r.line > lines || r.err == nil && r.fields == nil {
				t.Fatalf("a record of line %d after %d, of %d: %q, %v", r.line, last, lines, r.fields, r.err)
			}
			last = r.line
		}
		if in.err != nil {
			t.Error(in.err)
		}
	})
}
