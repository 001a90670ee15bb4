package main

import (
	"os"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/format"
	"antecedent/internal/testenv"
)

func load(t *testing.T) ([]occupation, []template, []sentence) {
	t.Helper()
	occupations, templates, err := parse(sentencesFile)
	if err != nil {
		t.Fatal(err)
	}
	list, err := sentences(occupations, templates)
	if err != nil {
		t.Fatal(err)
	}
	return occupations, templates, list
}

// The occupations are of three groups of one size, and no noun is in the file for both
// an occupation and a participant.
func TestOccupations(t *testing.T) {
	occupations, _, _ := load(t)
	count := map[string]int{}
	names, participants := map[string]bool{}, map[string]bool{}
	for _, o := range occupations {
		count[o.group]++
		if names[o.name] {
			t.Errorf("%s is there twice", o.name)
		}
		names[o.name] = true
		participants[o.participant] = true
	}
	for name := range names {
		if participants[name] {
			t.Errorf("%s is both an occupation and a participant", name)
		}
	}
	if len(occupations) < 60 || count["men"] != count["women"] || count["men"] != count["mixed"] {
		t.Errorf("%d occupations: %v", len(occupations), count)
	}
}

// In each section as many templates begin with the occupation as with the participant.
// Both ends of a template have the same slots for a pronoun, or in the grammar's they
// are an object and a reflexive, whose order is balanced as well.
func TestTemplates(t *testing.T) {
	_, templates, _ := load(t)
	if len(templates) < 12 {
		t.Errorf("only %d templates", len(templates))
	}
	first, reflexive, count := map[string]int{}, 0, map[string]int{}
	for _, s := range templates {
		count[s.section]++
		if strings.HasPrefix(s.beginning, "The {occupation} ") {
			first[s.section]++
		} else if !strings.HasPrefix(s.beginning, "The {participant} ") {
			t.Errorf("it begins with neither: %s", s.beginning)
		}
		if s.ends[0] == s.ends[1] {
			t.Errorf("both ends are %q", s.ends[0])
		}
		var slots [2]string
		for k, end := range s.ends {
			if strings.Count(end, "{") != 1 || strings.Contains(s.beginning, "{he}") {
				t.Errorf("not one pronoun: %s | %s", s.beginning, end)
			}
			slots[k] = end[strings.IndexByte(end, '{') : strings.IndexByte(end, '}')+1]
			for _, word := range []string{"is", "are", "was", "were", "has", "have", "does", "do"} {
				if strings.Contains(end, "{he} "+word+" ") {
					t.Errorf("the verb is not the same for he and they: %s", end)
				}
			}
		}
		switch {
		case s.section == "meaning" && slots[0] != slots[1]:
			t.Errorf("the ends have %s and %s: %s", slots[0], slots[1], s.beginning)
		case s.section == "grammar":
			if slots != [2]string{"{him}", "{himself}"} && slots != [2]string{"{himself}", "{him}"} {
				t.Errorf("the ends have %s and %s: %s", slots[0], slots[1], s.beginning)
			}
			if slots[0] == "{himself}" {
				reflexive++
			}
		}
	}
	for _, section := range sections {
		if count[section] == 0 || 2*first[section] != count[section] {
			t.Errorf("%s: %d of %d templates begin with the occupation", section, first[section], count[section])
		}
	}
	if diff := 2*reflexive - count["grammar"]; diff < -2 || diff > 2 {
		t.Errorf("the reflexive means the occupation in %d of %d templates", reflexive, count["grammar"])
	}
}

