package mine

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/internal/testenv"
)

var defaults = Options{Sentences: 3, Tokens: 90}

func mineString(text string) []Example {
	examples, _ := mineText(context.Background(), document{"test", text}, defaults)
	return examples
}

// marked is a text with its pronoun between asterisks, the antecedents in braces and
// the other candidate in brackets.
func marked(e Example) string {
	marks := map[int]string{}
	put := func(s data.Span, open, shut string) { marks[s.Start], marks[s.End] = open, shut }
	for _, c := range e.Candidates {
		put(c, "[", "]")
	}
	for _, a := range e.Antecedents {
		put(a, "{", "}")
	}
	put(e.Pronoun, "*", "*")
	var b strings.Builder
	for i, r := range []rune(e.Text + "\n") {
		b.WriteString(marks[i])
		b.WriteRune(r)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// The names of the examples are 1 and 2 below, in the order in which they are marked.
func TestMine(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"gender", "Yesterday Mary met Tom at the station, and she took him by the arm.", []string{
			"Yesterday {1} met [2] at the station, and *she* took her by the arm.",
			"Yesterday [1] met {2} at the station, and he took *him* by the arm."}},
		{"titles go, and words of the other gender change", "Mr. Smith was a good man. He gave Miss Jones his hat, and she thanked him.", []string{
			"[1] was a good woman. She gave {2} her hat, and *she* thanked her."}},
		{"full names are one name", "Mrs. Anna Smith saw John in the street. Anna waved until he waved back.", []string{
			"2 saw {1} in the street. [2] waved until *he* waved back."}},
		{"a repeated name", "In the evening Tom met George near the old mill, but Tom said nothing.", []string{
			"In the evening {1} met [2] near the old mill, but *he* said nothing."}},
		{"a repeated genitive", "In the evening Tom met George near the old mill. The others saw Tom's lantern.", []string{
			"In the evening {1} met [2] near the old mill. The others saw *his* lantern."}},
		{"a repeated object", "In the evening Mary met Tom near the old mill. All the others looked at Mary.", []string{
			"In the evening {1} met [2] near the old mill. All the others looked at *her*."}},
		{"shortest window", "Helen lived in the village. Tom met Mary at the station on Friday, and she smiled.", []string{
			"[1] met {2} at the station on Friday, and *she* smiled."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, e := range mineString(test.text) {
				got = append(got, numbered(e))
			}
			for _, want := range test.want {
				if !slices.Contains(got, want) {
					t.Errorf("no %s\nonly %s", want, strings.Join(got, "\n     "))
				}
			}
			if len(got) != len(test.want) {
				t.Errorf("%d examples, not %d:\n%s", len(got), len(test.want), strings.Join(got, "\n"))
			}
		})
	}
}

// numbered is a marked text with 1 and 2 for the names.
func numbered(e Example) string {
	text := marked(e)
	tokens := data.Tokenize(e.Text)
	n := 0
	for _, t := range tokens {
		for _, s := range slices.Concat(e.Candidates, e.Antecedents) {
			if s.Start == t.Start && strings.Contains(text, t.Text) {
				n++
				text = strings.ReplaceAll(text, t.Text, fmt.Sprint(n))
				break
			}
		}
	}
	return text
}

func TestRefused(t *testing.T) {
	for why, text := range map[string]string{
		"three persons":            "Yesterday Mary and Helen met Tom at the station, and she took him by the arm.",
		"one person":               "Yesterday Mary walked alone to the station, and she took a train.",
		"a noun may be meant":      "Yesterday the old woman brought Mary to Tom, because she was so tired.",
		"somebody else before":     "She was angry at what Tom had told Mary, because she was never asked.",
		"another quotation":        "“Tom has seen Mary at the station and waved,” but she was not amused.",
		"reflexive only":           "Yesterday Mary met Tom at the station and laughed at herself.",
		"pronoun before the names": "When she came to the station in the evening, Tom saw Mary.",
		"unknown form":             "Yesterday Tom saw Mary and her sister cross the bridge; he made her story known.",
		"title and first name":     "In the evening Miss Smith met Anna near the old mill, but Anna said nothing.",
	} {
		for _, e := range mineString(text) {
			if why != "unknown form" || data.GenderOf(string([]rune(e.Text)[e.Pronoun.Start:e.Pronoun.End])) == data.Masculine {
				t.Errorf("%s: %s\nwas mined: %s", why, text, marked(e))
			}
		}
	}
}

