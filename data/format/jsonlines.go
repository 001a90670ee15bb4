package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"antecedent/data"
)

// A jsonDocument is one line of the JSON lines that coreference systems read.
type jsonDocument struct {
	Sentences       [][]string      `json:"sentences"`
	CasedWords      []string        `json:"cased_words"`
	SentID          []int           `json:"sent_id"`
	Clusters        [][][]int       `json:"clusters"`
	SpanClusters    [][][]int       `json:"span_clusters"`
	MentionClusters [][][]int       `json:"mention_clusters"`
	SubtokenMap     json.RawMessage `json:"subtoken_map"`
}

// sniffJSONLines is true of an object with sentences or words and clusters.
func sniffJSONLines(first []string) bool {
	keys := jsonKeysOf(first[0])
	return keys["sentences"] || keys["cased_words"]
}

// jsonKeysOf returns the keys of the JSON object that begins a text, as far as the
// text goes.
func jsonKeysOf(text string) map[string]bool {
	keys := make(map[string]bool)
	d := json.NewDecoder(strings.NewReader(text))
	depth, key := 0, false // whether the next token is a key of the object
	for {
		t, err := d.Token()
		if err != nil {
			return keys
		}
		switch t := t.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				depth++
				if depth == 1 && t == '[' {
					return keys
				}
			} else {
				depth--
			}
			key = depth == 1
		case string:
			if depth == 1 && key {
				keys[t] = true
				key = false
				continue
			}
			key = depth == 1
		default:
			key = depth == 1
		}
		if depth == 0 {
			return keys
		}
	}
}

// readJSONLines reads a document a line, in one of three forms. That of e2e-coref
// (Lee et al., 2017) has sentences, lists of words, and clusters of mentions [first
// word, last word], numbered through the document. That of wl-coref (Dobrovolskii,
// 2021) has cased_words, the sentence of each in sent_id, and clusters, or
// span_clusters, of mentions [first word, word after the last). That of PreCo (Chen et
// al., 2018) has sentences and mention_clusters of [sentence, first word, word after
// the last), numbered in the sentence.
func readJSONLines(in *input) {
	for line := range in.rows() {
		d, err := parseJSONLines(line, in.line)
		if err != nil {
			in.skip(err)
			continue
		}
		d.examples(in)
	}
}