// Every occupation is the answer as often as its participant, with every pronoun and in
// every section; the three examples of a sentence differ in the pronoun only.
func TestSentencesAreBalanced(t *testing.T) {
	occupations, templates, list := load(t)
	if len(list) != 2*len(occupations)*len(templates) {
		t.Fatalf("%d sentences", len(list))
	}
	type key struct{ occupation, section, pronoun string }
	balance, total := map[key]int{}, map[key]int{}
	texts := map[string]bool{}
	for _, s := range list {
		if len(s.examples) != 3 {
			t.Fatalf("%d examples", len(s.examples))
		}
		var frames []string
		for p, e := range s.examples {
			if err := e.Validate(); err != nil || strings.ContainsAny(e.Text, "{}") {
				t.Fatalf("%q: %v", e.Text, err)
			}
			if texts[e.Text] {
				t.Errorf("twice: %s", e.Text)
			}
			texts[e.Text] = true
			k := key{s.occupation.name, s.section, []string{"he", "she", "they"}[p]}
			total[k]++
			gold := words(&e, e.Antecedents[0])
			switch {
			case s.meant == theOccupation && gold == "the "+s.occupation.name:
				balance[k]++
			case s.meant == theParticipant && gold == "the "+s.occupation.participant:
				balance[k]--
			default:
				t.Errorf("the answer is %s: %s", gold, e.Text)
			}
			tokens := []string{}
			for i, token := range e.Tokens {
				if e.Pronoun.Contains(i) {
					tokens = append(tokens, "_")
					continue
				}
				tokens = append(tokens, token.Text)
			}
			frames = append(frames, strings.Join(tokens, " "))
			want := []data.Gender{data.Masculine, data.Feminine, 0}[p]
			if got := data.GenderOf(words(&e, e.Pronoun)); got != want {
				t.Errorf("pronoun %d of %q has the gender %d", p, e.Text, got)
			}
		}
		if frames[0] != frames[1] || frames[0] != frames[2] {
			t.Errorf("they differ in more than the pronoun: %q", frames)
		}
	}
	for k, n := range balance {
		if n != 0 || total[k] == 0 {
			t.Errorf("%v: %+d", k, n)
		}
	}
	if len(total) != 3*len(sections)*len(occupations) {
		t.Errorf("%d kinds of sentence", len(total))
	}
}

func words(e *data.Example, s data.Span) string {
	var list []string
	for _, t := range e.Tokens[s.Start:s.End] {
		list = append(list, strings.ToLower(t.Text))
	}
	return strings.Join(list, " ")
}

func TestSentencesAreNotInTheCorpus(t *testing.T) {
	_, _, list := load(t)
	c, err := corpus.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	add := func(examples []data.Example) {
		for _, e := range examples {
			known[e.Text] = true
		}
	}
	add(c.Train)
	add(c.Valid)
	for _, s := range c.Heldout {
		add(s.Examples)
	}
	if len(known) < 10000 {
		t.Fatalf("the corpus has %d texts", len(known))
	}
	checkUnknown(t, list, known)
}

func TestSentencesAreNotOfWinoBias(t *testing.T) {
	_, _, list := load(t)
	dir := testenv.Data(t, "winobias")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".txt.dev") {
			continue
		}
		file, err := format.ReadFile(t.Context(), dir+"/"+entry.Name(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range file.Examples {
			known[e.Text] = true
		}
	}
	checkUnknown(t, list, known)
}

func checkUnknown(t *testing.T, list []sentence, known map[string]bool) {
	t.Helper()
	for _, s := range list {
		for _, e := range s.examples {
			if known[e.Text] {
				t.Errorf("it is there already: %s", e.Text)
			}
		}
	}
}

func TestParseErrors(t *testing.T) {
	for file, want := range map[string]string{
		"nurse | women | patient":                       "line 1: it is in no section",
		"[occupations]\nnurse | women":                  "line 2: 2 fields",
		"# first\n[occupations]\nnurse | few | patient": "line 3: the group is none",
		"[other]\n": `line 1: there is no section "other"`,
	} {
		if _, _, err := parse(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
	for _, s := range []template{
		{"meaning", "The {occupation} met the {participant} because", [2]string{"it rained.", ""}},
		{"meaning", "The {occupation} met him because", [2]string{"{he} slept.", ""}},
		{"meaning", "The {occupation} met him because", [2]string{"the {participant} told {him} and {him}.", ""}},
	} {
		if _, err := s.sentence(occupation{"nurse", "women", "patient"}, theOccupation); err == nil {
			t.Errorf("no error for %v", s)
		}
	}
}
