package structure

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
)

// Of returns the features of each of the example's mentions: bit i is set where the
// mention has feature i of [Features]. It is 0 for a mention that the pronoun cannot
// refer to: one that contains the pronoun; one whose gender is certain and another
// than that of he or she; or where there are candidates, one of another entity than theirs.
func Of(e *data.Example) []uint64 { return newText(e.Tokens, e.Mentions).of(e) }

// inRow is how many examples in a row a goroutine annotates at least.
const inRow = 32

// Annotate finds the mentions and their features of each example that has none.
// Examples in a row that share their tokens share what is found, if they have no
// candidates. It uses all processors; what it finds does not depend on how many.
func Annotate(examples []data.Example) { annotateAll(examples, false) }

// AnnotateFree is [Annotate] of the examples without candidates only, whose answer is one
// of the mentions for a model too that does not read any.
func AnnotateFree(examples []data.Example) { annotateAll(examples, true) }

func annotateAll(examples []data.Example, free bool) {
	var parts [][]data.Example
	for len(examples) > 0 {
		n := min(inRow, len(examples))
		for n < len(examples) && sameTokens(examples[n].Tokens, examples[n-1].Tokens) {
			n++
		}
		parts, examples = append(parts, examples[:n]), examples[n:]
	}
	var next atomic.Int64
	var group sync.WaitGroup
	work := func() {
		for i := next.Add(1); i <= int64(len(parts)); i = next.Add(1) {
			annotate(parts[i-1], free)
		}
	}
	for range min(runtime.GOMAXPROCS(0), len(parts)) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
}

// annotate is annotateAll by one goroutine.
func annotate(examples []data.Example, free bool) {
	var shared *text
	var tokens []data.Token // of shared
	for i := range examples {
		e := &examples[i]
		if e.Features != nil || free && len(e.Candidates) > 0 {
			continue
		}
		if len(e.Candidates) > 0 {
			e.Mentions = separate(e, mention.Find(e.Tokens, e.Candidates...))
			e.Features = Of(e)
			continue
		}
		if shared == nil || !sameTokens(e.Tokens, tokens) {
			shared, tokens = newText(e.Tokens, mention.Find(e.Tokens)), e.Tokens
		}
		e.Mentions = shared.mentions
		e.Features = shared.of(e)
	}
}

// separate makes different entities of the candidates. Where a candidate is found to be
// of the same entity as an earlier one, it becomes a new entity with the mentions that
// have its words.
func separate(e *data.Example, mentions []data.Mention) []data.Mention {
	entities := 0
	for _, m := range mentions {
		entities = max(entities, m.Entity+1)
	}
	taken := make(map[int]bool) // by an earlier candidate
	for _, c := range e.Candidates {
		k := slices.IndexFunc(mentions, func(m data.Mention) bool { return m.Span == c })
		if k < 0 {
			continue
		}
		if was := mentions[k].Entity; taken[was] {
			for j := range mentions {
				if m := &mentions[j]; m.Entity == was && (j == k || !slices.Contains(e.Candidates, m.Span)) && sameWords(e.Tokens, m.Span, c) {
					m.Entity = entities
				}
			}
			entities++
		}
		taken[mentions[k].Entity] = true
	}
	return mentions
}

// sameWords reports whether two spans have the same words, by their keys.
func sameWords(tokens []data.Token, a, b data.Span) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if lookup.Key(tokens[a.Start+i].Text) != lookup.Key(tokens[b.Start+i].Text) {
			return false
		}
	}
	return true
}

// sameTokens reports whether two slices are one.
func sameTokens(a, b []data.Token) bool {
	return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0]
}