func parseJSONLines(line string, number int) (*document, error) {
	var row jsonDocument
	decoder := json.NewDecoder(strings.NewReader(line))
	if err := decoder.Decode(&row); err != nil {
		return nil, jsonProblem(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("there is more than one JSON object on the line")
	}
	clusters, exclusive := row.Clusters, 0
	switch {
	case len(row.SubtokenMap) > 0:
		return nil, errors.New(`"subtoken_map" says that the sentences are pieces of words; use the file of whole words that it was made from`)
	case row.CasedWords != nil:
		if len(row.SentID) != len(row.CasedWords) {
			return nil, fmt.Errorf(`"sent_id" has %d numbers for %d words`, len(row.SentID), len(row.CasedWords))
		}
		for i, word := range row.CasedWords {
			if i == 0 || row.SentID[i] != row.SentID[i-1] {
				row.Sentences = append(row.Sentences, nil)
			}
			last := len(row.Sentences) - 1
			row.Sentences[last] = append(row.Sentences[last], word)
		}
		if exclusive = 1; row.SpanClusters != nil {
			clusters = row.SpanClusters
		}
	case row.Sentences == nil:
		return nil, errors.New(`neither "sentences" nor "cased_words" is there`)
	}
	words := 0
	for _, sentence := range row.Sentences {
		words += len(sentence)
	}
	if words > maxWords {
		return nil, fmt.Errorf("the document has %d words; divide it into parts of at most %d", words, maxWords)
	}
	d := newDocument()
	var starts []int
	for _, words := range row.Sentences {
		starts = append(starts, len(d.words))
		for _, word := range words {
			if strings.TrimSpace(word) == "" {
				return nil, errors.New("a word is empty")
			}
		}
		text, pieces := detokenize(words)
		for i := range pieces {
			pieces[i].line = number
		}
		d.add(text, pieces)
	}
	if row.MentionClusters != nil {
		clusters, exclusive = nil, 1
		for _, cluster := range row.MentionClusters {
			var mentions [][]int
			for _, m := range cluster {
				if len(m) != 3 || m[0] < 0 || m[0] >= len(starts) {
					return nil, fmt.Errorf("mention %v must be [sentence, start, end) of %d sentences", m, len(starts))
				}
				if n := len(row.Sentences[m[0]]); m[1] < 0 || m[2] > n {
					return nil, fmt.Errorf("mention %v is not within the %d words of its sentence", m, n)
				}
				mentions = append(mentions, []int{starts[m[0]] + m[1], starts[m[0]] + m[2]})
			}
			clusters = append(clusters, mentions)
		}
	}
	if row.MentionClusters == nil {
		if err := errors.Join(checkEnds(d.words, clusters, exclusive == 1), checkBase(d.words, clusters, exclusive)); err != nil {
			return nil, err
		}
	}
	for _, cluster := range clusters {
		var entity []data.Span
		for _, m := range cluster {
			if len(m) != 2 {
				return nil, fmt.Errorf("mention %v must be two numbers", m)
			}
			// The numbers are compared before 1 is added: they may be the greatest there are.
			if m[1] < m[0]+exclusive {
				return nil, fmt.Errorf("mention %v ends before it begins", m)
			}
			if m[0] < 0 || m[1] > len(d.words)-1+exclusive {
				return nil, fmt.Errorf("mention %v is not within the %d words of the document", m, len(d.words))
			}
			entity = append(entity, data.Span{Start: m[0], End: m[1] + 1 - exclusive})
		}
		d.entities = append(d.entities, entity)
	}
	return d, nil
}

// checkEnds returns an error if the ends of mentions are exclusive where they should be
// inclusive, or the other way round. A mention that begins with a pronoun such as "he",
// which takes nothing after it, is that one word.
func checkEnds(words []data.Token, clusters [][][]int, exclusive bool) error {
	var one, two []int // mentions [i,i] and [i,i+1] of such a pronoun
	for _, cluster := range clusters {
		for _, m := range cluster {
			if len(m) != 2 || m[0] < 0 || m[0] >= len(words) || !standsAlone[strings.ToLower(words[m[0]].Text)] {
				continue
			}
			switch m[1] {
			case m[0]:
				one = m
			case m[0] + 1:
				two = m
			}
		}
	}
	switch {
	case exclusive && one != nil && two == nil:
		return fmt.Errorf("mention %v is empty, since ends are exclusive here; with inclusive ends it would be %q: write [%d %d]", one, words[one[0]].Text, one[0], one[0]+1)
	case !exclusive && two != nil && one == nil:
		return fmt.Errorf("mention %v is %q and the word after it, since ends are inclusive here; these look like exclusive ends: write [%d %d]", two, words[two[0]].Text, two[0], two[0])
	}
	return nil
}

// checkBase returns an error if the words seem to be counted from 1: if no mention of one
// word is a pronoun, nor begins with the first word, but one would be a pronoun that
// takes nothing after it.
func checkBase(words []data.Token, clusters [][][]int, exclusive int) error {
	var shifted []int
	for _, cluster := range clusters {
		for _, m := range cluster {
			if len(m) != 2 || m[0] < 1 || m[0] > len(words) {
				return nil
			}
			if m[1]-exclusive != m[0] {
				continue
			}
			if m[0] < len(words) && len(data.FindPronouns(words[m[0]:][:1])) > 0 {
				return nil
			}
			if standsAlone[strings.ToLower(words[m[0]-1].Text)] {
				shifted = m
			}
		}
	}
	if shifted == nil {
		return nil
	}
	return fmt.Errorf("no mention is a pronoun, but mention %v would be %q if words were counted from 1; they are counted from 0: write [%d %d]",
		shifted, words[shifted[0]-1].Text, shifted[0]-1, shifted[1]-1)
}

// standsAlone are the pronouns that no mention goes on after.
var standsAlone = map[string]bool{"he": true, "him": true, "she": true, "it": true, "they": true, "them": true, "himself": true, "herself": true, "itself": true, "themselves": true}
