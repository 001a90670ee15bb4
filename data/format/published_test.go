package format

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"antecedent/data"
	"antecedent/internal/testenv"
)

// What the published files hold.
var published = map[string]string{
	"gap/gap-development.tsv":                "gap: 2000 examples (201 none) of 1999 texts, 0 pairs, 0 skipped",
	"gap/gap-validation.tsv":                 "gap: 454 examples (62 none) of 454 texts, 0 pairs, 0 skipped",
	"litbank":                                "conll: 5551 examples (0 none) of 3295 texts, 0 pairs, 0 skipped; 2591 pronouns with no name or noun phrase of their entity in their sentence or the 3 before; 2416 pronouns that are in no annotated entity; 1220 pronouns more than 72 words after the beginning of the text that would be shown",
	"gum":                                    "conllu: 1866 examples (40 none) of 1405 texts, 0 pairs, 0 skipped; 401 pronouns with no name or noun phrase of their entity in their sentence or the 3 before; 111 pronouns more than 72 words after the beginning of the text that would be shown; 46 pronouns that are in no annotated entity; 1 pronouns that are part of a word",
	"winobias/pro_stereotyped_type1.txt.dev": "winobias: 405 examples (0 none) of 396 texts, 200 pairs, 0 skipped",
	"winobias/anti_stereotyped_type1.txt.dev":         "winobias: 405 examples (0 none) of 396 texts, 200 pairs, 0 skipped",
	"winobias/pro_stereotyped_type2.txt.dev":          "winobias: 402 examples (0 none) of 396 texts, 199 pairs, 0 skipped",
	"winobias/anti_stereotyped_type2.txt.dev":         "winobias: 402 examples (0 none) of 396 texts, 199 pairs, 0 skipped",
	"winobias/dev_type1_pro_stereotype.v4_auto_conll": "conll: 405 examples (0 none) of 396 texts, 0 pairs, 0 skipped; 16 pronouns that are in no annotated entity",
	"xwino/en-dpr-train.tsv":                          "dpr: 1318 examples (0 none) of 1318 texts, 658 pairs, 0 skipped; 2 problems whose pronoun is a phrase or not of the third person",
	"sentences/user.jsonl":                            "jsonl: 74 examples (6 none) of 74 texts, 0 pairs, 0 skipped",
}

// counts describes a file in one line.
func counts(f *File) string {
	none, pairs, texts := 0, make(map[string]int), make(map[string]bool)
	for i := range f.Examples {
		e := &f.Examples[i]
		if e.Labelled && len(e.Antecedents) == 0 {
			none++
		}
		if e.Pair != "" {
			pairs[e.Pair]++
		}
		texts[e.Text] = true
	}
	whole := 0
	for _, n := range pairs {
		if n == 2 {
			whole++
		}
	}
	s := fmt.Sprintf("%s: %d examples (%d none) of %d texts, %d pairs, %d skipped", f.Format, len(f.Examples), none, len(texts), whole, len(f.Skipped))
	for _, p := range f.Passed {
		s += fmt.Sprintf("; %d %s", p.Count, p.Reason)
	}
	return s
}

func TestReadPublishedFiles(t *testing.T) {
	for path, want := range published {
		f, err := ReadFile(t.Context(), testenv.Data(t, path), "")
		if err != nil {
			t.Error(err)
			continue
		}
		if got := counts(f); got != want {
			t.Errorf("%s:\n got %s\nwant %s", path, got, want)
		}
		ids := make(map[string]bool)
		for i := range f.Examples {
			e := &f.Examples[i]
			if ids[e.ID] || e.Validate() != nil || len(data.FindPronouns(e.Tokens[e.Pronoun.Start:e.Pronoun.End])) != 1 {
				t.Errorf("%s: id %s, pronoun %q", e.Source, e.ID, e.Tokens[e.Pronoun.Start:e.Pronoun.End])
			}
			ids[e.ID] = true
			for _, s := range e.Antecedents {
				if s.Contains(e.Pronoun.Start) || len(e.Candidates) > 0 && !slices.Contains(e.Candidates, s) {
					t.Errorf("%s: antecedent %v, pronoun %v, candidates %v", e.Source, s, e.Pronoun, e.Candidates)
				}
			}
		}
		if !strings.HasPrefix(path, "gap") {
			checkRoundTrip(t, f.Examples)
		}
	}
}

// Reading twice gives the same, however many files are read at a time.
func TestReadFolderIsDeterministic(t *testing.T) {
	path := testenv.Data(t, "gum")
	start := time.Now()
	a, err := ReadFile(t.Context(), path, "conllu")
	if err != nil {
		t.Fatal(err)
	}
	if spent := time.Since(start); spent > 5*time.Second {
		t.Errorf("GUM takes %v", spent)
	}
	b, err := ReadFile(t.Context(), path, "")
	if err != nil || counts(a) != counts(b) || !slices.EqualFunc(a.Examples, b.Examples, func(a, b data.Example) bool {
		return a.ID == b.ID && a.Source == b.Source && a.Text == b.Text
	}) {
		t.Errorf("%s\n%s %v", counts(a), counts(b), err)
	}
	if !slices.IsSortedFunc(a.Examples, func(a, b data.Example) int {
		return strings.Compare(strings.Split(a.Source, ":")[0], strings.Split(b.Source, ":")[0])
	}) {
		t.Error("the files are not in the order of their names")
	}
}

// BenchmarkReadFile reads whole collections.
func BenchmarkReadFile(b *testing.B) {
	for _, name := range []string{"litbank", "gum"} {
		path := testenv.Data(b, name)
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadFile(b.Context(), path, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
