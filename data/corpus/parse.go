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

// readLines calls parse for each line of a file that is not blank or a comment, with
// the head, in brackets, under which it stands; for the head itself with an empty line.
// at is the file and the line's number.
func readLines(fsys fs.FS, file string, parse func(at, head, line string) error) error {
	f, err := fsys.Open(file)
	if err != nil {
		return fmt.Errorf("corpus: %w", err)
	}
	defer f.Close()
	head := ""
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line, at := strings.TrimSpace(lines.Text()), fmt.Sprintf("%s:%d", file, n)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if rest, ok := strings.CutPrefix(line, "["); ok {
			if rest, ok = strings.CutSuffix(rest, "]"); !ok {
				return fmt.Errorf("corpus: %s: %q has no closing bracket", at, line)
			}
			head, line = strings.TrimSpace(rest), ""
		}
		if err := parse(at, head, line); err != nil {
			return fmt.Errorf("corpus: %s: %w", at, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("corpus: %s: %w", file, err)
	}
	return nil
}

// nounLine reads "cat/cats x3" or "group a = b c" under "[class pet it: black small]",
// or a surname.
func (lex *lexicon) nounLine(head, line string) error {
	switch {
	case head == "surnames" && line == "":
		return nil
	case line == "":
		return lex.classHead(head)
	case strings.HasPrefix(line, "group "):
		return lex.groupLine(strings.TrimPrefix(line, "group "))
	case head == "surnames":
		lex.surnames = append(lex.surnames, line)
		return plain(line)
	case len(lex.classes) == 0:
		return fmt.Errorf("the noun %q comes before the first [class …]", line)
	}
	words := fields(line)
	if err := plain(strings.TrimSuffix(words[0], "/-")); err != nil {
		return err
	}
	n := &noun{weight: 1, class: lex.classes[len(lex.classes)-1]}
	n.singular, n.plural, _ = strings.Cut(words[0], "/")
	switch {
	case len(words) == 2 && strings.HasPrefix(words[1], "x"):
		var err error
		if n.weight, err = frequency(words[1][1:]); err != nil {
			return fmt.Errorf("%q %w", words[1], err)
		}
	case len(words) > 1:
		return fmt.Errorf("a noun is one word: %q", line)
	}
	switch n.plural {
	case n.singular:
		return fmt.Errorf("singular and plural of %q are the same; write %s/-", n.singular, n.singular)
	case "":
		n.mass = !n.class.names
	case "-":
		n.plural = ""
	}
	for _, form := range []string{n.singular, n.plural} {
		if m := lex.forms[form]; m != nil {
			return fmt.Errorf("%q is a noun of the class %s already", form, m.class.name)
		}
		if form != "" {
			lex.forms[form] = n
		}
	}
	n.index = len(lex.nouns)
	n.class.nouns, lex.nouns = append(n.class.nouns, n), append(lex.nouns, n)
	return nil
}

func (lex *lexicon) classHead(head string) error {
	what, adjectives, _ := strings.Cut(head, ":")
	f := fields(what)
	names := len(f) == 4 && f[3] == "name"
	if len(f) != 3 && !names || f[0] != "class" {
		return errors.New("a class begins: [class name it: adjectives], with it, he, she or he,she,they; [class name he name] for names")
	}
	pronouns := strings.Split(f[2], ",")
	if !slices.Contains([]string{"it", "he", "she", "he,she,they"}, f[2]) {
		return fmt.Errorf("%q is not the pronoun of a class: it, he, she or he,she,they", f[2])
	}
	if _, there := lex.groups[f[1]]; there {
		return fmt.Errorf("there are two classes or groups called %q", f[1])
	}
	if len(lex.classes) == maxClasses {
		return fmt.Errorf("there are more than %d classes", maxClasses)
	}
	c := &class{at: lex.at, name: f[1], index: len(lex.classes), pronouns: pronouns, adjectives: fields(adjectives), names: names}
	lex.classes = append(lex.classes, c)
	lex.groups[c.name] = setOf(c)
	return plain(strings.Join(c.adjectives, " "))
}

func (lex *lexicon) groupLine(line string) error {
	name, members, ok := strings.Cut(line, "=")
	if name = strings.TrimSpace(name); !ok || name == "" {
		return errors.New("a group is written: group name = class class")
	}
	if _, there := lex.groups[name]; there {
		return fmt.Errorf("there are two classes or groups called %q", name)
	}
	set, err := lex.resolve(fields(members))
	lex.groups[name] = set
	return err
}

// resolve turns names of classes and groups into a set of classes.
func (lex *lexicon) resolve(names []string) (set classes, err error) {
	for _, name := range names {
		group, ok := lex.groups[name]
		if !ok {
			return set, fmt.Errorf("no class or group in nouns.txt is called %q", name)
		}
		set = set.union(group)
	}
	if set.empty() {
		return set, errors.New("name at least one class")
	}
	return set, nil
}

// predicateLine reads "was tired" under "[fits animal; maybe person]", "[object …]",
// "[possessive …]" or "[neutral any]", or a word under "[degree]".
func (lex *lexicon) predicateLine(head, line string) error {
	if head == "degree" {
		if len(fields(line)) > 1 {
			return fmt.Errorf("%q: what may stand after \"very\" is one word", line)
		}
		if line != "" {
			lex.degrees[line] = true
		}
		return plain(line)
	}
	first, second, found := strings.Cut(head, ";")
	fits, maybe := fields(first), fields(second)
	kinds := map[string]kind{"fits": subject, "neutral": subject, "object": object, "possessive": possessive}
	if len(fits) < 2 || found && (len(maybe) < 2 || maybe[0] != "maybe" || fits[0] == "neutral") {
		return errors.New("a list of predicates begins: [fits class; maybe class], [object …], [possessive …] or [neutral class]")
	}
	k, ok := kinds[fits[0]]
	if !ok {
		return fmt.Errorf("[%s …] is no list of predicates", fits[0])
	}
	p := &predicate{text: strings.Join(fields(line), " "), words: fields(line), kind: k, neutral: fits[0] == "neutral"}
	var possible classes
	var err error
	if p.fits, err = lex.resolve(fits[1:]); err == nil && found {
		possible, err = lex.resolve(maybe[1:])
	}
	if err != nil {
		return err
	}
	for _, name := range fits[1:] {
		if found && slices.Contains(maybe[1:], name) {
			return fmt.Errorf("[%s]: %q stands before \"maybe\" and after it", head, name)
		}
	}
	if !p.neutral {
		for _, c := range lex.classes {
			if !p.fits.has(c) && !possible.has(c) {
				p.never = p.never.union(setOf(c))
			}
		}
		if p.never.empty() {
			return fmt.Errorf("[%s]: of every class it could be said, so that it decides nothing: leave a class out, or write [neutral …]", head)
		}
	}
	if line == "" {
		return nil
	}
	if err := pastTense(p); err != nil {
		return err
	}
	return lex.addPredicate(p)
}

// pastTense refuses a predicate that is seen not to be in the past tense, of one: the
// corpus makes the other forms itself.
func pastTense(p *predicate) error {
	for i, w := range p.words {
		if i > 0 && p.kind != possessive {
			break // "had what is needed" is in the past tense
		}
		switch lower := strings.ToLower(w); {
		case w != lower && i == 0:
			return fmt.Errorf("%q begins with a capital letter", p.text)
		case lower == "were" && p.kind != possessive:
			return fmt.Errorf("%q is of several: write \"was\", which becomes \"were\" after \"they\"", p.text)
		case slices.Contains(present, lower) || i == 0 && strings.HasSuffix(lower, "s") && lower != "was":
			return fmt.Errorf("%q is not in the past tense: write %q as \"was\", \"had\", \"looked\" are", p.text, w)
		}
	}
	return nil
}

// present are auxiliary verbs that no predicate in the past tense has.
var present = strings.Fields("am is are has have does do will shall can may must")

func (lex *lexicon) addPredicate(p *predicate) error {
	if err := plain(p.text); err != nil {
		return err
	}
	if i := strings.IndexAny(p.text, "12,./"); i >= 0 {
		return fmt.Errorf("%q has the character %q; a predicate is words, and perhaps {him} or {his}", p.text, p.text[i])
	}
	placeholders := 0
	for _, w := range p.words {
		switch {
		case isPlaceholder(w):
			placeholders++
		case isPronoun(strings.ToLower(w)):
			return fmt.Errorf("%q has the pronoun %q, which could be the one that is asked about", p.text, w)
		case strings.ContainsAny(w, "{}"):
			return fmt.Errorf("%q has %q, which stands for nothing in a predicate", p.text, w)
		}
	}
	want, what := 0, "none"
	switch p.kind {
	case object:
		want, what = 1, "{him} once"
	case possessive:
		want, what = 1, "{his} once, at the beginning"
	}
	if placeholders != want || p.kind == object && !slices.Contains(p.words, "{him}") || p.kind == possessive && p.words[0] != "{his}" {
		return fmt.Errorf("%q must have %s of {he}, {him} and {his}", p.text, what)
	}
	if p.kind == object {
		if err := lex.noNoun(p.words[:slices.Index(p.words, "{him}")]); err != nil {
			return err
		}
	}
	if p.neutral && p.words[0] == "was" {
		return fmt.Errorf("the neutral predicate %q would agree with the pronoun in number", p.text)
	}
	if lex.said[p.text] {
		return fmt.Errorf("the predicate %q is there twice", p.text)
	}
	lex.said[p.text] = true
	p.index = len(lex.predicates)
	lex.predicates = append(lex.predicates, p)
	return nil
}

// noNoun refuses a text with a word that is also a noun, even one like "watch": the
// pronoun could mean it.
func (lex *lexicon) noNoun(words []string) error {
	for _, w := range words {
		if n := lex.forms[w]; n != nil {
			return fmt.Errorf("%q has the word %q, which is a noun of the class %s", strings.Join(words, " "), w, n.class.name)
		}
	}
	return nil
}

// isPronoun reports whether a word is a pronoun that examples ask about, or "hers" and
// "theirs", which mean somebody as well.
func isPronoun(word string) bool {
	if word == "hers" || word == "theirs" {
		return true
	}
	for _, forms := range []map[string]string{objects, possessors, reflexives} {
		for subject, form := range forms {
			if word == subject || word == form {
				return true
			}
		}
	}
	return false
}

// plain refuses what is not English letters, of which a word is always one token
// ("pay-rise" would be three), other than the marks of the lexicon's own notation.
func plain(text string) error {
	for _, r := range text {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(" {12},./", r)) {
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
