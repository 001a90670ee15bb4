package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"antecedent/data"
)

// The parts of speech, in the order of WordNet's files.
const (
	noun = iota
	verb
	adjective
	adverb
)

var fileNames = [...]string{"noun", "verb", "adj", "adv"}

// wordNet is what the recipe reads of the database; see wndb(5WN) and cntlist(5WN).
type wordNet struct {
	count         map[string][4]int  // tag counts of a lemma
	listed        [4]map[string]bool // lemmas, which are in lower case in the index
	lower         [4]map[string]bool // lemmas with a sense written in lower case
	irregularNoun map[string]string
	irregularVerb map[string]string
	kindCount     map[string][4]int // tag counts of a noun, by data.Kind
	firstKind     map[string]data.Kind
}

func readWordNet(dir string) (*wordNet, error) {
	wn := &wordNet{count: map[string][4]int{}, irregularNoun: map[string]string{}, irregularVerb: map[string]string{},
		kindCount: map[string][4]int{}, firstKind: map[string]data.Kind{}}
	for p := range fileNames {
		wn.listed[p], wn.lower[p] = map[string]bool{}, map[string]bool{}
	}
	// A line of cntlist.rev is "lemma%type:file:id:head:headid sense count".
	err := eachLine(filepath.Join(dir, "cntlist.rev"), func(fields []string) error {
		if len(fields) < 3 {
			return fmt.Errorf("%d fields where 3 are needed", len(fields))
		}
		lemma, key, ok := strings.Cut(fields[0], "%")
		parts := strings.Split(key, ":")
		n, err := strconv.Atoi(fields[2])
		if !ok || len(parts) < 2 || err != nil {
			return fmt.Errorf("no sense key and count in %q", fields)
		}
		part := map[string]int{"1": noun, "2": verb, "3": adjective, "4": adverb, "5": adjective}[parts[0]]
		c := wn.count[lemma]
		c[part] += n
		wn.count[lemma] = c
		if part == noun {
			k := wn.kindCount[lemma]
			k[kindOf(lemma, parts[1])] += n
			wn.kindCount[lemma] = k
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	fileOf := map[string]string{} // lexicographer file of a noun synset
	for p, name := range fileNames {
		// A line of data.* is "offset file type count(hex) word id …".
		err := eachLine(filepath.Join(dir, "data."+name), func(fields []string) error {
			n, err := strconv.ParseUint(fields[3], 16, 16)
			if err != nil || len(fields) < 4+2*int(n) {
				return fmt.Errorf("a synset of %q words", fields[3])
			}
			for i := range int(n) {
				word, _, _ := strings.Cut(fields[4+2*i], "(")
				if word == strings.ToLower(word) {
					wn.lower[p][word] = true
				}
			}
			if p == noun {
				fileOf[fields[0]] = fields[1]
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		// A line of index.* is "lemma type synsets pointers … senses tagged offset …",
		// the synsets in the order of their frequency.
		err = eachLine(filepath.Join(dir, "index."+name), func(fields []string) error {
			wn.listed[p][fields[0]] = true
			if p == noun {
				n, err := strconv.Atoi(fields[2])
				if err != nil || n < 1 || n > len(fields) {
					return fmt.Errorf("%q synsets", fields[2])
				}
				wn.firstKind[fields[0]] = kindOf(fields[0], fileOf[fields[len(fields)-n]])
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for file, forms := range map[string]map[string]string{"noun.exc": wn.irregularNoun, "verb.exc": wn.irregularVerb} {
		err := eachLine(filepath.Join(dir, file), func(fields []string) error {
			forms[fields[0]] = fields[1]
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return wn, nil
}

// eachLine calls f with the fields of each line that is not of the licence.
func eachLine(path string, f func(fields []string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), " ") {
			continue
		}
		if err := f(strings.Fields(lines.Text())); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}

// kindOf returns the kind of a noun in a sense of a lexicographer file; see
// lexnames(5WN). The file of the unique beginners has nouns of every kind.
func kindOf(lemma, file string) data.Kind {
	switch file {
	case "18":
		return data.Person
	case "05":
		return data.Animal
	case "03":
		switch lemma {
		case "person", "individual", "mortal", "soul", "human":
			return data.Person
		case "animal", "beast", "brute", "creature":
			return data.Animal
		}
	}
	return data.Thing
}

// nounLemma returns the singular of a word, "" if WordNet has no such common noun.
func (wn *wordNet) nounLemma(word string) string {
	if lemma := wn.irregularNoun[word]; lemma != "" {
		return lemma
	}
	if wn.lower[noun][word] && !strings.HasSuffix(word, "s") {
		return word
	}
	if !strings.HasSuffix(word, "ss") {
		if lemma := detach(word, wn.lower[noun], nounEndings); lemma != "" {
			return lemma
		}
	}
	if wn.lower[noun][word] {
		return word
	}
	return ""
}

// verbLemma returns the base form of a word, "" if WordNet has no such verb.
func (wn *wordNet) verbLemma(word string) string {
	if lemma := wn.irregularVerb[word]; lemma != "" {
		return lemma
	}
	if wn.lower[verb][word] {
		return word
	}
	if lemma := detach(word, wn.lower[verb], verbEndings); lemma != "" {
		return lemma
	}
	for _, ending := range []string{"ed", "ing"} { // stopped, running
		stem, ok := strings.CutSuffix(word, ending)
		if n := len(stem); ok && n > 3 && stem[n-1] == stem[n-2] && wn.lower[verb][stem[:n-1]] {
			return stem[:n-1]
		}
	}
	return ""
}

// Endings of inflected forms and what stands in the lemma, in the order of trial.
var (
	nounEndings = [][2]string{{"ies", "y"}, {"ches", "ch"}, {"shes", "sh"}, {"xes", "x"}, {"ses", "s"}, {"zes", "z"}, {"men", "man"}, {"s", ""}}
	verbEndings = [][2]string{{"ies", "y"}, {"ied", "y"}, {"es", "e"}, {"es", ""}, {"s", ""}, {"ed", "e"}, {"ed", ""}, {"ing", "e"}, {"ing", ""}}
)

func detach(word string, lemmas map[string]bool, endings [][2]string) string {
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(word, e[0]); ok && len(stem) > 1 && lemmas[stem+e[1]] {
			return stem + e[1]
		}
	}
	return ""
}

// scores returns how much a word is used as noun, verb, adjective and adverb: the
// tag count of its lemma, smoothed, since most words were never tagged. The counts
// are of lemmas; the factors favour the part of speech that an inflection marks.
func (wn *wordNet) scores(word string) (s [4]float64) {
	n, v := wn.nounLemma(word), wn.verbLemma(word)
	if n != "" {
		s[noun] = float64(wn.count[n][noun]) + .5
	}
	if v != "" {
		s[verb] = float64(wn.count[v][verb]) + .5
	}
	if v != "" && v != word {
		if strings.HasSuffix(word, "ed") {
			s[verb] *= 5
		}
		if wn.irregularVerb[word] != "" {
			s[verb] *= 3
		}
		if strings.HasSuffix(word, "ing") {
			s[verb] *= 2
		}
	}
	if n != "" && n != word && v != "" && strings.HasSuffix(word, "s") {
		s[noun] *= 1.5
	}
	for _, p := range []int{adjective, adverb} {
		if wn.lower[p][word] {
			s[p] = float64(wn.count[word][p]) + .5
		}
	}
	return s
}

// common reports whether a word has a lower-case sense of any part of speech.
func (wn *wordNet) common(word string) bool {
	for p := range fileNames {
		if wn.lower[p][word] {
			return true
		}
	}
	return false
}

// dominant reports whether a word is so common in lower case that its vector says
// little of it as a name.
func (wn *wordNet) dominant(word string) bool {
	s := wn.scores(word)
	return s[noun]+s[verb]+s[adjective]+s[adverb] > 25
}

// kind returns the kind that at least three of five uses of a noun have, of its
// first sense where none is tagged, and 0 otherwise.
func (wn *wordNet) kind(lemma string) data.Kind {
	counts, total := wn.kindCount[lemma], 0
	for _, n := range counts {
		total += n
	}
	if total == 0 {
		return wn.firstKind[lemma]
	}
	for kind, n := range counts {
		if 5*n >= 3*total {
			return data.Kind(kind)
		}
	}
	return 0
}
