// Package mention finds what a text mentions: names and noun phrases, the things
// that a pronoun can refer to.
//
// [Find] returns the mentions with their heads, which of them have the same name,
// and what gender, number and kind is known of them. It needs no model: the rules
// are made of lists of closed-class words (lists.txt) and of a table that says how
// a single word is used, [ClassOf].
//
// What it does not do: it parses nothing, so that a word that is more often a noun
// than a verb is taken for a noun; it never infers a gender from an occupation; and
// it does not know which common nouns refer to the same thing, except that the same
// head word counts as the same entity.
package mention
