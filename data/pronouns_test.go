package data

import (
	"strings"
	"testing"
)

func TestFindPronouns(t *testing.T) {
	for text, want := range map[string]string{
		"The cat sat on the mat because it was tired.":     "it",
		"It's HERS, he'd say; I and you know them.":        "It|HERS|he|them",
		"'Twas ｉｔ, ＨＥ said; 'tis h\u00aderself. Kill 'em!": "'T|ｉｔ|ＨＥ|'t|h\u00aderself|'em",
		"Hershey visited Italy and this heir":              "",
		"himself herself itself themselves theirs its":     "himself|herself|itself|themselves|theirs|its",
		"": "",
	} {
		tokens := Tokenize(text)
		var got []string
		for _, s := range FindPronouns(tokens) {
			if s.Len() != 1 {
				t.Errorf("span %v", s)
			}
			got = append(got, tokens[s.Start].Text)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("FindPronouns(%q) = %s, want %s", text, s, want)
		}
	}
}

func TestGenderOf(t *testing.T) {
	for pronoun, want := range map[string]Gender{"She": Feminine, "hers": Feminine, "HIM": Masculine, "his": Masculine, "it": 0, "they": 0, "Ann": 0} {
		if got := GenderOf(pronoun); got != want {
			t.Errorf("GenderOf(%s) = %d, want %d", pronoun, got, want)
		}
	}
}

func TestFromText(t *testing.T) {
	examples := FromText("He gave it to her.")
	if len(examples) != 3 {
		t.Fatalf("%d examples", len(examples))
	}
	for i, e := range examples {
		if err := e.Validate(); err != nil || e.Labelled || len(e.Candidates) > 0 {
			t.Errorf("example %d: %+v %v", i, e, err)
		}
		if want := []int{0, 2, 4}[i]; e.Pronoun.Start != want || e.ID != []string{"1", "2", "3"}[i] {
			t.Errorf("example %s has its pronoun at %d, want %d", e.ID, e.Pronoun.Start, want)
		}
	}
	for text, want := range map[string]int{
		"She works in the IT department.": 1, "IT WAS LATE.": 1, "See it.example.org or me@it.org.": 0, "An it-girl came. It was late.": 1,
		"We saw it.": 1, "I saw it. Then she left.": 2, "They hurt themself.": 2, "It's late - he said.": 2, "We saw it.Then she left.": 2, "he/she": 2,
		"'Twas late and he left.": 2, "’TWAS ＩＴ work": 1, "The ＩＴ people left.": 0, "it‑girl": 0, "an it‐girl": 0, "it．example": 0,
		"At https://example.org/she/he?it=her it says.": 1, "example.org/it and (www.example.org/he?her) or “it”": 1, "it_was #it @her $it x=it it=1": 0,
		"_it_ *her* ‘his’ (it) it/its 'it'": 7, "-It was he—it—she--they.": 5, "He said: it. He said:it": 4,
	} {
		if got := FromText(text); len(got) != want {
			t.Errorf("%s: %d pronouns, want %d", text, len(got), want)
		}
	}
	if got := FromText("No such word."); got != nil {
		t.Errorf("%v", got)
	}
}