// of returns the features of each mention as an antecedent of the example's pronoun.
func (t *text) of(e *data.Example) []uint64 {
	p := e.Pronoun.Start
	form, kind := t.formOf(p), t.kinds[p]
	sentence, initial := t.starts[p], p-t.starts[p] <= 1
	hasGender := kind == he || kind == she
	rivals := t.competitors(e)
	mentioned := t.mentionsIn(sentence)
	between := newBetween(t, rivals, p)

	out := make([]uint64, len(t.mentions))
	for k := len(t.mentions) - 1; k >= 0; k-- {
		m := t.mentions[k]
		canBe := possible(m, kind)
		if len(e.Candidates) > 0 {
			canBe = rivals.is[m.Entity]
		}
		if m.Overlaps(e.Pronoun) || !canBe {
			continue
		}
		s := t.sets[k]
		before, after, _ := t.neighbours(k)
		comes, follows := m.End <= p, m.Start > p
		same := comes && t.starts[m.Start] == sentence
		previous := comes && !same && t.starts[m.Start] == t.previous[p]

		s = s.with(startSame, same && m.Start == sentence)
		s = s.with(afterCommaSame, same && before == ",")
		s = s.with(beforeCommaSame, same && after == ",")
		s = s.with(afterOfPrevious, previous && before == "of")
		s = s.with(beforeAndPrevious, previous && after == "and")
		s = s.with(afterCommaAfter, follows && before == ",")
		s = s.with(beforeCommaAfter, follows && after == ",")

		s = s.with(inSentence, same)
		s = s.with(quoteDiffers, t.quoted[m.Start] != t.quoted[p])
		s = s.with(latest, comes && rivals.last[m.Entity] == m.Head)
		s = s.with(againInSentence, mentioned[m.Entity]-one(t.starts[m.Start] == sentence) > 0)
		if comes {
			s = s.with(otherPronounBetween, t.otherPronouns(m.End, p, kind))
			s = s.with(afterSamePronoun, kind != noPronoun && t.pronouns[kind][m.Start] > 0)
		}
		s = s.with(ownPossession, kind != noPronoun && t.kinds[m.Start] == kind && t.formOf(m.Start) == asPossessive)
		isSubject := s.has(subject)
		if same {
			commas := t.commas[p] - t.commas[m.End]
			verbs := t.verbs[p] - t.verbs[m.End]
			connectives := t.connectives[p] - t.connectives[m.End]
			s = s.with(adjacentObject, p-m.End <= 1 && form == asObject)
			s = s.with(noCommaBetween, commas == 0)
			s = s.with(sameClauseSubject, verbs == 0 && connectives == 0 && form == asSubject)
			s = s.with(subjectObjectSame, isSubject && form == asObject)
			s = s.with(ownSubjectObject, k == t.ownSubject[p] && form == asObject)
			s = s.with(ownSubjectReflexive, k == t.ownSubject[p] && form == asReflexive)
			s = s.with(lastSubject, k == t.lastSubject[p] && form == asSubject)
		}
		s = s.with(initialSubjectPrevious, previous && initial && form == asSubject)
		s = s.with(initialPossessiveAfter, follows && initial && form == asPossessive)
		s = s.with(subjectsPrevious, previous && isSubject && form == asSubject)
		s = s.with(subjectPossessiveAfter, follows && isSubject && form == asPossessive)

		recent := rivals.moreRecent(m.Entity)
		s = s.with(mostRecentSame, same && recent == 0)
		s = s.with(thirdRecent, recent >= 2)
		s = s.with(mostRecentPossessive, recent == 0 && form == asPossessive)
		introduced := rivals.introducedBefore(m.Entity)
		s = s.with(firstIntroduced, introduced == 0)
		s = s.with(secondIntroduced, introduced == 1)
		s = s.with(mostMentioned, t.entities[m.Entity].mentions > rivals.mostMentions(m.Entity))
		s = s.with(competitorInSentence, same && rivals.inSentence(m.Entity))
		s = s.with(oneCompetitorBetween, previous && between.count(k) == 1)
		s = s.with(competitorBeside, rivals.beside(k))

		who := t.entities[m.Entity]
		s = s.with(nameForPerson, hasGender && m.Name)
		s = s.with(unknownForPerson, hasGender && m.Name && who.gender == 0 && who.kind == 0)
		s = s.with(placeForPerson, hasGender && m.Name && who.kind != data.Person && ofPlace(before))
		s = s.with(genderAgrees, hasGender && who.gender != 0 && who.gender == genders[kind])
		s = s.with(nounAgrees, hasGender && !m.Name && m.Gender == genders[kind])
		s = s.with(genderDiffers, hasGender && who.gender != 0 && who.gender != genders[kind])
		s = s.with(personForPerson, hasGender && who.kind == data.Person)
		s = s.with(thingForPerson, hasGender && who.kind == data.Thing)
		s = s.with(thingForIt, kind == it && who.kind != 0 && who.kind != data.Person)
		s = s.with(personForIt, kind == it && who.kind == data.Person)
		s = s.with(pluralForThey, kind == they && who.number == data.Plural)
		s = s.with(singularForThey, kind == they && who.number == data.Singular)
		s = s.with(personForThey, kind == they && who.kind == data.Person)
		s = s.with(personsForThey, kind == they && who.kind == data.Person && who.number == data.Plural)
		s = s.with(pluralForOne, kind != they && who.number == data.Plural)
		s = s.with(given, len(e.Candidates) > 0)
		out[k] = uint64(s)
	}
	return out
}

// possible reports whether the gender of a mention, as far as it is certain, allows a
// kind of pronoun.
func possible(m data.Mention, kind int) bool {
	hasGender := kind == he || kind == she
	return !hasGender || !m.Certain || m.Gender == genders[kind]
}

// mentionsIn returns how often each entity is mentioned in the sentence that begins at
// token start.
func (t *text) mentionsIn(start int) []int {
	n := make([]int, len(t.entities))
	for _, m := range t.mentions {
		n[m.Entity] += one(t.starts[m.Start] == start)
	}
	return n
}

// otherPronouns reports whether a pronoun of another kind is in tokens [from, to).
func (t *text) otherPronouns(from, to, kind int) bool {
	for k := range t.pronouns {
		if k != kind && t.pronouns[k][to] > t.pronouns[k][from] {
			return true
		}
	}
	return false
}

var genders = [pronounKinds]data.Gender{he: data.Masculine, she: data.Feminine}
