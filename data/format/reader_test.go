package format

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"antecedent/data"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// describe writes a file's examples and skipped rows so that a person can
// check them.
func describe(f *File) string {
	var out strings.Builder
	fmt.Fprintf(&out, "format %s\n", f.Format)
	for _, e := range f.Examples {
		span := func(s data.Span) string {
			return fmt.Sprintf("%d-%d %q", s.Start, s.End, string([]rune(e.Text)[e.Tokens[s.Start].Start:e.Tokens[s.End-1].End]))
		}
		fmt.Fprintf(&out, "\n%s id %s pair %q labelled %t\n  text       %s\n  pronoun    %s\n", e.Source, e.ID, e.Pair, e.Labelled, e.Text, span(e.Pronoun))
		for _, s := range e.Candidates {
			fmt.Fprintf(&out, "  candidate  %s\n", span(s))
		}
		for _, s := range e.Antecedents {
			fmt.Fprintf(&out, "  antecedent %s\n", span(s))
		}
	}
	out.WriteString("\n")
	for _, s := range f.Skipped {
		fmt.Fprintln(&out, s)
	}
	for _, p := range f.Passed {
		fmt.Fprintln(&out, p)
	}
	return out.String()
}

// fixtures are files of every format, with what is odd in published files of it.
var fixtures = []string{
	"small.conll", "small.conllu", "small.csv", "unlabelled.csv", "dpr.txt", "xwino.tsv", "small.tsv", "unlabelled.tsv",
	"small.jsonl", "small.jsonlines", "pro_stereotyped_type2.txt", "winogender.tsv", "wsc.xml", "wsc.jsonl",
}

func TestReadFileGoldens(t *testing.T) {
	for _, name := range fixtures {
		path := filepath.Join("testdata", name)
		f, err := ReadFile(t.Context(), path, "")
		if err != nil {
			t.Error(err)
			continue
		}
		got, golden := describe(f), path+".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

const goodRow = `{"text":"Ann saw her.","pronoun":[8,11],"antecedents":[[0,3]]}`

func TestReadRefusesAFile(t *testing.T) {
	known := strings.Join(Names(), ", ")
	for _, c := range []struct{ path, format, content, want string }{
		{"a.jsonl", "", "", "data: a.jsonl holds no examples: it is empty"},
		{"a.txt", "", " \n\n\t\n", "data: a.txt holds no examples: it is empty"},
		{"a.tsv", "", strings.Join(gapColumns, "\t") + "\n", "data: a.tsv holds no examples: it has a header and no row"},
		{"a.jsonl", "", "{\"text\":\x00", "data: a.jsonl:1: column 9: a NUL byte"},
		{"a.jsonl", "", strings.Repeat("\x1f\x8b\x08\xff", 9), "data: a.jsonl is not text; give a file of a format among " + known},
		{"a.jsonl", "", "caf\xe9 au lait", `data: a.jsonl:1: column 4: the byte 0xE9 is not UTF-8; in Latin-1 it is 'é'`},
		{"a.txt", "", "\ncaf\xe9 au lait", "data: a.txt:2: column 4: the byte 0xE9 is not UTF-8"},
		{"a.jsonl", "", "{\x00\"\x00t\x00\"\x00:\x00", "data: a.jsonl: the text seems to be in UTF-16LE without a byte-order mark"},
		{"a.jsonl", "xls", goodRow, `data: a.jsonl: unknown format "xls"; the formats are ` + known},
		{"a.txt", "", "Ann saw her.\n", "data: a.txt is of no format that can be recognised; say which of " + known + " it is"},
		{"b/a.jsonl", "", "\n{\"txt\":1}\n{}\n", `data: a.jsonl:2: unknown key "txt"; the keys are ` + jsonKeys + `; no row of the file can be used (2 skipped)`},
	} {
		_, err := read(t.Context(), strings.NewReader(c.content), c.path, c.format)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s of %q: got error\n %v, want\n %s", c.path, c.content, err, c.want)
		}
	}
	if _, err := ReadFile(t.Context(), "testdata/none.jsonl", ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestReadReportsAFailingDisk(t *testing.T) {
	failing := iotest.DataErrReader(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(goodRow))))
	if f, err := read(t.Context(), failing, "a.jsonl", ""); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("%v %v", f, err)
	}
}

