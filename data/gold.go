package data

// GoldMentions is provisional.
func (e *Example) GoldMentions() []int {
	var gold []int
	for _, a := range e.Antecedents {
		var in []int
		for k, m := range e.Mentions {
			if a.Contains(m.Head) && !e.Pronoun.Contains(m.Head) {
				in = append(in, k)
			}
		}
		if len(in) > 0 {
			gold = append(gold, in[0])
		}
	}
	return gold
}
