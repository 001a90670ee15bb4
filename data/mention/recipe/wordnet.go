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
	synsets := map[string]*synset{} // of nouns, by offset
	senses := map[string][]string{} // offsets of a noun, the most frequent first
	for p, name := range fileNames {
		// A line of data.* is "offset file type words(hex) word id … pointers(dec)
		// symbol offset part source …".
		err := eachLine(filepath.Join(dir, "data."+name), func(fields []string) error {
			n, err := strconv.ParseUint(fields[3], 16, 16)
			if err != nil || len(fields) < 5+2*int(n) {
				return fmt.Errorf("a synset of %q words", fields[3])
			}
			for i := range int(n) {
				word, _, _ := strings.Cut(fields[4+2*i], "(")
				if word == strings.ToLower(word) {
					wn.lower[p][word] = true
				}
			}
			if p == noun {
				s := &synset{file: fields[1], word: fields[4]}
				for i := 5 + 2*int(n); i+1 < len(fields) && fields[i] != "|"; i++ {
					if fields[i] == "@" {
						s.hypernyms = append(s.hypernyms, fields[i+1])
					}
				}
				synsets[fields[0]] = s
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		// A line of index.* is "lemma type synsets pointers … senses tagged offset …".
		err = eachLine(filepath.Join(dir, "index."+name), func(fields []string) error {
			wn.listed[p][fields[0]] = true
			if p == noun {
				n, err := strconv.Atoi(fields[2])
				if err != nil || n < 1 || n > len(fields) {
					return fmt.Errorf("%q synsets", fields[2])
				}
				senses[fields[0]] = fields[len(fields)-n:]
				wn.firstKind[fields[0]] = kindOf(synsets, fields[len(fields)-n])
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	// A line of cntlist.rev is "lemma%type:file:id:head:headid sense count".
	err := eachLine(filepath.Join(dir, "cntlist.rev"), func(fields []string) error {
		if len(fields) < 3 {
			return fmt.Errorf("%d fields where 3 are needed", len(fields))
		}
		lemma, key, ok := strings.Cut(fields[0], "%")
		sense, err1 := strconv.Atoi(fields[1])
		n, err2 := strconv.Atoi(fields[2])
		if !ok || key == "" || err1 != nil || err2 != nil {
			return fmt.Errorf("no sense key, sense and count in %q", fields)
		}
		part := map[byte]int{'1': noun, '2': verb, '3': adjective, '4': adverb, '5': adjective}[key[0]]
		c := wn.count[lemma]
		c[part] += n
		wn.count[lemma] = c
		if part == noun && 0 < sense && sense <= len(senses[lemma]) {
			k := wn.kindCount[lemma]
			k[kindOf(synsets, senses[lemma][sense-1])] += n
			wn.kindCount[lemma] = k
		}
		return nil
	})
	if err != nil {
		return nil, err
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

// A synset is a sense of nouns: its lexicographer file (see lexnames(5WN)), its
// first word and the more general senses.
type synset struct {
	file, word string
	hypernyms  []string
}

// kindOf returns the kind of a sense. The file of animals has their parts as well,
// which are not below the sense of "animal".
func kindOf(synsets map[string]*synset, offset string) data.Kind {
	const beginners, animals, persons = "03", "05", "18"
	s := synsets[offset]
	switch {
	case s == nil:
		return data.Thing
	case s.file == persons || s.file == beginners && s.word == "person":
		return data.Person
	case s.file == beginners && s.word == "animal":
		return data.Animal
	case s.file == animals:
		for _, h := range s.hypernyms {
			if kindOf(synsets, h) == data.Animal {
				return data.Animal
			}
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
		best := "" // of "cooky" and "cookie" the more usual
		for _, e := range nounEndings {
			lemma := detach(word, wn.lower[noun], [][2]string{e})
			if lemma != "" && (best == "" || wn.count[lemma][noun] >= wn.count[best][noun]) {
				best = lemma
			}
		}
		if best != "" {
			return best
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