// Which of the names was male leaves no trace: after rewriting, texts that differ in
// that alone are the same to the byte, and only the answer differs.
func TestNoCue(t *testing.T) {
	for _, template := range []string{
		"FIRST took HIS1 hat and asked SECOND whether she was tired.",
		"FIRST spoke to SECOND for an hour. HE1 was of opinion that she knew too much.",
		"FIRST, who had hurt HIMSELF1, told SECOND that she would never see HIM1 again.",
		"“I doubt it,” said FIRST to SECOND, and HE1 laughed until she went away.",
		"FIRST was a MAN1 of few words. SECOND liked HIM1, and she said so.",
	} {
		other := strings.NewReplacer("HIS1", "his", "HE1", "He", "HIMSELF1", "himself", "HIM1", "him", "MAN1", "man")
		same := strings.NewReplacer("HIS1", "her", "HE1", "She", "HIMSELF1", "herself", "HIM1", "her", "MAN1", "woman")
		names := func(first, second string) *strings.Replacer {
			return strings.NewReplacer("FIRST", first, "SECOND", second)
		}
		last := func(text string) *Example {
			var found *Example
			for _, e := range mineString(text) {
				if word := string([]rune(e.Text)[e.Pronoun.Start:e.Pronoun.End]); strings.EqualFold(word, "she") {
					found = &e
				}
			}
			return found
		}
		second := last(names("Tom", "Mary").Replace(other.Replace(template)))
		first := last(names("Mary", "Tom").Replace(same.Replace(template)))
		if second == nil {
			t.Errorf("%s: not mined with a man first", template)
			continue
		}
		if first == nil { // the words of the first person are of the pronoun's gender: only the text matters
			if !strings.Contains(template, "MAN1") {
				t.Errorf("%s: not mined with a woman first", template)
			}
			continue
		}
		if first.Text != second.Text || first.Pronoun != second.Pronoun || !reflect.DeepEqual(first.Candidates, second.Candidates) {
			t.Errorf("%s\nman first:   %s\nwoman first: %s", template, marked(*second), marked(*first))
		}
		if reflect.DeepEqual(first.Antecedents, second.Antecedents) {
			t.Errorf("%s: the answer is the same", template)
		}
	}
}

func TestForms(t *testing.T) {
	for text, want := range map[string]string{
		"He took her hand.": "his", "He saw her.": "him", "He told her that.": "him", "He looked at her face.": "his",
		"It was her own.": "his", "He waited at her home.": "his", "He took her home.": "him", "He left her quickly.": "him",
		"He made her happy.": "him", "He gave her attention.": "?", "He saw her coming.": "?", "Her eyes shone.": "His",
		"He saw hers.": "his", "She hurt herself.": "himself", "He thought of her, alas.": "him", "He touched her little hand.": "his",
	} {
		p := newParagraph(0, text)
		got := "?"
		for i := range p.tokens {
			if data.GenderOf(p.lower[i]) != data.Feminine || p.lower[i] == "she" {
				continue
			}
			if f, ok := p.formOf(i); ok {
				got = p.inGender(i, f, data.Masculine)
			}
		}
		if got != want {
			t.Errorf("%s → %s, not %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"He took his hat.": "her", "It was his.": "hers", "This is his and mine.": "hers", "It was HIS own.": "HER"} {
		p := newParagraph(0, text)
		for i := range p.tokens {
			if p.lower[i] == "his" {
				f, _ := p.formOf(i)
				if got := p.inGender(i, f, data.Feminine); got != want {
					t.Errorf("%s → %s, not %s", text, got, want)
				}
			}
		}
	}
}

// leak finds a word of the gender that is not g.
func leak(text string, g data.Gender) string {
	for _, t := range data.Tokenize(text) {
		word := strings.ToLower(t.Text)
		for _, of := range []data.Gender{data.GenderOf(word), genderedNouns[word], titles[word]} {
			if of != 0 && of != g && (of != titles[word] || genderedNouns[word] == of || capitalised(t.Text)) {
				return t.Text
			}
		}
	}
	return ""
}

// check reports what is wrong with a mined example.
func check(e Example) error {
	runes := []rune(e.Text)
	text := func(s data.Span) string { return string(runes[s.Start:s.End]) }
	g := data.GenderOf(text(e.Pronoun))
	names := map[string]bool{}
	right := 0
	for _, c := range e.Candidates {
		names[text(c)] = true
		if slices.Contains(e.Antecedents, c) {
			right++
		}
		if !slices.Contains(newNames[g], text(c)) {
			return fmt.Errorf("candidate %q is no name of the pronoun's gender", text(c))
		}
	}
	answer := map[string]bool{}
	for _, a := range e.Antecedents {
		answer[text(a)] = true
	}
	switch {
	case e.Kind == Gender && leak(e.Text, g) != "":
		return fmt.Errorf("%q tells the persons apart", leak(e.Text, g))
	case g == 0:
		return fmt.Errorf("pronoun %q", text(e.Pronoun))
	case len(e.Candidates) != 2 || len(names) != 2:
		return fmt.Errorf("candidates %v", names)
	case right != 1 || len(answer) != 1:
		return fmt.Errorf("%d candidates are right, the answer is %v", right, answer)
	}
	return nil
}

func FuzzOffsets(f *testing.F) {
	f.Add("Yesterday Mary met Tom at the station, and she took him by the arm.", "Élise said “no” — naïve Tom!")
	f.Add("Mr. J. Smith’s café (Sir Tom O'Brien's) was “HIS”; Mrs. Smith saw Tom's...", "— ‘She,’ said Tom, ‘is Mary.’ Tom saw her 🙂.")
	f.Add("Poor Tom.\nMary's\u00a0hat: he—she? Tom's own! Mary's.", "Tom Tom Mary Mary he she her his him hers. Tom was Mary's. Mary said Tom had Mary.")
	f.Add("Tom met George and Tom saw Tom and", "Mr. J. H. Mr. (Tom) and Tom and")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, text := range []string{a + " " + b, a + " Mary told Tom that she was ill, but Tom said no. " + b} {
			for _, e := range mineString(text) {
				if err := check(e); err != nil {
					t.Errorf("%v\nof   %s\nmade %s", err, e.Original, e.Text)
				}
			}
		}
	})
}

