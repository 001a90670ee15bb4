package structure

import (
	"iter"
	"math/bits"
	"slices"
)

// A Feature is something that is true or false of a mention as an antecedent of a
// pronoun.
type Feature struct {
	Name  string // a short phrase, to print beside its weight
	About string // the definition
}

// The features, by the bit that stands for each. The order is part of the format of
// checkpoints: add at the end, never reorder or remove.
//
// "Before" is a mention that ends before the pronoun, "after" one that begins after
// it. "In the same sentence" and "in the sentence before" are said of mentions before
// the pronoun only. The token before or after a mention is looked for in the
// mention's own sentence.
const (
	isMention = iota

	// The words around the mention.
	subject
	sentenceInitial
	sentenceStart
	nameWithThe
	fullName
	indefinite
	bare
	afterPreposition
	afterComma
	afterAnd
	possessor
	beforeStop

	// The words around it, by where it stands.
	startSame
	afterCommaSame
	beforeCommaSame
	afterOfPrevious
	beforeAndPrevious
	afterCommaAfter
	beforeCommaAfter

	// Mention and pronoun.
	inSentence
	quoteDiffers
	latest
	againInSentence
	adjacentObject
	otherPronounBetween
	afterSamePronoun
	ownPossession
	noCommaBetween
	sameClauseSubject
	initialSubjectPrevious
	initialPossessiveAfter
	subjectsPrevious
	subjectPossessiveAfter
	subjectObjectSame
	ownSubjectObject
	ownSubjectReflexive
	lastSubject

	// The mention against its competitors.
	mostRecentSame
	thirdRecent
	mostRecentPossessive
	firstIntroduced
	secondIntroduced
	mostMentioned
	competitorInSentence
	oneCompetitorBetween
	competitorBeside

	// Agreement.
	nameForPerson
	unknownForPerson
	placeForPerson
	genderAgrees
	nounAgrees
	genderDiffers
	personForPerson
	thingForPerson
	thingForIt
	personForIt
	pluralForThey
	singularForThey
	personForThey
	personsForThey
	pluralForOne

	given

	count
)

