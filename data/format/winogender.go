package format

import (
	"errors"
	"fmt"
	"strings"

	"antecedent/data"
)

func sniffWinogender(first []string) bool {
	id, sentence, ok := strings.Cut(first[0], "\t")
	if !ok || strings.Contains(sentence, "\t") {
		return false
	}
	return id == "sentid" || len(strings.Split(id, ".")) == 5 && strings.HasSuffix(id, ".txt")
}

// readWinogender reads the table of all sentences of Winogender (Rudinger et al.,
// 2018): a name such as technician.customer.1.male.txt, a tab, and the sentence. The
// name holds the occupation, the other participant, which of them the pronoun refers
// to (0 or 1), and the pronoun's gender. The sentences of the same two and the same
// gender are a pair.
func readWinogender(in *input) {
	for row := range in.rows() {
		id, sentence, _ := strings.Cut(row, "\t")
		if in.line == 1 && id == "sentid" {
			continue
		}
		in.add(parseWinogender(id, strings.TrimSpace(sentence)))
	}
}

func parseWinogender(id, text string) (data.Example, error) {
	parts := strings.Split(id, ".")
	if len(parts) != 5 || parts[2] != "0" && parts[2] != "1" {
		return data.Example{}, fmt.Errorf("%.60q is not of the form occupation.participant.0.gender.txt, with 0 or 1 for the answer", id)
	}
	if text == "" {
		return data.Example{}, errors.New("the sentence is missing")
	}
	e := data.Example{ID: id, Text: text, Tokens: data.Tokenize(text), Pair: parts[0] + "." + parts[1] + "." + parts[3]}
	pronouns := data.FindPronouns(e.Tokens)
	if len(pronouns) == 0 {
		return data.Example{}, errors.New("the sentence has no pronoun")
	}
	e.Pronoun = pronouns[0]
	answer := int(parts[2][0] - '0')
	if err := twoCandidates(&e, [2]string{parts[0], parts[1]}, answer); err != nil {
		return data.Example{}, err
	}
	for i, s := range e.Candidates {
		e.Candidates[i] = withArticle(e.Tokens, s)
	}
	e.Antecedents[0] = e.Candidates[answer]
	return e, nil
}
