package format

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/lookup"
)

// phrases returns the places where the words of a phrase stand in a text, by their
// keys and whatever the white space between them.
func phrases(tokens []data.Token, phrase string) []data.Span {
	words := data.Tokenize(phrase)
	var found []data.Span
	for i := 0; len(words) > 0 && i+len(words) <= len(tokens); i++ {
		same := true
		for j := 0; same && j < len(words); j++ {
			same = lookup.Key(words[j].Text) == lookup.Key(tokens[i+j].Text)
		}
		if same {
			found = append(found, data.Span{Start: i, End: i + len(words)})
		}
	}
	return found
}

// isPronoun reports whether a span is one third-person pronoun.
func isPronoun(tokens []data.Token, s data.Span) bool {
	return s.Len() == 1 && len(data.FindPronouns(tokens[s.Start:s.End])) == 1
}

// twoCandidates makes the candidates of a problem in Winograd's style, of which the
// first or the second is the answer: their first places in the text that are not
// within the pronoun and, for the second, not within the first.
func twoCandidates(e *data.Example, names [2]string, answer int) error {
	for i, name := range names {
		place, ok := data.Span{}, false
		for _, s := range phrases(e.Tokens, name) {
			if s.Overlaps(e.Pronoun) || i == 1 && s.Overlaps(e.Candidates[0]) {
				continue
			}
			place, ok = s, true
			break
		}
		if !ok {
			return fmt.Errorf("%q is not in the text", name)
		}
		e.Candidates = append(e.Candidates, place)
	}
	e.Antecedents, e.Labelled = []data.Span{e.Candidates[answer]}, true
	return nil
}

// notThird is why a problem is passed over.
const notThird = "problems whose pronoun is a phrase or not of the third person"
