package data

import (
	"os"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

func TestParseGAPProblems(t *testing.T) {
	layout, ok := layoutOf(gapColumns)
	if !ok {
		t.Fatal("the columns make no header")
	}
	good := []string{"1", "Ann told Bo of her.", "her", "15", "Ann", "0", "TRUE", "Bo", "9", "FALSE", "u"}
	if _, err := parseGAP(good, layout); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		column, value, want string
	}{
		{"text", " ", "the text is empty"},
		{"pronoun", "", "pronoun is empty"},
		{"pronoun", "him", `pronoun-offset 15 holds "her", not "him"`},
		{"pronoun-offset", "", `pronoun-offset is "", not a number`},
		{"pronoun-offset", "17", `pronoun "her" at offset 17 is not within the text's 19 characters`},
		{"a-offset", "-1", `a "Ann" at offset -1 is not within`},
		{"a-offset", "9223372036854775807", "is not within"},
		{"b-offset", "8", `b-offset 8 holds " B", not "Bo"`},
		{"a-coref", "maybe", `a-coref is "maybe", not TRUE or FALSE`},
		{"b-coref", "", `b-coref is "", not TRUE or FALSE`},
	} {
		row := append([]string(nil), good...)
		row[layout.at[c.column]] = c.value
		if _, err := parseGAP(row, layout); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: got %v, want %s", c.column, c.value, err, c.want)
		}
	}
	if _, err := parseGAP(good[:9], layout); err == nil || err.Error() != "the row has 9 columns, not 11" {
		t.Errorf("too few columns: %v", err)
	}
	same := append([]string(nil), good...)
	same[layout.at["a"]], same[layout.at["a-offset"]] = "her", "15"
	if _, err := parseGAP(same, layout); err == nil || err.Error() != "a is the pronoun itself" {
		t.Errorf("A is the pronoun: %v", err)
	}
}

func TestReadPublishedGAP(t *testing.T) {
	for name, want := range map[string]int{"gap-development.tsv": 2000, "gap-validation.tsv": 454} {
		f, err := ReadFile(testenv.Data(t, "gap/"+name), "")
		if err != nil {
			t.Fatal(err)
		}
		if f.Format != "gap" || len(f.Examples) != want || len(f.Skipped) > 0 {
			t.Errorf("%s: %d examples, want %d; skipped %v", name, len(f.Examples), want, f.Skipped)
		}
		for _, e := range f.Examples {
			if len(e.Candidates) != 2 || !e.Labelled || Gender(e.Tokens[e.Pronoun.Start].Text) == "" || e.Pronoun.Len() != 1 {
				t.Errorf("%s: %+v", e.Source, e)
			}
			if e.Candidates[0].Overlaps(e.Candidates[1]) {
				t.Errorf("%s: candidates overlap", e.Source)
			}
		}
	}
}

func FuzzGAP(f *testing.F) {
	for _, name := range []string{"testdata/small.tsv", "testdata/unlabelled.tsv"} {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	f.Add("id\ttext\tpronoun\tpronoun-offset\ta\ta-offset\tb\tb-offset\tb\tid\n1\t2\t3\t4\t5\t6\t7\t8\t9\t0")
	f.Fuzz(func(t *testing.T, content string) {
		if file, err := read(strings.NewReader(content), "fuzz.tsv", "gap"); err == nil {
			checkFile(t, content, file, 1)
		}
	})
}
