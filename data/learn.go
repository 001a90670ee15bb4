package data

import "slices"

// goldHeads returns the heads of the mentions that are gold or have the name of one
// that is, of those that the pronoun can refer to: the mentions with features.
func (e *Example) goldHeads() []int {
	gold := e.GoldMentions()
	var heads []int
	for k, m := range e.Mentions {
		isGold := func(g int) bool { return g == k || m.Name && m.Entity == e.Mentions[g].Entity }
		if e.Features[k] != 0 && slices.ContainsFunc(gold, isGold) {
			heads = append(heads, m.Head)
		}
	}
	return heads
}

// CanLearn reports whether a model can be trained on an example, which is annotated
// where [Encoder.Mentions] asks for it: whether it is labelled and, in a model with
// structure, which answers with mentions only, a gold antecedent is among those found.
func (e Encoder) CanLearn(example *Example) bool {
	return example.Labelled && (e.Structure == 0 || len(example.Antecedents) == 0 || len(example.goldHeads()) > 0)
}
