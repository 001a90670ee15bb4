package corpus

import (
	"fmt"
	"slices"
	"strings"
)

// templateLine reads a frame, a text, or a connective with its frequency.
func (lex *lexicon) templateLine(head, line string) error {
	for _, section := range frameSections {
		if rest, ok := strings.CutPrefix(head, section+" "); ok && !slices.Contains(textSections, head) {
			return lex.frameLine(section, fields(rest), line)
		}
	}
	switch {
	case !slices.Contains(textSections, head):
		return fmt.Errorf("[%s] is no section of this file", head)
	case line == "":
		return nil
	}
	times := 1
	if text, number, ok := strings.Cut(line, " x"); ok && (strings.HasSuffix(head, "connectives") || head == "subordinators") {
		var err error
		if times, err = frequency(number); err != nil {
			return fmt.Errorf("x%s %w", number, err)
		}
		line = text
	}
	for range times {
		lex.texts[head] = append(lex.texts[head], line)
	}
	if most := 4; head == "adjuncts" && len(fields(line)) > most {
		return fmt.Errorf("%q has more than %d words, as only [long adjuncts] have", line, most)
	}
	if head == "acts" && !slices.ContainsFunc(fields(line), isPlaceholder) {
		return fmt.Errorf("%q must have {him} or {his}", line)
	}
	if strings.HasSuffix(head, "adjuncts") || head == "openings" || head == "interludes" {
		if err := lex.noNoun(fields(line)); err != nil {
			return err
		}
	}
	if err := plain(line); err != nil {
		return err
	}
	if strings.Contains(line, "/") != (head == "nonce") {
		return fmt.Errorf("%q stands under [%s]; invented nouns, and nothing else, are written singular/plural", line, head)
	}
	return nil
}

// frameLine reads "{1} sat on {2} | no time" of a section with these slots.
func (lex *lexicon) frameLine(section string, slots []string, line string) error {
	wanted := []string{"{1}", "{2}"}
	if section == "one candidate" || section == "alone" {
		wanted = wanted[:1]
	}
	if len(slots) != len(wanted) {
		return fmt.Errorf("[%s %s] names classes for %d slots, not %d", section, strings.Join(slots, " "), len(slots), len(wanted))
	}
	f := &frame{at: lex.at, present: section == "present frames"}
	for i, names := range slots {
		var err error
		if f.slots[i], err = lex.resolve(strings.Split(names, ",")); err != nil {
			return err
		}
	}
	if line == "" {
		return nil
	}
	if section == "twins" {
		return lex.twinLine(f, line)
	}
	return lex.addFrame(section, wanted, f, line)
}

// twinLine reads "{1} did not fit in {2} because {he} was too | big | small", which is two
// frames: with "big" the pronoun is the first, with "small" the second.
func (lex *lexicon) twinLine(f *frame, line string) error {
	parts := strings.Split(line, "|")
	if len(parts) != 3 {
		return fmt.Errorf("%q: after the clause stand | what decides for {1} | what decides for {2}", line)
	}
	for _, end := range parts[1:] {
		g := *f
		if err := lex.addFrame("twins", []string{"{1}", "{2}"}, &g, parts[0]+end); err != nil {
			return err
		}
	}
	return nil
}

func (lex *lexicon) addFrame(section string, wanted []string, f *frame, line string) error {
	text, note, noted := strings.Cut(line, "|")
	if noted && strings.TrimSpace(note) != "no time" {
		return fmt.Errorf("%q: after the clause may stand | no time", line)
	}
	f.words, f.time = fields(text), !noted && !f.present
	if err := plain(strings.ReplaceAll(text, " 's ", " ")); err != nil {
		return err
	}
	if strings.HasSuffix(section, "frames") || section == "one candidate" {
		if err := lex.noNoun(f.words); err != nil {
			return err
		}
	}
	var order []string
	placeholders := 0
	for _, w := range f.words {
		switch {
		case isPlaceholder(w):
			placeholders++
		case w != "{person}" && strings.ContainsAny(w, "{}"):
			order = append(order, w)
		case isPronoun(w) && w != "they":
			return fmt.Errorf("%q has the pronoun %q, which could be the one that is asked about", line, w)
		}
	}
	if !slices.Equal(order, wanted) {
		return fmt.Errorf("%q must have the slots %s, in this order", line, strings.Join(wanted, " and "))
	}
	if needs := slices.Contains([]string{"whose", "owner", "alone", "first", "second", "twins"}, section); needs != (placeholders == 1) || placeholders > 1 {
		return fmt.Errorf("%q has %d of {he}, {him}, {his} and {himself}", line, placeholders)
	}
	lex.frames[section] = append(lex.frames[section], f)
	return nil
}
