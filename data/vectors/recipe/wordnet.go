package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A wordNet knows which words WordNet has.
type wordNet struct {
	lemmas map[string]map[string]bool // by part of speech, in lower case
	exc    map[string]map[string]bool // irregular forms
	common map[string]bool            // words that WordNet writes in lower case
}

var partsOfSpeech = []string{"noun", "verb", "adj", "adv"}

// endings are WordNet's rules of detachment, ending and what replaces it.
var endings = map[string][][2]string{
	"noun": {{"s", ""}, {"ses", "s"}, {"xes", "x"}, {"zes", "z"}, {"ches", "ch"}, {"shes", "sh"}, {"men", "man"}, {"ies", "y"}},
	"verb": {{"s", ""}, {"ies", "y"}, {"es", "e"}, {"es", ""}, {"ed", "e"}, {"ed", ""}, {"ing", "e"}, {"ing", ""}},
	"adj":  {{"er", ""}, {"est", ""}, {"er", "e"}, {"est", "e"}},
}

func readWordNet(dir string) (*wordNet, error) {
	wn := &wordNet{lemmas: map[string]map[string]bool{}, exc: map[string]map[string]bool{}, common: map[string]bool{}}
	for _, pos := range partsOfSpeech {
		wn.lemmas[pos] = map[string]bool{}
		wn.exc[pos] = map[string]bool{}
		err := fields(filepath.Join(dir, "index."+pos), func(f []string) error {
			if !strings.Contains(f[0], "_") {
				wn.lemmas[pos][f[0]] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		err = fields(filepath.Join(dir, pos+".exc"), func(f []string) error {
			wn.exc[pos][f[0]] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
		err = fields(filepath.Join(dir, "data."+pos), func(f []string) error {
			if len(f) < 4 {
				return fmt.Errorf("a line of %d fields", len(f))
			}
			n, err := strconv.ParseInt(f[3], 16, 32)
			if err != nil || len(f) < 4+2*int(n) {
				return fmt.Errorf("a wrong number of words, %q", f[3])
			}
			for i := range int(n) {
				word, _, _ := strings.Cut(f[4+2*i], "(") // "(a)" marks where an adjective may stand
				if word == strings.ToLower(word) {
					wn.common[word] = true
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return wn, nil
}

// fields calls do with the fields of each line that is not part of the licence,
// whose lines begin with a blank.
func fields(path string, do func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w; on Debian, the package wordnet-base has WordNet", err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for line := 1; s.Scan(); line++ {
		if text := s.Text(); text != "" && text[0] != ' ' {
			if err := do(strings.Fields(text)); err != nil {
				return fmt.Errorf("%s:%d: %w", path, line, err)
			}
		}
	}
	return s.Err()
}

// knows says whether the word is one of WordNet's or an inflected form of one.
func (wn *wordNet) knows(word string) bool {
	return wn.form(word, func(lemma, pos string) bool { return wn.lemmas[pos][lemma] })
}

// isCommon says the same of the words that WordNet writes in lower case.
func (wn *wordNet) isCommon(word string) bool {
	return wn.form(word, func(lemma, pos string) bool { return wn.lemmas[pos][lemma] && wn.common[lemma] })
}

func (wn *wordNet) form(word string, has func(lemma, pos string) bool) bool {
	for _, pos := range partsOfSpeech {
		if has(word, pos) || wn.exc[pos][word] {
			return true
		}
		for _, e := range endings[pos] {
			stem, ok := strings.CutSuffix(word, e[0])
			if !ok || len(stem) < 2 {
				continue
			}
			if has(stem+e[1], pos) {
				return true
			}
			// "stopped", "running": the consonant doubled
			if n := len(stem); e[1] == "" && n > 2 && stem[n-1] == stem[n-2] && (pos == "verb" || pos == "adj") && has(stem[:n-1], pos) {
				return true
			}
		}
	}
	return false
}
