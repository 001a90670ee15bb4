package structure

import (
	"antecedent/data"
	"antecedent/data/lookup"
)

// What a pronoun is, in the order of reports.
var (
	Kinds = []string{he: "he", she: "she", it: "it", they: "they", pronounKinds: "other"}
	Forms = []string{asSubject: "subject", asObject: "object", asPossessive: "possessive", asReflexive: "reflexive"}
)

// Kind returns which of [Kinds] the pronoun of an example is, in whatever form.
func Kind(e *data.Example) string {
	if k := pronounKind(lookup.Key(e.Tokens[e.Pronoun.Start].Text)); k != noPronoun {
		return Kinds[k]
	}
	return Kinds[pronounKinds]
}

// Form returns which of [Forms] the pronoun of an example has, as far as its spelling
// and the words around it tell: that of "her" and "it" may be wrong.
func Form(e *data.Example) string {
	return Forms[newText(e.Tokens, nil).formOf(e.Pronoun.Start)]
}
