// Package mine makes labelled examples from plain text in which nobody has marked
// what a pronoun refers to.
//
// It looks for windows of one to three sentences of a paragraph that name exactly two
// persons, and uses one of two kinds of evidence:
//
//   - Gender: one person is male and the other female, and the last sentence has a
//     gendered pronoun, as in "Mr. Darcy saw Elizabeth, and she smiled". The gender of
//     the pronoun tells the answer. That would teach a model nothing but gender, so the
//     names, and whatever else tells the two persons apart by gender, are rewritten:
//     "Anna saw Clara, and she smiled".
//   - Repetition: a name occurs twice, as in "Tom saw Jack, but Tom said nothing". A
//     pronoun takes the place of the second: "Henry saw Walter, but he said nothing".
//
// The names that replace those of the text are of the pronoun's gender, chosen by a
// hash of the window's place, so the same files always give the same examples.
//
//	found, err := mine.Files(ctx, []string{"novels.tar.gz"}, mine.Options{})
//	err = mine.WriteJSONL(w, mine.Balance(found.Examples))
//
// Caveats. The gender of names comes from a list of first names, from titles, and from
// the pronouns that follow a name in the same text; a name whose gender is not certain
// is not used. After rewriting, another pronoun of the window may be ambiguous although
// it was not so before. Memory grows with the number of examples found, not with the
// size of the text.
//
// What this does not do: it resolves no plural pronouns, reflexives or "it", and it
// knows English only.
package mine
