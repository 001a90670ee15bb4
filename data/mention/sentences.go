package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/lookup"
)

// Sentences returns the number of the sentence that each token is in, from 0. A
// sentence ends at ".", "!", "?" or "..." before a token that is not in lower case,
// and after the closing quotation marks and brackets that follow. The period of an
// abbreviation or an initial ends none.
func Sentences(tokens []data.Token) []int {
	numbers := make([]int, len(tokens))
	number, open := 0, false // open: within straight quotation marks
	for i := 0; i < len(tokens); i++ {
		numbers[i] = number
		t := mark(tokens[i])
		if t == `"` {
			open = opens(tokens, i, open)
		}
		if !isTerminal(t) || t == "." && endsAbbreviation(tokens, i) {
			continue
		}
		for i+1 < len(tokens) {
			next := mark(tokens[i+1])
			quote := next == `"` && !opens(tokens, i+1, open)
			if !quote && !isTerminal(next) && !strings.Contains("”’)]''", next) {
				break
			}
			if quote {
				open = false
			}
			i++
			numbers[i] = number
		}
		if i+1 < len(tokens) {
			if r, _ := utf8.DecodeRuneInString(lookup.Form(tokens[i+1].Text)); !unicode.IsLower(r) && r != ',' && r != ';' {
				number++
			}
		}
	}
	return numbers
}

// mark returns the form of a token, but a curly quotation mark as it is.
func mark(t data.Token) string {
	if lookup.IsCurly(t.Text) {
		return t.Text
	}
	return lookup.Form(t.Text)
}

func isTerminal(text string) bool {
	return text != "" && strings.Trim(text, ".!?…") == ""
}

// opens reports whether the straight quotation mark at i is an opening one: by the
// white space on its two sides, or else if none is open.
func opens(tokens []data.Token, i int, open bool) bool {
	left := i > 0 && tokens[i-1].End == tokens[i].Start
	right := i+1 < len(tokens) && tokens[i].End == tokens[i+1].Start
	if left != right {
		return right
	}
	return !open
}

// endsAbbreviation reports whether the period at i belongs to the word before it.
func endsAbbreviation(tokens []data.Token, i int) bool {
	if i == 0 || i+1 == len(tokens) || lookup.Form(tokens[i].Text) != "." || tokens[i-1].End != tokens[i].Start {
		return false
	}
	word := lookup.Form(tokens[i-1].Text)
	lower := strings.ToLower(word)
	switch {
	case on(lower, suffix) || on(lower, abbreviation) && !on(lower, title):
		// "Smith Jr. went" goes on, "Smith Jr. He went" does not.
		return listsOf()[lookup.Key(tokens[i+1].Text)]&closed == 0 || !capital(tokens[i+1].Text)
	case on(lower, abbreviation):
		return capital(word)
	}
	return utf8.RuneCountInString(word) == 1 && capital(word) && word != "I"
}

func capital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}
