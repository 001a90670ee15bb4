package data

import (
	"fmt"
	"slices"
	"strings"

	"antecedent/data/lookup"
)

// Unknown is word 0 of every vocabulary. It stands for the words that are not in it.
// The tokenizer cannot produce it, since it splits the brackets off.
const Unknown = "<unknown>"

// A Vocabulary numbers the words for which a model has a vector each, by their
// [lookup.Key]: words that look equal are one.
// There is no id for padding: a batch says how long its rows are.
type Vocabulary struct {
	words []string
	ids   map[string]int
}

// NewVocabulary numbers the words that occur at least minCount times in the
// examples, the most frequent first and equally frequent ones alphabetically,
// so that the same examples in any order give the same numbers. A text counts
// once for each of its pronouns.
func NewVocabulary(examples []Example, minCount int) *Vocabulary {
	return SelectVocabulary(examples, func(_ string, count int) bool { return count >= minCount })
}

// SelectVocabulary is [NewVocabulary] with the words for which keep returns true,
// given the word's key and how often it occurs.
func SelectVocabulary(examples []Example, keep func(word string, count int) bool) *Vocabulary {
	counts := make(map[string]int)
	for i := range examples {
		for _, token := range examples[i].Tokens {
			counts[lookup.Key(token.Text)]++
		}
	}
	words := make([]string, 0, len(counts))
	for word, n := range counts {
		if word != Unknown && keep(word, n) {
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	return number(append([]string{Unknown}, words...))
}

// number makes the vocabulary of words, the first of those that look equal being the one
// that is found.
func number(words []string) *Vocabulary {
	v := &Vocabulary{words: words, ids: make(map[string]int, len(words))}
	for id, word := range words {
		key := lookup.Key(word)
		if _, dup := v.ids[key]; !dup {
			v.ids[key] = id
		}
	}
	return v
}

// OpenVocabulary restores a vocabulary from its words, as they stand in a
// checkpoint's vocab.txt. It refuses a list with a word twice. Earlier versions told
// words apart that look equal, as "n't" and "n’t": then the first is found, which
// occurred most often.
func OpenVocabulary(words []string) (*Vocabulary, error) {
	if len(words) == 0 || words[0] != Unknown {
		return nil, fmt.Errorf("data: a vocabulary's first word must be %s", Unknown)
	}
	ids := make(map[string]int, len(words))
	for id, word := range words {
		if first, dup := ids[word]; dup {
			return nil, fmt.Errorf("data: the vocabulary has %.60q twice, as words %d and %d", word, first, id)
		}
		if word == "" || word != strings.ToLower(word) {
			return nil, fmt.Errorf("data: word %d of the vocabulary, %.60q, is not a lower-case word", id, word)
		}
		ids[word] = id
	}
	return number(slices.Clone(words)), nil
}

// Words returns the vocabulary in the order of its ids, for [OpenVocabulary].
func (v *Vocabulary) Words() []string { return slices.Clone(v.words) }

// Len returns the number of words, Unknown included.
func (v *Vocabulary) Len() int { return len(v.words) }

// ID returns the id of a word by its [lookup.Key], and whether the word is known. It is 0
// for one that is not.
func (v *Vocabulary) ID(word string) (id int, known bool) {
	id = v.ids[lookup.Key(word)]
	return id, id != 0
}