func TestDeterminism(t *testing.T) {
	dir := t.TempDir()
	for i := range 20 {
		text := fmt.Sprintf("On day %d Mary met Tom at the station, and she took him by the arm.\n\nTom saw George twice, but Tom said nothing about it.", i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.txt", i)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var outputs []string
	for _, n := range []int{1, 4} {
		old := runtime.GOMAXPROCS(n)
		found, err := Files(t.Context(), []string{dir}, Options{})
		runtime.GOMAXPROCS(old)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteJSONL(&b, found.Examples); err != nil {
			t.Fatal(err)
		}
		outputs = append(outputs, b.String())
	}
	if outputs[0] != outputs[1] {
		t.Error("one and four processors give different examples")
	}
	if n := strings.Count(outputs[0], "\n"); n != 41 { // the second paragraph is the same in all
		t.Errorf("%d examples, not 2·20 + 1", n)
	}
}

func TestBalance(t *testing.T) {
	var all []Example
	for i := range 300 {
		all = append(all, Example{ID: fmt.Sprint(i), Kind: Kind(i % 2), Last: i%3 == 0})
	}
	kept := Balance(all)
	for _, c := range Count(kept) {
		if c.Examples != 100 || c.Last != 50 {
			t.Errorf("%s: %d of %d", c.Kind, c.Last, c.Examples)
		}
	}
	if got := Balance(slices.DeleteFunc(all, func(e Example) bool { return e.Last })); len(got) != 0 {
		t.Errorf("%d examples kept although none is of the other class", len(got))
	}
}

// The figures of the novels, and the verdicts on a hundred examples of them.
func TestNovels(t *testing.T) {
	path := testenv.Data(t, "text/novels.tar.gz")
	if testing.Short() {
		t.Skip("takes seconds")
	}
	found, err := Files(t.Context(), []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	examples := Balance(found.Examples)
	if len(examples) < 14000 || found.Documents != 100 {
		t.Errorf("%d examples of %d documents", len(examples), found.Documents)
	}
	for _, c := range Count(examples) {
		first, last := float64(c.First)/float64(c.Examples), float64(c.Last)/float64(c.Examples)
		if first < 0.45 || first > 0.55 || last != 0.5 {
			t.Errorf("%s: %.2f first, %.2f last", c.Kind, first, last)
		}
	}
	byID := map[string]Example{}
	for _, e := range found.Examples {
		if err := check(e); err != nil {
			t.Errorf("%s: %v in %s", e.ID, err, e.Text)
		}
		byID[e.ID] = e
	}
	if len(byID) != len(found.Examples) {
		t.Errorf("%d IDs of %d examples", len(byID), len(found.Examples))
	}

	f, err := os.Open("testdata/verdicts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	verdicts, err := ReadVerdicts(f)
	if err != nil {
		t.Fatal(err)
	}
	right, judged := 0, 0
	for _, v := range verdicts {
		if e, ok := byID[v.ID]; ok && Sum(e) == v.Sum && e.Names == v.Names {
			judged++
			if v.Verdict == "right" {
				right++
			}
		}
	}
	// Where the gender of a few names changes, some examples are not mined any more.
	if len(verdicts) != 100 || judged < 85 || float64(right) < 0.9*float64(judged) {
		t.Errorf("of %d verdicts, %d are on texts that are still mined and %d say right: judge another sample", len(verdicts), judged, right)
	}

	out := filepath.Join(t.TempDir(), "mined.jsonl")
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteJSONL(w, examples); err != nil {
		t.Fatal(err)
	}
	w.Close()
	read, err := format.ReadFile(t.Context(), out, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Examples) != len(examples) || len(read.Skipped) > 0 {
		t.Errorf("%d examples read back of %d; %v", len(read.Examples), len(examples), read.Skipped)
	}
}
