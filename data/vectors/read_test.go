package vectors_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"antecedent/data/vectors"
)

func read(t *testing.T, text string, want func(string) bool) (*vectors.Table, *vectors.Report) {
	t.Helper()
	table, report, err := vectors.ReadFrom(strings.NewReader(text), "v.txt", want)
	if err != nil {
		t.Fatal(err)
	}
	return table, report
}

// The mean of the rows is (2, 2); less it they are (1, 0), (0, -2) and (-1, 2).
const small = "one 3 2\ntwo 2 0\nthree 1 4\n"

var smallRows = [][]float64{{0, 0}, {math.Sqrt2, 0}, {0, -math.Sqrt2}, {-math.Sqrt2 / math.Sqrt(5), 2 * math.Sqrt2 / math.Sqrt(5)}}

func checkSmall(t *testing.T, table *vectors.Table) {
	t.Helper()
	if want := []string{"", "one", "two", "three"}; !slices.Equal(table.Words(), want) {
		t.Fatalf("words %q, want %q", table.Words(), want)
	}
	for i, row := range smallRows {
		for e, x := range table.Vector(i) {
			if math.Abs(float64(x)-row[e]) > .006 { // half of √2/127
				t.Errorf("row %d is %v, want %v", i, table.Vector(i), row)
				break
			}
		}
	}
}

func TestReadForms(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(small))
	z.Close()
	for name, text := range map[string]string{
		"GloVe":              small,
		"word2vec":           "3 2\none 3 2 \ntwo 2 0 \nthree 1 4 \n",
		"gzip":               packed.String(),
		"no last newline":    strings.TrimSuffix(small, "\n"),
		"CRLF":               strings.ReplaceAll(small, "\n", "\r\n"),
		"word2vec, CRLF":     "3 2\r\n" + strings.ReplaceAll(small, "\n", " \r\n"),
		"byte-order mark":    "\ufeff" + small,
		"tabs":               strings.ReplaceAll(small, " ", "\t"),
		"exponents, signs":   "one +3e0 2.0\ntwo .2E+1 -0\nthree 10.e-1 0.000004e6\n",
		"blank lines":        "\n" + small + "\n\n",
		"repeated words":     small + "one 3 2\none 1 2\n", // the mean stays
		"cased before lower": "One 1 2\n" + small + "TWO 3 2\n",
	} {
		t.Run(name, func(t *testing.T) {
			table, report := read(t, text, nil)
			checkSmall(t, table)
			if report.Kept != 3 || report.SkippedCount != 0 {
				t.Errorf("report %+v, want 3 rows kept and none skipped", report)
			}
		})
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.txt")
	if err := os.WriteFile(path, []byte(small), 0o666); err != nil {
		t.Fatal(err)
	}
	table, _, err := vectors.Read(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkSmall(t, table)
	if _, _, err := vectors.Read(t.Context(), path+".missing", nil); err == nil {
		t.Error("no error for a file that does not exist")
	}
}

// The mean is over all rows, wanted or not.
func TestReadWanted(t *testing.T) {
	table, report := read(t, small, func(word string) bool { return word == "three" })
	if want := []string{"", "three"}; !slices.Equal(table.Words(), want) {
		t.Fatalf("words %q, want %q", table.Words(), want)
	}
	for e, x := range table.Vector(1) {
		if math.Abs(float64(x)-smallRows[3][e]) > .006 {
			t.Errorf("row %v, want %v", table.Vector(1), smallRows[3])
		}
	}
	if report.Rows != 3 || report.Kept != 1 {
		t.Errorf("report %+v, want 3 rows, 1 kept", report)
	}
}

func TestReadOddRows(t *testing.T) {
	table, report := read(t, small+"four 1\nfive 1 x\nsix 2 2 3x\nat name@domain.com 5 6\nseven nan 1\neight 1 inf\n. . 2 1 1\nnine 1e99 1\n", nil)
	if want := []string{"", "one", "two", "three", "at name@domain.com", ". . 2"}; !slices.Equal(table.Words(), want) {
		t.Errorf("words %q, want %q", table.Words(), want)
	}
	var got []string
	for _, err := range report.Skipped {
		got = append(got, err.Error())
	}
	want := []string{
		"v.txt:4: 2 columns; there should be a word and 2 numbers",
		"v.txt:5: the last 2 columns are not all numbers",
		"v.txt:6: the last 2 columns are not all numbers",
		"v.txt:8: the last 2 columns are not all numbers",
		"v.txt:9: the last 2 columns are not all numbers",
		"v.txt:11: the last 2 columns are not all numbers",
	}
	if !slices.Equal(got, want) || report.SkippedCount != len(want) {
		t.Errorf("%d skipped:\n%s\nwant:\n%s", report.SkippedCount, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestReadNoVectors(t *testing.T) {
	prose := strings.Repeat("The animal didn't cross the street because it was too tired.\n", 50)
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "the file is empty"},
		{"blank", "\n\n", "no vectors"},
		{"prose", prose, "cannot be read"},
		{"one line of prose", "It rained all day.\n", "not all numbers"},
		{"words only", strings.Repeat("word\n", 50), "no vectors"},
		{"binary word2vec", "3 2\none \x00\x00\x80\x3f\x00\x00\x00\x40\n", "text form"},
		{"zip", "PK\x03\x04\x14\x00\x00\x00", "unpack"},
		{"gzip cut off", "\x1f\x8b\x08\x00\x00", "unexpected EOF"},
		{"too wide", "3 100000\none 1 2\n", "a width of 100000"},
		{"header alone", "3 2\n", "no rows"},
		{"a long line", strings.Repeat("x", 3<<20), "a line of more than"},
		{"word2vec, wrong width", "40 3\n" + strings.Repeat("one 3 2\n", 40), "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := vectors.ReadFrom(strings.NewReader(c.text), "v.txt", nil)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "v.txt") {
				t.Errorf("error %v, want one of v.txt with %q", err, c.want)
			}
		})
	}
}

