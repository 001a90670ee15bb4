package data

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"antecedent/data/lookup"
)

// functionWords are the function words of English (articles, pronouns, auxiliaries,
// prepositions, conjunctions), with the clitics that the tokenizer splits off.
var functionWords = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(`
		a an the this that these those some any each every no both either neither all such
		i me my mine myself you your yours yourself we us our ours ourselves
		he him his himself she her hers herself it its itself they them their theirs themselves
		who whom whose which what where when why how there here
		am is are was were be been being have has had having do does did doing done
		will would shall should can could may might must ought
		's 're 've 'd 'll 'm n't not
		and or but nor so yet if because as although though while until unless since than whether
		about above across after against along among around at before behind below beneath beside
		between beyond by down during for from in inside into near of off on onto out outside over
		past through to toward towards under up upon with within without
		too very just also then`) {
		set[word] = true
	}
	return set
}()

// FunctionWords lists the function words, in order, for a program in another language
// that ports [IsContentWord].
func FunctionWords() []string { return slices.Sorted(maps.Keys(functionWords)) }

// IsContentWord reports whether a token is a word or number, and not a function word
// such as "the", "because" or "it".
func IsContentWord(token string) bool {
	return strings.ContainsFunc(token, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) &&
		!functionWords[lookup.Key(token)]
}
