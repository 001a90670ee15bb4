package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// readLines calls parse for every line that is neither empty nor a comment, with the
// line in brackets above it, its head. For a head itself the line is empty. Errors
// get the file and the number of the line.
func readLines(fsys fs.FS, file string, parse func(head, line string) error) error {
	f, err := fsys.Open(file)
	if err != nil {
		return fmt.Errorf("corpus: %w", err)
	}
	defer f.Close()
	head := ""
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if rest, ok := strings.CutPrefix(line, "["); ok {
			if rest, ok = strings.CutSuffix(rest, "]"); !ok {
				return fmt.Errorf("corpus: %s:%d: %q has no closing bracket", file, n, line)
			}
			head, line = strings.TrimSpace(rest), ""
		}
		if err := parse(head, line); err != nil {
			return fmt.Errorf("corpus: %s:%d: %w", file, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("corpus: %s: %w", file, err)
	}
	return nil
}

// nounLine reads "cat/cats x3" or "group a = b c" under "[class pet it: black small]".
func (lex *lexicon) nounLine(head, line string) error {
	if line == "" {
		return lex.classHead(head)
	}
	if rest, ok := strings.CutPrefix(line, "group "); ok {
		name, members, ok := strings.Cut(rest, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return errors.New("a group is written: group name = class class")
		}
		if lex.groups[name] != nil {
			return fmt.Errorf("there are two classes or groups called %q", name)
		}
		classes, err := lex.resolve(strings.Fields(members))
		lex.groups[name] = classes
		return err
	}
	if len(lex.classes) == 0 {
		return fmt.Errorf("the noun %q comes before the first [class …]", line)
	}
	fields := strings.Fields(line)
	if err := plain(fields[0]); err != nil {
		return err
	}
	n := &noun{weight: 1, class: lex.classes[len(lex.classes)-1]}
	n.singular, n.plural, _ = strings.Cut(fields[0], "/")
	switch {
	case len(fields) == 2 && strings.HasPrefix(fields[1], "x"):
		var err error
		if n.weight, err = frequency(fields[1][1:]); err != nil {
			return fmt.Errorf("%q %w", fields[1], err)
		}
	case len(fields) > 1:
		return fmt.Errorf("a noun is one word: %q", line)
	}
	if n.singular == n.plural {
		return fmt.Errorf("singular and plural of %q are the same", n.singular)
	}
	for _, form := range []string{n.singular, n.plural} {
		if m := lex.forms[form]; m != nil {
			return fmt.Errorf("%q is a noun of the class %s already", form, m.class.name)
		}
		if form != "" {
			lex.forms[form] = n
		}
	}
	n.class.nouns, lex.nouns = append(n.class.nouns, n), append(lex.nouns, n)
	return nil
}

func (lex *lexicon) classHead(head string) error {
	names, adjectives, _ := strings.Cut(head, ":")
	f := strings.Fields(names)
	if len(f) != 3 || f[0] != "class" || !slices.Contains([]string{"it", "he", "she"}, f[2]) {
		return errors.New("a class begins: [class name it: adjectives], with it, he or she")
	}
	if lex.groups[f[1]] != nil {
		return fmt.Errorf("there are two classes or groups called %q", f[1])
	}
	c := &class{name: f[1], pronoun: f[2], adjectives: strings.Fields(adjectives)}
	lex.classes = append(lex.classes, c)
	lex.groups[c.name] = []*class{c}
	return plain(strings.Join(c.adjectives, " "))
}

// resolve turns names of classes and groups into classes.
func (lex *lexicon) resolve(names []string) ([]*class, error) {
	var classes []*class
	for _, name := range names {
		group, ok := lex.groups[name]
		if !ok {
			return nil, fmt.Errorf("no class or group in nouns.txt is called %q", name)
		}
		for _, c := range group {
			if !slices.Contains(classes, c) {
				classes = append(classes, c)
			}
		}
	}
	if len(classes) == 0 {
		return nil, errors.New("name at least one class")
	}
	return classes, nil
}

// predicateLine reads "was tired" under "[fits animal; maybe person]" or
// "[neutral any]".
func (lex *lexicon) predicateLine(head, line string) error {
	first, second, found := strings.Cut(head, ";")
	fits, maybe := strings.Fields(first), strings.Fields(second)
	if len(fits) < 2 || fits[0] != "fits" && fits[0] != "neutral" || found && (len(maybe) < 2 || maybe[0] != "maybe" || fits[0] == "neutral") {
		return errors.New("a list of predicates begins: [fits class; maybe class] or [neutral class]")
	}
	p := &predicate{text: strings.Join(strings.Fields(line), " "), neutral: fits[0] == "neutral"}
	var possible []*class
	var err error
	if p.fits, err = lex.resolve(fits[1:]); err == nil && found {
		possible, err = lex.resolve(maybe[1:])
	}
	if err != nil || line == "" {
		return err
	}
	for _, c := range lex.classes {
		if !p.neutral && !p.fit(c) && !slices.Contains(possible, c) {
			p.never = append(p.never, c)
		}
	}
	if err := lex.noNoun(p.text); err != nil {
		return err
	}
	if p.neutral && p.after("they") != p.text {
		return fmt.Errorf("the neutral predicate %q would agree with the pronoun in number", p.text)
	}
	if slices.ContainsFunc(lex.predicates, func(q *predicate) bool { return q.text == p.text }) {
		return fmt.Errorf("the predicate %q is there twice", p.text)
	}
	lex.predicates = append(lex.predicates, p)
	return nil
}

// noNoun refuses a text with a word that is also a noun, even one like "saw": the
// pronoun could refer to it.
func (lex *lexicon) noNoun(text string) error {
	if err := plain(text); err != nil {
		return err
	}
	for _, w := range strings.Fields(text) {
		if n := lex.forms[w]; n != nil {
			return fmt.Errorf("%q has the word %q, which is a noun of the class %s", text, w, n.class.name)
		}
	}
	return nil
}

// plain refuses what is not English letters, of which a word is always one token
// ("pay-rise" would be three), other than the marks of the lexicon's own notation.
func plain(text string) error {
	for _, r := range text {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(" {12},/", r)) {
			return fmt.Errorf("%q has the character %q; words are letters only", text, r)
		}
	}
	return nil
}

