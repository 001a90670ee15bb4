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
