// Package format reads examples from files, each format in a file of its own, and
// writes them as JSONL.
//
//	file, err := format.ReadFile(ctx, "litbank", "") // a file or a folder; the format is guessed
//	for _, line := range file.Summary("litbank") {
//		log.Print(line) // how many examples, what was skipped and why
//	}
//
// The formats, by the names that [Names] returns:
//
//	jsonl       this project's own: a JSON object a line
//	csv         a table with a header, as spreadsheets write it
//	gap         GAP: snippets with a pronoun and two names
//	conll       CoNLL-2012 and its kin: LitBank, OntoNotes, WinoBias
//	conllu      CoNLL-U with entities: GUM, CorefUD
//	jsonlines   JSON lines of e2e-coref, wl-coref or PreCo
//	winobias    WinoBias: sentences with two occupations
//	winogender  Winogender: the table of all sentences
//	dpr         Definite Pronoun Resolution, in its own form or as a table
//	wsc         Winograd schemas, in XML or as SuperGLUE has them
//
// Some hold a pronoun a row. Others are annotated documents, of which every
// third-person pronoun becomes an example that shows the nearest sentences; its gold
// antecedents are the names and noun phrases of its entity in them. See the comment of
// document.examples for the limits.
//
// A row that is wrong is skipped with its place and the reason. Where rows have offsets,
// these are checked: a span must begin and end where words do, and the pronoun's must
// hold a pronoun. If they would fit as byte offsets, say, the reason says so. An example
// none of whose candidates is an antecedent gets its antecedents as candidates. What is
// right but makes no example, such as a pronoun whose entity is named too far away, is
// counted.
//
// Caveats. Offsets in files count runes, not bytes. The words of an example are always
// those of [data.Tokenize], whatever words the file has; an annotation of words that
// begins or ends within one of those is widened to it. A text may be of any length;
// package window cuts what is too long for a model. Where a file holds words but no
// text, the text is made of them and may differ from the original in its spaces. Memory
// is needed for all that is read.
package format