// frequency reads the number of "x3". Its error continues a sentence that begins
// with what was read.
func frequency(number string) (int, error) {
	if n, err := strconv.Atoi(number); err == nil && n > 0 {
		return n, nil
	}
	return 0, errors.New("is no frequency; write x2, x3, …")
}

// templateLine reads a frame, a text, or a connective with its frequency.
func (lex *lexicon) templateLine(head, line string) error {
	isFrame := slices.Contains(frameSections, head)
	switch {
	case !isFrame && !slices.Contains(textSections, head):
		return fmt.Errorf("[%s] is no section of this file", head)
	case line == "":
		return nil
	case isFrame:
		f, err := lex.frameLine(line, head == "one candidate")
		lex.frames[head] = append(lex.frames[head], f)
		return err
	}
	times := 1
	if text, number, ok := strings.Cut(line, " x"); ok && strings.HasSuffix(head, "connectives") {
		var err error
		if times, err = frequency(number); err != nil {
			return fmt.Errorf("x%s %w", number, err)
		}
		line = text
	}
	for range times {
		lex.texts[head] = append(lex.texts[head], line)
	}
	return plain(line)
}

// frameLine reads "pet textile | The {1} sat on the {2} | time".
func (lex *lexicon) frameLine(line string, single bool) (*frame, error) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) < 2 || len(parts) > 3 || len(parts) == 3 && parts[2] != "time" {
		return nil, errors.New("a frame is written: classes | The clause with {1} and {2} | time")
	}
	f := &frame{words: strings.Fields(parts[1]), time: len(parts) == 3}
	if err := lex.noNoun(parts[1]); err != nil {
		return nil, err
	}
	slots := strings.Fields(parts[0])
	wanted := []string{"{1}", "{2}"}
	if single {
		wanted = wanted[:1]
	}
	if len(slots) != len(wanted) {
		return nil, fmt.Errorf("%q names classes for %d slots, not %d", parts[0], len(slots), len(wanted))
	}
	var order []string
	for _, w := range f.words {
		if w != "{person}" && strings.ContainsAny(w, "{}") {
			order = append(order, w)
		}
	}
	if !slices.Equal(order, wanted) {
		return nil, fmt.Errorf("%q must have the slots %s, in this order", parts[1], strings.Join(wanted, " and "))
	}
	for i, names := range slots {
		var err error
		if f.slots[i], err = lex.resolve(strings.Split(names, ",")); err != nil {
			return nil, err
		}
	}
	return f, nil
}
