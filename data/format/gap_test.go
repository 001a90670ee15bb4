package format

import (
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/internal/testenv"
)

func TestParseGAPProblems(t *testing.T) {
	if columns, ok := gapHeader(gapColumns); !ok || !slices.Equal(columns, gapColumns) {
		t.Fatal("the columns make no header")
	}
	good := []string{"1", "Ann told Bo of her.", "her", "15", "Ann", "0", "TRUE", "Bo", "9", "FALSE", "u"}
	if _, err := parseGAP(good, gapColumns); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		column, value, want string
	}{
		{"text", " ", "the text is empty"},
		{"pronoun", "", "pronoun is empty"},
		{"pronoun", "him", `pronoun-offset 15 holds "her", not "him"`},
		{"pronoun-offset", "", `pronoun-offset is "", not a number`},
		{"pronoun-offset", "17", `pronoun-offset 17 is not within the text's 19 characters; "her" stands at [15,18]`},
		{"a-offset", "-1", `a-offset -1 is not within`},
		{"a-offset", "9223372036854775807", "is not within"},
		{"b-offset", "8", `b-offset 8 holds " B", not "Bo"`},
		{"pronoun-offset", "16", `as offsets counted from 1 it would be "her"`},
		{"a-coref", "maybe", `a-coref is "maybe", not TRUE or FALSE`},
		{"b-coref", "", `b-coref is "", not TRUE or FALSE`},
	} {
		row := slices.Clone(good)
		row[slices.Index(gapColumns, c.column)] = c.value
		if _, err := parseGAP(row, gapColumns); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: got %v, want %s", c.column, c.value, err, c.want)
		}
	}
	name := slices.Clone(good)
	name[slices.Index(gapColumns, "pronoun")], name[slices.Index(gapColumns, "pronoun-offset")] = "told", "4"
	if _, err := parseGAP(name, gapColumns); err == nil || err.Error() != `pronoun is "told", which is no pronoun of English` {
		t.Errorf("no pronoun: %v", err)
	}
	if _, err := parseGAP(good[:9], gapColumns); err == nil || err.Error() != "the row has 9 columns, not 11" {
		t.Errorf("too few columns: %v", err)
	}
	same := slices.Clone(good)
	same[slices.Index(gapColumns, "a")], same[slices.Index(gapColumns, "a-offset")] = "her", "15"
	if _, err := parseGAP(same, gapColumns); err == nil || err.Error() != "a-offset 15 is the pronoun itself" {
		t.Errorf("A is the pronoun: %v", err)
	}
}

func TestReadPublishedGAP(t *testing.T) {
	for name, want := range map[string]int{"gap-development.tsv": 2000, "gap-validation.tsv": 454} {
		f, err := ReadFile(t.Context(), testenv.Data(t, "gap/"+name), "")
		if err != nil {
			t.Fatal(err)
		}
		if f.Format != "gap" || len(f.Examples) != want || len(f.Skipped) > 0 {
			t.Errorf("%s: %d examples, want %d; skipped %v", name, len(f.Examples), want, f.Skipped)
		}
		for _, e := range f.Examples {
			if len(e.Candidates) != 2 || !e.Labelled || data.GenderOf(e.Tokens[e.Pronoun.Start].Text) == 0 || e.Pronoun.Len() != 1 {
				t.Errorf("%s: %+v", e.Source, e)
			}
			if e.Candidates[0].Overlaps(e.Candidates[1]) {
				t.Errorf("%s: candidates overlap", e.Source)
			}
		}
	}
}

func FuzzGAP(f *testing.F) {
	f.Add("id\ttext\tpronoun\tpronoun-offset\ta\ta-offset\tb\tb-offset\tb\tid\n1\t2\t3\t4\t5\t6\t7\t8\t9\t0")
	fuzzReader(f, "gap", 1, "testdata/small.tsv", "testdata/unlabelled.tsv")
}
