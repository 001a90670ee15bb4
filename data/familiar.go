package data

import (
	"slices"

	"antecedent/data/lookup"
)

// kinds are the pronouns of each kind, the most frequent first.
var kinds = [][]string{
	{"he", "his", "him", "himself"},
	{"she", "her", "herself", "hers"},
	{"it", "its", "itself"},
	{"they", "their", "them", "themselves", "theirs", "themself"},
}

// familiar returns the word that a model reads in the place of a pronoun that it has not
// learned: the first of the same kind that it has, as "she" for "hers". It returns any
// other word itself.
func (e Encoder) familiar(word string) string {
	key := lookup.Key(word)
	if _, pronoun := genders[key]; !pronoun || e.has(key) {
		return word
	}
	for _, kind := range kinds {
		if !slices.Contains(kind, key) {
			continue
		}
		if i := slices.IndexFunc(kind, e.has); i >= 0 {
			return kind[i]
		}
	}
	return word
}

// has reports whether a word has a vector, trained or frozen.
func (e Encoder) has(word string) bool {
	_, known := e.Vocabulary.ID(word)
	if !known && e.Vectors != nil {
		_, known = e.Vectors.ID(word)
	}
	return known
}