// A gzip stream that ends early is an error, not a shorter table.
func TestReadCutOff(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(synthetic(2000, 10)))
	z.Close()
	if _, _, err := vectors.ReadFrom(bytes.NewReader(packed.Bytes()[:packed.Len()/2]), "v.txt", nil); err == nil {
		t.Error("no error")
	}
}

// The first 40,000 lines give the mean, and a file of many blocks gives the same
// table on one processor, on several, and through gzip.
func TestReadManyBlocks(t *testing.T) {
	text := synthetic(60_000, 12)
	table, report := read(t, text, nil)
	if report.Rows != 60_000 || report.Kept != 60_000 {
		t.Errorf("report %+v, want 60,000 rows kept", report)
	}
	// The rows after line 40,000 do not change those before.
	first, _ := read(t, text[:strings.Index(text, "w40000 ")], nil)
	before := map[string]bool{}
	for _, word := range first.Words() {
		before[word] = true
	}
	if got, want := table.Select(func(word string) bool { return before[word] }).Hash(), first.Hash(); got != want {
		t.Errorf("hash of the first 40,000 words is %s, want %s", got, want)
	}

	var packed bytes.Buffer
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	z.Write([]byte(text))
	z.Close()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	again, _ := read(t, packed.String(), nil)
	if again.Hash() != table.Hash() {
		t.Errorf("hash %s on one processor, want %s", again.Hash(), table.Hash())
	}
}

func synthetic(rows, width int) string {
	var b strings.Builder
	x := uint32(1)
	for i := range rows {
		fmt.Fprintf(&b, "w%d", i)
		for range width {
			x = x*1664525 + 1013904223
			fmt.Fprintf(&b, " %.4f", float64(x>>8)/(1<<23)-1)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("3 2\none 3 2 \ntwo 2 0 \n"))
	f.Add([]byte("a b 1e5 -2\r\n\nq 1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		table, report, err := vectors.ReadFrom(bytes.NewReader(text), "v.txt", nil)
		if err != nil {
			return
		}
		if report.Kept != table.Len()-1 || report.Kept > report.Rows {
			t.Errorf("report %+v of a table of %d rows", report, table.Len())
		}
		b, err := table.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		again, err := vectors.Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if again.Hash() != table.Hash() {
			t.Error("the table changes in the round trip")
		}
		for i := range table.Len() {
			var sum float64
			for _, x := range table.Vector(i) {
				sum += float64(x) * float64(x)
			}
			norm, want := math.Sqrt(sum), math.Sqrt(float64(table.Width()))
			if sum != 0 && math.Abs(norm-want) > .02*want {
				t.Errorf("row %d has the norm %g, want %g", i, norm, want)
			}
		}
	})
}

// Of a word that is no text the row is skipped and named; a file in UTF-16 is read.
func TestReadEncodings(t *testing.T) {
	table, report, err := vectors.ReadFrom(strings.NewReader("\xef\xbb\xbfcat 1 2\ncaf\xe9 3 4\ndog 5 6\n"), "v.txt", nil)
	if err != nil || report.Kept != 2 || report.SkippedCount != 1 || !strings.HasPrefix(report.Skipped[0].Error(), "v.txt:2: column 4: the byte 0xE9 is not UTF-8") {
		t.Errorf("%+v, %v", report, err)
	}
	wide := "\xff\xfe"
	for _, b := range []byte("cat 1 2\ndog 5 6\n") {
		wide += string([]byte{b, 0})
	}
	same, _, err := vectors.ReadFrom(strings.NewReader(wide), "v.txt", nil)
	if err != nil || !slices.Equal(same.Words(), table.Words()) {
		t.Errorf("%v, %v", same, err)
	}
}
