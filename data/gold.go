package data

import (
	"slices"

	"antecedent/data/lookup"
)

// GoldMentions returns the indices, ascending, of the mentions that the pronoun
// refers to. It is empty where no mention is, and where the example has no mentions.
//
// A gold span and a found mention may differ in their determiner and modifiers, since
// each annotation scheme has its own rule for them: "cat", "the cat", "the cat that
// slept". So what decides is the head. Of the mentions whose heads lie in a gold span,
// the first is the gold one, passing over possessors: in "the old man's hat" the head
// is "hat". Mentions that contain the pronoun are never gold.
func (e *Example) GoldMentions() []int {
	var gold []int
	for _, span := range e.Antecedents {
		if i, ok := e.headMention(span); ok && !slices.Contains(gold, i) {
			gold = append(gold, i)
		}
	}
	slices.Sort(gold)
	return gold
}

// headMention returns the index of the mention that has the same head as a span.
func (e *Example) headMention(span Span) (int, bool) {
	var inside []int // mentions whose heads lie in the span
	for i, m := range e.Mentions {
		if span.Contains(m.Head) && !m.Overlaps(e.Pronoun) {
			inside = append(inside, i)
		}
	}
	for k, i := range inside {
		if k+1 < len(inside) && e.possesses(e.Mentions[i], e.Mentions[inside[k+1]]) {
			continue
		}
		return i, true
	}
	return 0, false
}

// possesses reports whether a possessive ending stands after the mention's head and
// owned follows it, or contains it: the mentions of "the old man's hat" may be "the
// old man" and "hat", or "the old man" and the whole.
func (e *Example) possesses(owner, owned Mention) bool {
	for _, end := range []int{owner.Head + 1, owner.End} {
		if end >= len(e.Tokens) || owned.Head <= end || owned.Start > end+1 {
			continue
		}
		switch lookup.Key(e.Tokens[end].Text) {
		case "'s", "'":
			return true
		}
	}
	return false
}

// AdmitGold makes the antecedents candidates if the example has candidates and none of
// them is an antecedent, that is, if every answer would be wrong. It reports whether it
// did. Where a candidate overlaps an antecedent, the other antecedents are further
// mentions of what that candidate is, and no candidates of their own.
func (e *Example) AdmitGold() bool {
	if !e.Labelled || len(e.Candidates) == 0 || len(e.Antecedents) == 0 {
		return false
	}
	for _, gold := range e.Antecedents {
		if slices.ContainsFunc(e.Candidates, gold.Overlaps) {
			return false
		}
	}
	candidates := slices.Clone(e.Candidates)
	for _, gold := range e.Antecedents {
		if !slices.Contains(candidates, gold) {
			candidates = append(candidates, gold)
		}
	}
	e.Candidates = candidates
	return true
}