var features = [count]Feature{
	isMention: {"a mention", "true of every mention: the weight of answering at all, against NONE"},

	subject:          {"subject of its clause", "a verb or an auxiliary follows, perhaps after a word in -ly, and no preposition stands before it"},
	sentenceInitial:  {"near the start of its sentence", "at most one token of its sentence is before it"},
	sentenceStart:    {"starts its sentence", "it is the beginning of its sentence"},
	nameWithThe:      {"a name with “the”", "a name that begins with “the” or stands after it"},
	fullName:         {"a name of several words", "a name of more than one token"},
	indefinite:       {"a noun with “a”", "not a name, and it begins with “a”, “an”, “another”, “any”, “no” or “some”"},
	bare:             {"a noun without a determiner", "not a name, not known to be plural, and it neither begins with a determiner nor stands after “'s”"},
	afterPreposition: {"after a preposition", "a preposition other than “of” stands before it"},
	afterComma:       {"after a comma", "a comma stands before it"},
	afterAnd:         {"after “and”", "“and” stands before it"},
	possessor:        {"a possessor", "“'s” follows"},
	beforeStop:       {"before a stop", "a full stop, question or exclamation mark, colon, semicolon or the end of the sentence follows"},

	startSame:         {"starts the pronoun's sentence", "it is the beginning of the sentence of the pronoun"},
	afterCommaSame:    {"after a comma, same sentence", "a comma stands before it; in the same sentence"},
	beforeCommaSame:   {"before a comma, same sentence", "a comma follows; in the same sentence"},
	afterOfPrevious:   {"after “of”, sentence before", "“of” stands before it; in the sentence before"},
	beforeAndPrevious: {"before “and”, sentence before", "“and” follows; in the sentence before"},
	afterCommaAfter:   {"after a comma, after the pronoun", "a comma stands before it; after the pronoun"},
	beforeCommaAfter:  {"before a comma, after the pronoun", "a comma follows; after the pronoun"},

	inSentence:             {"in the same sentence", "before the pronoun, in its sentence"},
	quoteDiffers:           {"other side of a quotation mark", "one of mention and pronoun is in a quotation and the other is not"},
	latest:                 {"latest mention of its entity", "before the pronoun, and its entity is not mentioned again before it"},
	againInSentence:        {"also in the pronoun's sentence", "another mention of its entity is in the sentence of the pronoun, on either side of it"},
	adjacentObject:         {"next to the pronoun, an object", "in the same sentence, at most one token before a pronoun that is an object"},
	otherPronounBetween:    {"another pronoun between", "before the pronoun, and a pronoun of another gender or number stands between"},
	afterSamePronoun:       {"after the same pronoun", "before the pronoun, and a pronoun of the same gender and number stands before it"},
	ownPossession:          {"possessed by the same pronoun", "it begins with a possessive of the pronoun's gender and number: “his hat”, as he"},
	noCommaBetween:         {"no comma between", "in the same sentence, without a comma between"},
	sameClauseSubject:      {"no verb between, pronoun a subject", "in the same sentence, without verb or connective between; the pronoun is a subject"},
	initialSubjectPrevious: {"sentence before, pronoun an initial subject", "in the sentence before; the pronoun is a subject at the start of its sentence"},
	initialPossessiveAfter: {"after the pronoun, an initial possessive", "after the pronoun, which is a possessive at the start of its sentence"},
	subjectsPrevious:       {"subject in the sentence before, pronoun a subject", "subject of its clause, in the sentence before; the pronoun is a subject"},
	subjectPossessiveAfter: {"subject after the pronoun, a possessive", "subject of its clause, after the pronoun, which is a possessive"},
	subjectObjectSame:      {"subject in the sentence, pronoun an object", "subject of its clause, in the same sentence; the pronoun is an object"},
	ownSubjectObject:       {"subject of the pronoun's clause, pronoun an object", "the last subject before the pronoun in its sentence, with no subordinator and no other pronoun as a subject between; the pronoun is an object"},
	ownSubjectReflexive:    {"subject of the pronoun's clause, pronoun reflexive", "the last subject before the pronoun in its sentence, with no subordinator and no other pronoun as a subject between; the pronoun is reflexive"},
	lastSubject:            {"last subject in the sentence, pronoun a subject", "the last subject before the pronoun in its sentence; the pronoun is a subject"},

	mostRecentSame:       {"most recent, same sentence", "no competitor was mentioned more recently before the pronoun; in the same sentence"},
	thirdRecent:          {"not among the two most recent", "at least two competitors were mentioned more recently before the pronoun"},
	mostRecentPossessive: {"most recent, pronoun a possessive", "no competitor was mentioned more recently before the pronoun, a possessive"},
	firstIntroduced:      {"introduced first", "the first mention of no competitor is before its own first"},
	secondIntroduced:     {"introduced second", "the first mention of exactly one competitor is before its own first"},
	mostMentioned:        {"mentioned most often", "its entity is mentioned more often than every competitor"},
	competitorInSentence: {"a competitor in the sentence", "in the same sentence, where a competitor is mentioned before the pronoun too"},
	oneCompetitorBetween: {"one competitor between, sentence before", "in the sentence before, with exactly one competitor mentioned between"},
	competitorBeside:     {"beside a competitor", "a competitor is mentioned in the same sentence with at most two tokens between the two mentions"},

	nameForPerson:    {"a name, as he or she", "it is a name; the pronoun is he or she"},
	unknownForPerson: {"a name of nobody known, as he or she", "a name of which neither gender nor kind is known; the pronoun is he or she"},
	placeForPerson:   {"a name after “in” or “at”, as he or she", "a name not known to be a person's, after a preposition of place or “of”; the pronoun is he or she"},
	genderAgrees:     {"gender agrees", "its gender is known and is that of he or she"},
	nounAgrees:       {"a noun of its gender, as he or she", "not a name, and its gender is known and is that of he or she: “the girl”, as she"},
	genderDiffers:    {"gender differs", "its gender is known and is not that of he or she"},
	personForPerson:  {"a person, as he or she", "it is known to be a person; the pronoun is he or she"},
	thingForPerson:   {"a thing, unlike he or she", "it is known to be a thing; the pronoun is he or she"},
	thingForIt:       {"a thing, as it", "it is known to be an animal or a thing; the pronoun is it"},
	personForIt:      {"a person, unlike it", "it is known to be a person; the pronoun is it"},
	pluralForThey:    {"plural, as they", "it is known to be plural; the pronoun is they"},
	singularForThey:  {"singular, unlike they", "it is known to be singular; the pronoun is they"},
	personForThey:    {"a person, as they", "it is known to be a person, or persons; the pronoun is they"},
	personsForThey:   {"persons, as they", "it is known to be persons; the pronoun is they"},
	pluralForOne:     {"plural, unlike he, she or it", "it is known to be plural; the pronoun is he, she or it"},

	given: {"a given candidate", "the candidates are given, and it is of the entity of one: the weight of answering with one of them, against NONE"},
}

// Features returns the features: the i-th is bit i of a set. There are at most 63.
func Features() []Feature { return slices.Clone(features[:]) }

// Numbers yields the numbers of the features in a set, ascending.
func Numbers(set uint64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; set != 0; set &= set - 1 {
			if !yield(bits.TrailingZeros64(set)) {
				return
			}
		}
	}
}
