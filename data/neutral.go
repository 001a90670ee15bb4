package data

import "antecedent/data/lookup"

// neutral reports whether the model reads "she" as "he". Then the gender of a pronoun
// is known to the structural features only, which compare it with the gender of names,
// titles and words such as "aunt"; the content, which could learn from word vectors
// that nurses are women and mechanics men, cannot tell the two apart.
//
// A model with structure is neutral if its vocabulary was made to be, see
// [NeutralWord].
func (e Encoder) neutral() bool {
	if e.Structure == 0 {
		return false
	}
	_, he := e.Vocabulary.ID("he")
	_, she := e.Vocabulary.ID("she")
	return he && !she
}

// NeutralWord reports whether a word may be in the vocabulary of a neutral model: all
// words but those that [Encoder.Words] replaces.
func NeutralWord(word string) bool { return neutralWords[lookup.Key(word)] == "" }

// neutralWords holds what a neutral model reads in the place of a pronoun. "her" is the
// object and the possessive, and so is "him".
var neutralWords = map[string]string{
	"she": "he", "his": "him", "her": "him", "hers": "him", "herself": "himself",
}

// Words returns the words of tokens as the model reads them: in a neutral model "he"
// for "she", "him" for "his" and "her"; for a pronoun that the model has not learned
// another of its kind; and otherwise the words themselves.
func (e Encoder) Words(tokens []Token) []string {
	neutral := e.neutral()
	words := make([]string, len(tokens))
	for i, token := range tokens {
		words[i] = e.word(token.Text, neutral)
	}
	return words
}

// word is [Encoder.Words] of one word.
func (e Encoder) word(word string, neutral bool) string {
	if neutral {
		if other, ok := neutralWords[lookup.Key(word)]; ok {
			word = other
		}
	}
	return e.familiar(word)
}
