package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
)

//go:embed sentences.txt
var sentencesFile string

// An occupation is a name of one, and whom it meets.
type occupation struct {
	name, group, participant string
}

// A template is a beginning with two ends: with the first the pronoun means the
// occupation, with the second the participant.
type template struct {
	section   string // what decides: "meaning" or "grammar"
	beginning string
	ends      [2]string
}

// What the pronoun of a sentence means, and what a model may answer.
const (
	theOccupation = iota
	theParticipant
	neither
)

// The groups of occupations, and what decides in a template.
var (
	groups   = []string{"men", "mixed", "women"}
	sections = []string{"meaning", "grammar"}
)

// pronouns are the forms that stand for the slots of a template, by the pronoun.
var pronouns = []struct{ he, him, his, himself string }{
	he:   {"he", "him", "his", "himself"},
	she:  {"she", "her", "her", "herself"},
	they: {"they", "them", "their", "themselves"},
}

const (
	he = iota
	she
	they
)

// A sentence is one end of a template with one occupation.
type sentence struct {
	occupation occupation
	section    string
	meant      int            // theOccupation or theParticipant
	examples   []data.Example // one for each of pronouns
}

// parse reads the sections of a file such as sentences.txt.
func parse(file string) (occupations []occupation, templates []template, err error) {
	section := ""
	number := 0
	for line := range strings.Lines(file) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			section = strings.Trim(line, "[]")
			if section != "occupations" && !slices.Contains(sections, section) {
				return nil, nil, fmt.Errorf("line %d: there is no section %q", number, section)
			}
			continue
		}
		fields := strings.Split(line, "|")
		if len(fields) != 3 {
			return nil, nil, fmt.Errorf("line %d: %d fields, want 3, with | between", number, len(fields))
		}
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		switch section {
		case "":
			return nil, nil, fmt.Errorf("line %d: it is in no section", number)
		case "occupations":
			if !slices.Contains(groups, fields[1]) {
				return nil, nil, fmt.Errorf("line %d: the group is none of %q", number, groups)
			}
			occupations = append(occupations, occupation{fields[0], fields[1], fields[2]})
		default:
			templates = append(templates, template{section, fields[0], [2]string{fields[1], fields[2]}})
		}
	}
	return occupations, templates, nil
}

// sentences returns every template with every occupation and both ends.
func sentences(occupations []occupation, templates []template) ([]sentence, error) {
	var list []sentence
	for _, o := range occupations {
		for _, t := range templates {
			for meant := range t.ends {
				s, err := t.sentence(o, meant)
				if err != nil {
					return nil, err
				}
				list = append(list, s)
			}
		}
	}
	return list, nil
}

// sentence fills the template, with each of the pronouns.
func (t template) sentence(o occupation, meant int) (sentence, error) {
	s := sentence{occupation: o, section: t.section, meant: meant}
	names := strings.NewReplacer("{occupation}", o.name, "{participant}", o.participant)
	text := names.Replace(t.beginning + " " + t.ends[meant])
	for _, p := range pronouns {
		e := data.Example{Text: strings.NewReplacer("{he}", p.he, "{him}", p.him, "{his}", p.his, "{himself}", p.himself).Replace(text), Labelled: true}
		e.Tokens = data.Tokenize(e.Text)
		found := data.FindPronouns(e.Tokens)
		// The "it" of "it was meant for him" is no pronoun of a person.
		found = slices.DeleteFunc(found, func(s data.Span) bool { return strings.EqualFold(e.Tokens[s.Start].Text, "it") })
		candidates := [2]data.Span{phrase(&e, o.name), phrase(&e, o.participant)}
		if len(found) != 1 || candidates[0].Len() == 0 || candidates[1].Len() == 0 {
			return s, fmt.Errorf("%q needs one occupation, one participant and one pronoun", e.Text)
		}
		e.Pronoun, e.Candidates, e.Antecedents = found[0], candidates[:], candidates[meant:meant+1]
		s.examples = append(s.examples, e)
	}
	return s, nil
}

// phrase returns the tokens of "the" and the words of a name, where they are in the
// example exactly once.
func phrase(e *data.Example, name string) (found data.Span) {
	want := append([]string{"the"}, strings.Fields(name)...)
	for i := 0; i+len(want) <= len(e.Tokens); i++ {
		same := true
		for k, word := range want {
			same = same && strings.EqualFold(e.Tokens[i+k].Text, word)
		}
		switch {
		case same && found.Len() > 0:
			return data.Span{}
		case same:
			found = data.Span{Start: i, End: i + len(want)}
		}
	}
	return found
}
