package structure

import (
	"strings"

	"antecedent/data"
	"antecedent/data/lookup"
	"antecedent/data/mention"
)

// A text is what the examples of one text with the same mentions share.
type text struct {
	words    []string // in lower case
	classes  []class
	starts   []int  // the first token of the token's sentence
	previous []int  // the first token of the sentence before that, or -1
	quoted   []bool // whether the token is in a quotation
	kinds    []int  // which pronoun it is, or noPronoun

	// The number among the first i tokens, to count those between two places.
	commas, verbs, connectives []int
	pronouns                   [pronounKinds][]int

	mentions []data.Mention
	sets     []set // the features that do not depend on the pronoun
	entities []entity

	// For each token the mention that is the last subject before it in its sentence, or
	// -1. Before ownSubject[i] no subordinator and no pronoun as a subject follows it.
	lastSubject, ownSubject []int
}

// An entity is what the mentions with one entity number say together.
type entity struct {
	first    int // head of its first mention
	mentions int
	gender   data.Gender
	kind     data.Kind
	number   data.Number
}

func newText(tokens []data.Token, mentions []data.Mention) *text {
	n := len(tokens)
	t := &text{
		words: make([]string, n), classes: make([]class, n), previous: make([]int, n), kinds: make([]int, n),
		commas: make([]int, n+1), verbs: make([]int, n+1), starts: make([]int, n), connectives: make([]int, n+1),
		quoted: quotations(tokens), mentions: mentions, sets: make([]set, len(mentions)),
	}
	for k := range t.pronouns {
		t.pronouns[k] = make([]int, n+1)
	}
	sentences := mention.Sentences(tokens)
	for i, token := range tokens {
		w := lookup.Key(token.Text)
		if lookup.IsCurly(token.Text) { // tells whether a quotation begins
			w = token.Text
		}
		c := classOf(w)
		t.words[i], t.classes[i], t.kinds[i] = w, c, pronounKind(w)
		if i > 0 && sentences[i] == sentences[i-1] {
			t.starts[i] = t.starts[i-1]
		} else {
			t.starts[i] = i
		}
		t.previous[i] = -1
		if s := t.starts[i]; s > 0 {
			t.previous[i] = t.starts[s-1]
		}
		t.commas[i+1] = t.commas[i] + one(c&comma != 0)
		t.verbs[i+1] = t.verbs[i] + one(c&verb != 0)
		t.connectives[i+1] = t.connectives[i] + one(c&connective != 0)
		for k := range t.pronouns {
			t.pronouns[k][i+1] = t.pronouns[k][i] + one(t.kinds[i] == k)
		}
	}
	for _, m := range mentions {
		for len(t.entities) <= m.Entity {
			t.entities = append(t.entities, entity{})
		}
		e := &t.entities[m.Entity]
		if e.mentions == 0 {
			e.first = m.Head
		}
		e.mentions++
		e.gender, e.kind, e.number = or(e.gender, m.Gender), or(e.kind, m.Kind), or(e.number, m.Number)
	}
	for k := range mentions {
		t.sets[k] = t.around(k)
	}
	t.findSubjects()
	return t
}

// findSubjects sets lastSubject and ownSubject.
func (t *text) findSubjects() {
	n := len(t.words)
	t.lastSubject, t.ownSubject = make([]int, n), make([]int, n)
	last, own := -1, -1
	k := 0
	for i, w := range t.words {
		if i == t.starts[i] {
			last, own = -1, -1
		}
		t.lastSubject[i], t.ownSubject[i] = last, own
		for k < len(t.mentions) && t.mentions[k].End <= i {
			k++
		}
		verbNext := i+1 < n && t.classes[i+1]&verb != 0
		switch {
		case k < len(t.mentions) && t.mentions[k].End == i+1 && t.sets[k].has(subject):
			last, own = k, k
		case verbNext && mention.IsPronoun(w), t.classes[i]&(subordinator|preposition) == subordinator:
			own = -1
		}
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// or returns the first that is known.
func or[T data.Gender | data.Kind | data.Number](a, b T) T {
	if a != 0 {
		return a
	}
	return b
}

// neighbours returns the words before and after mention k in its sentence, "" at the
// sentence's ends, and the class of the one after.
func (t *text) neighbours(k int) (before, after string, classAfter class) {
	m := t.mentions[k]
	if m.Start > t.starts[m.Start] {
		before = t.words[m.Start-1]
	}
	if m.End < len(t.words) && t.starts[m.End] == t.starts[m.Start] {
		after, classAfter = t.words[m.End], t.classes[m.End]
	}
	return
}

// behindPreposition reports whether a preposition stands before mention k, and not a
// conjunction that is spelled like one.
func (t *text) behindPreposition(k int) bool {
	m := t.mentions[k]
	before, _, next := t.neighbours(k)
	return before != "" && t.classes[m.Start-1]&preposition != 0 && !(alsoConjunction(before) && next&verb != 0)
}

// around returns the features of mention k that do not depend on the pronoun.
func (t *text) around(k int) set {
	m := t.mentions[k]
	before, after, next := t.neighbours(k)
	noPreposition := !t.behindPreposition(k)
	verbNext := next&verb != 0 ||
		strings.HasSuffix(after, "ly") && m.End+1 < len(t.words) && t.classes[m.End+1]&verb != 0

	s := set(0).with(isMention, true)
	s = s.with(subject, verbNext && noPreposition)
	s = s.with(sentenceInitial, m.Start-t.starts[m.Start] <= 1)
	s = s.with(sentenceStart, m.Start == t.starts[m.Start])
	s = s.with(nameWithThe, m.Name && (before == "the" || t.words[m.Start] == "the"))
	s = s.with(fullName, m.Name && m.Len() > 1)
	s = s.with(indefinite, !m.Name && isIndefinite(t.words[m.Start]))
	s = s.with(bare, !m.Name && m.Number != data.Plural && !mention.IsDeterminer(t.words[m.Start]) && !isPossessiveMark(before))
	s = s.with(afterPreposition, !noPreposition && before != "of")
	s = s.with(afterComma, before == ",")
	s = s.with(afterAnd, before == "and")
	s = s.with(possessor, isPossessiveMark(after))
	s = s.with(beforeStop, after == "" || next&stop != 0)
	return s
}

// A set is a set of features.
type set uint64

// has reports whether the feature is in the set.
func (s set) has(feature int) bool { return s&(1<<feature) != 0 }

// with returns the set with the feature if the condition holds.
func (s set) with(feature int, condition bool) set {
	if condition {
		s |= 1 << feature
	}
	return s
}
