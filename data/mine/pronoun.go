package mine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
	"antecedent/data/mention"
)

// A form is the grammatical form of a gendered pronoun.
type form int

const (
	subject    form = iota // he, she
	object                 // him, her
	determiner             // his, her
	possessive             // his, hers
	reflexive              // himself, herself
)

var pronounForms = map[data.Gender][]string{
	data.Masculine: {"he", "him", "his", "his", "himself"},
	data.Feminine:  {"she", "her", "her", "hers", "herself"},
}

// formOf is the form of the gendered pronoun at token i. It is false where "her" or
// "his" may be either of two forms.
func (p *paragraph) formOf(i int) (form, bool) {
	word := p.lower[i]
	switch word {
	case "her":
		return p.formOfHer(i)
	case "his":
		return p.formOfHis(i)
	}
	at := slices.Index(pronounForms[data.GenderOf(word)], word)
	return form(at), at >= 0
}

// notPossessed are words that cannot begin what "her" possesses.
var notPossessed = set(`a an the and or but nor to in on at for with from as that if when while where who whom which
	what how why by into out up down off over under upon about after before until till through because since though
	although unless than then there here now again back away too so not never always ever alone aside
	i you he she it we they me him us them this these those is was are were be been being had has have did do does
	would could should might may must can shall will of my your his its our their any some no each
	towards toward without within near round around across against along between beyond behind beside
	home indeed perhaps yet still once soon go come know think feel look see speak sit stand
	take make let do be have get give understand believe forget leave n't`)

// possessed are nouns that often follow the determiner "her".
var possessed = set(`hand hands head eyes eye face mother father husband brother sister son daughter hair arms arm own
	heart mind life voice lips lip room chair feet foot dress hat way mouth aunt uncle cheek cheeks shoulder
	shoulders lap book letter father's mother's husband's brother's sister's name friend friends child children
	family bed house work bonnet shawl cloak gloves purse fingers finger knees knee throat breast bosom neck
	forehead brow side back seat place letters pocket bag basket money soul body thoughts feelings parents
	cousin maid mistress companion needle sewing knitting fan veil skirt skirts apron tears hands'`)

func (p *paragraph) formOfHer(i int) (form, bool) {
	if i+1 == len(p.tokens) {
		return object, true
	}
	next := p.lower[i+1]
	r, _ := utf8.DecodeRuneInString(next)
	switch {
	case next == "own", (next == "home" || next == "back") && i > 0 && prepositions[p.lower[i-1]]:
		return determiner, true // "at her home"
	case next == "home":
		return object, true // "took her home"
	case next == "back":
		return 0, false // "turned her back"
	case !unicode.IsLetter(r), notPossessed[next]:
		return object, true
	case possessed[next]:
		return determiner, true
	}
	class := mention.ClassOf(next)
	if strings.HasSuffix(next, "ing") && class.Verb > 0 { // "saw her coming", "felt her loving look"
		return determiner, i > 0 && prepositions[p.lower[i-1]] && p.lower[i-1] != "with" // "of her coming"
	}
	takesTwo := i == 0 || takesTwo[p.lower[i-1]] || !startsWithLetter(p.lower[i-1])
	after := "" // the word behind next
	if i+2 < len(p.tokens) && startsWithLetter(p.lower[i+2]) && !notPossessed[p.lower[i+2]] {
		after = p.lower[i+2]
	}
	switch {
	case class.Noun == 0 && class.Adjective == 0 && class.Known():
		return object, true // "saw her greet", "told her gravely"
	case class.Noun == 0 && class.Known() && after == "":
		return object, true // "made her happy"
	case class.IsAdjective() && !takesTwo && mention.ClassOf(after).IsNoun():
		return determiner, true // "took her little hand"
	case class.IsNoun() && class.Noun >= class.Verb+16 && !takesTwo:
		return determiner, true // four times as often a noun as a verb: "held her tongue"
	}
	// In front of a noun, "her" stands for itself unless a verb precedes it.
	if i == 0 || p.starts[i] || prepositions[p.lower[i-1]] || determinerBefore[p.lower[i-1]] {
		return determiner, true
	}
	if !startsWithLetter(p.lower[i-1]) && p.lower[i-1][0] != '\'' {
		return determiner, true // behind a comma or the like
	}
	return 0, false
}

// takesTwo are verbs after which "her" may be the first of two objects: "gave her money".
var takesTwo = set(`gave give giving given told tell telling asked ask asking sent send sending brought bring bringing
	offered offer offering showed show showing shown made make making called call calling taught teach teaching
	wrote write paid pay bought buy left leave lent lend wished wish promised promise handed owed cost bade
	bid denied deny forgave forgive allowed allow caused cause did do spared spare saved save found find
	thought think considered believed got get read assured assure granted grant named named elected kept keep
	afforded afford rendered render procured`)

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

var prepositions = set(`of in to with from on by at for under over upon into about against across behind beside
	through toward towards between beyond near around round among like above below beneath within without
	before after during down up out off along inside outside past concerning despite except`)

// determinerBefore are other words behind which "her" is a determiner if a noun may follow.
var determinerBefore = set(`and or but that when while where if as because since though although than all both half
	is was are were be been`)

func (p *paragraph) formOfHis(i int) (form, bool) {
	if i+1 == len(p.tokens) {
		return possessive, true
	}
	next := p.lower[i+1]
	r, _ := utf8.DecodeRuneInString(next)
	switch {
	case isQuote(next) && p.apart(i+1): // his “friend”
		return 0, false
	case !unicode.IsLetter(r) && !unicode.IsDigit(r), notPossessed[next] && next != "home" && next != "back" && next != "look":
		return possessive, true
	}
	return determiner, true
}

// inGender writes the pronoun of that form and gender as token i is written: in capitals,
// with one, or without.
func (p *paragraph) inGender(i int, f form, g data.Gender) string {
	return likeCase(pronounForms[g][f], p.tokens[i].Text)
}

func likeCase(word, model string) string {
	first, _ := utf8.DecodeRuneInString(model)
	switch {
	case !unicode.IsUpper(first):
		return word
	case utf8.RuneCountInString(model) > 1 && strings.ToUpper(model) == model:
		return strings.ToUpper(word)
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