func TestReadGuessesTheFormat(t *testing.T) {
	gapRow := "1\tAnn saw her.\ther\t8\tAnn\t0\tTRUE\tsaw\t4\tFALSE\tu\n"
	for _, c := range []struct{ path, content, want string }{
		{"a.jsonl", goodRow, "jsonl"},
		{"a.JSONL", goodRow, "jsonl"},
		{"a", "\n\n" + goodRow, "jsonl"},
		{"a.tsv", goodRow, "jsonl"}, // the content wins
		{"a.txt", gapRow, "gap"},
		{"a", "\ufeffID\tText\tPronoun\tPronoun_Offset\tA\tA-offset\tB\tB-offset\n1\tAnn saw her.\ther\t8\tAnn\t0\tsaw\t4\n", "gap"},
		{"a.TSV", "too\tfew\n" + gapRow, "gap"},
	} {
		f, err := read(t.Context(), strings.NewReader(c.content), c.path, "")
		if err != nil || f.Format != c.want || len(f.Examples) != 1 {
			t.Errorf("%s of %q: %+v %v", c.path, c.content, f, err)
		}
	}
}

func TestReadOddLines(t *testing.T) {
	long := strings.Replace(goodRow, "{", "{"+strings.Repeat(" ", maxLine-len(goodRow)-1), 1)
	if len(long) != maxLine-1 {
		t.Fatal(len(long))
	}
	tokens := func(n int) string {
		return fmt.Sprintf(`{"text":"her%s","pronoun":[0,3]}`, strings.Repeat(" a", n-1))
	}
	file, err := read(t.Context(), strings.NewReader(strings.Join([]string{
		"\ufeff" + goodRow + "\r", // 1
		"",
		long,              // 3
		" " + long + "  ", // 4
		strings.Repeat(" ", 2000) + "{\"text\":\"caf\xe9\"}", // 5
		tokens(data.MaxTokens),                               // 6
		tokens(data.MaxTokens + 1),
		goodRow,
	}, "\n")), "odd.jsonl", "")
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, e := range file.Examples {
		places = append(places, e.Source)
	}
	if got := strings.Join(places, " "); got != "odd.jsonl:1 odd.jsonl:3 odd.jsonl:6 odd.jsonl:7 odd.jsonl:8" {
		t.Errorf("read %s", got)
	}
	want := []Skipped{
		{"odd.jsonl:4", "the line is longer than 4 MB; split it"},
		{"odd.jsonl:5", "column 2013: the byte 0xE9 is not UTF-8; in Latin-1 it is 'é': convert the text, for example by iconv -f latin1 -t utf8"},
	}
	if diff := cmp.Diff(want, file.Skipped); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A bad row is skipped and named wherever it stands, in every format of one example a row.
func TestReadSkipsABadRowAnywhere(t *testing.T) {
	formats := map[string]struct{ header, row, mixed string }{
		"a.jsonl":     {"", goodRow, "jsonl"},
		"a.jsonlines": {"", `{"sentences":[["Ann","saw","a","cat","as","she","left","."]],"clusters":[[[0,0],[5,5]]]}`, "jsonlines"},
		"a.tsv":       {strings.Join(gapColumns, "\t"), "1\tAnn saw her.\ther\t8\tAnn\t0\tTRUE\tsaw\t4\tFALSE\tu", "gap"},
		"a.csv":       {"text,pronoun,antecedents", "Ann saw her.,her,0-3", "csv"},
	}
	for path, f := range formats {
		for _, bad := range []string{"caf\xe9", "{\x00}", "\xff\xfe{"} {
			for at := range 25 {
				var rows []string
				if f.header != "" {
					rows = append(rows, f.header)
				}
				for n := range 25 {
					if n == at {
						rows = append(rows, bad)
					}
					rows = append(rows, strings.Replace(f.row, "1\t", fmt.Sprintf("%d\t", n+1), 1)) // GAP's IDs
				}
				if at == 0 && f.header == "" && bad == "\xff\xfe{" {
					continue // a mark of UTF-16 at the very beginning
				}
				got, err := read(t.Context(), strings.NewReader(strings.Join(rows, "\n")), path, "")
				where := fmt.Sprintf("%s:%d", path, at+1+min(1, len(f.header)))
				if err != nil || got.Format != f.mixed || len(got.Examples) != 25 || len(got.Skipped) != 1 || got.Skipped[0].Where != where {
					t.Fatalf("%q in %s: %+v, %v", bad, where, got, err)
				}
			}
		}
	}
}

// The first kilobyte may end within a character.
func TestReadTextCutWithinACharacter(t *testing.T) {
	for pad := range 4 {
		row := strings.Replace(goodRow, "{", "{"+strings.Repeat(" ", pad), 1)
		row = strings.Replace(row, "her.", "her "+strings.Repeat("日", 600), 1)
		if _, err := read(t.Context(), strings.NewReader(row), "a.jsonl", ""); err != nil {
			t.Error(err)
		}
	}
}

// fuzzReader checks what a reader promises of any input at all. A file of the format
// whose rows are examples each may have a number of header rows; headers is negative for
// others. The files are seeds.
func fuzzReader(f *testing.F, format string, headers int, files ...string) {
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	f.Fuzz(func(t *testing.T, content string) {
		if file, err := read(t.Context(), strings.NewReader(content), "fuzz", format); err == nil {
			checkFile(t, content, file, headers)
		}
	})
}

func checkFile(t *testing.T, content string, f *File, headers int) {
	for i := range f.Examples {
		e := &f.Examples[i]
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", e.Source, err)
		}
		if e.ID == "" || e.Source == "" {
			t.Errorf("%+v", e)
		}
		runes := []rune(e.Text)
		for _, token := range e.Tokens {
			if string(runes[token.Start:token.End]) != token.Text {
				t.Errorf("%s: token %+v of %q", e.Source, token, e.Text)
			}
		}
		if _, err := (data.Encoder{Vocabulary: data.NewVocabulary(nil, 1), Buckets: 3}).Batch(f.Examples[i:i+1], 1, max(data.MaxTokens, len(e.Tokens))); err != nil {
			t.Error(err)
		}
	}
	for _, s := range f.Skipped {
		if s.Reason == "" || strings.Contains(s.String(), "\n") || !utf8.ValidString(s.String()) {
			t.Errorf("reason %q", s)
		}
	}
	checkRoundTrip(t, f.Examples)
	if headers < 0 {
		return
	}
	rows := 0
	for line := range strings.Lines(strings.TrimPrefix(content, "\ufeff")) {
		if strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")) != "" {
			rows++
		}
	}
	if got := len(f.Examples) + len(f.Skipped) + len(f.Repeated); got != rows && got != rows-headers {
		t.Errorf("%d examples and %d skipped rows of %d in %q", len(f.Examples), len(f.Skipped), rows, content)
	}
}

// A context that is cancelled while rows are read, or gone over again, ends the reading.
func TestReadCancelled(t *testing.T) {
	for _, format := range Names() {
		ctx, cancel := context.WithCancel(t.Context())
		in := &input{ctx: ctx, file: &File{}}
		if in.stopped() {
			t.Error(in.err)
		}
		cancel()
		if _, err := ReadFile(ctx, "testdata/small.jsonl", format); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", format, err)
		}
		if !in.stopped() || !errors.Is(in.err, context.Canceled) {
			t.Error(in.err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadFile(ctx, "testdata", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a folder: %v", err)
	}
	content := "1 [The developer] met the designer because [she] was late.\n"
	if _, err := read(ctx, strings.NewReader(content), "a", "winobias"); !errors.Is(err, context.Canceled) {
		t.Errorf("winobias: %v", err)
	}
}
