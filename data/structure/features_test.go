package structure

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"antecedent/data"
)

// parse makes an example of a text in which the mentions and the pronoun are marked:
//
//	[The boy]0m met [Anna]1f when <he> came.
//
// The digit is the entity. Letters after it say what is known: m and f a man and a
// woman, h a person, t a thing, a an animal, n a name, p plural, s singular, ! that the gender
// is certain, c that it is a candidate.
func parse(t testing.TB, marked string) *data.Example {
	t.Helper()
	var text strings.Builder
	var open []int
	type mark struct {
		start, end int
		notes      string
	}
	var marks []mark
	length := 0
	runes := []rune(marked)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case '[', '<':
			open = append(open, length)
		case ']', '>':
			m := mark{start: open[len(open)-1], end: length}
			open = open[:len(open)-1]
			for r == ']' && i+1 < len(runes) && (unicode.IsLetter(runes[i+1]) || unicode.IsDigit(runes[i+1]) || runes[i+1] == '!') {
				i++
				m.notes += string(runes[i])
			}
			marks = append(marks, m)
		default:
			text.WriteRune(r)
			length++
		}
	}
	e := &data.Example{Text: text.String(), Tokens: data.Tokenize(text.String())}
	for _, mark := range marks {
		span, ok := data.SpanOf(e.Tokens, mark.start, mark.end)
		if !ok {
			t.Fatalf("%s: a mark holds no token", marked)
		}
		if mark.notes == "" {
			e.Pronoun = span
			continue
		}
		m := data.Mention{Span: span, Head: span.End - 1, Entity: int(mark.notes[0] - '0')}
		for _, note := range mark.notes[1:] {
			switch note {
			case 'm':
				m.Gender, m.Kind = data.Masculine, data.Person
			case 'f':
				m.Gender, m.Kind = data.Feminine, data.Person
			case 'h':
				m.Kind = data.Person
			case 't':
				m.Kind = data.Thing
			case 'a':
				m.Kind = data.Animal
			case 'p':
				m.Number = data.Plural
			case 'n':
				m.Name = true
			case 's':
				m.Number = data.Singular
			case '!':
				m.Certain = true
			case 'c':
				e.Candidates = append(e.Candidates, span)
			default:
				t.Fatalf("%s: unknown note %c", marked, note)
			}
		}
		e.Mentions = append(e.Mentions, m)
	}
	return e
}

// TestFeatures has for each feature two texts that differ in little: the first
// mention of entity 0 has the feature in the first and not in the second.
func TestFeatures(t *testing.T) {
	texts := [count][2]string{
		isMention: {"[Anna]0 said <she> knew.", ""},

		subject:          {"[Anna]0 quickly said <she> knew.", "With [Anna]0 was [Bea]1, and <she> knew."},
		sentenceInitial:  {"Then [Anna]0 said <she> knew.", "But then [Anna]0 said <she> knew."},
		sentenceStart:    {"[Anna]0 said <she> knew.", "Then [Anna]0 said <she> knew."},
		nameWithThe:      {"In the [Berlin]0n of 1920 <she> sang.", "In the [house]0 of 1920 <she> sang."},
		fullName:         {"[Anna Smith]0n said <she> knew.", "[Smith]0n said <she> knew."},
		indefinite:       {"[A nurse]0 said <she> knew.", "[The nurse]0 said <she> knew."},
		bare:             {"[Water]0 said <she> knew.", "[The water]0 said <she> knew."},
		afterPreposition: {"We sat with [Anna]0 when <she> came.", "We heard of [Anna]0 when <she> came."},
		afterComma:       {"Her mother, [Anna]0 said <she> knew.", "Her mother [Anna]0 said <she> knew."},
		afterAnd:         {"[Bea]1 and [Anna]0 said <she> knew.", "[Bea]1 or [Anna]0 said <she> knew."},
		possessor:        {"[Anna]0's mother said <she> knew.", "[Anna]0 said <she> knew."},
		beforeStop:       {"We met [Anna]0. <She> knew.", "We met [Anna]0 there. <She> knew."},

		startSame:         {"[Anna]0 said <she> knew.", "[Anna]0 came. <She> knew."},
		afterCommaSame:    {"Then, [Anna]0 said <she> knew.", "Then, [Anna]0 came. <She> knew."},
		beforeCommaSame:   {"[Anna]0, when <she> came, knew.", "[Anna]0, late, came. <She> knew."},
		afterOfPrevious:   {"We heard of [Anna]0. <She> came.", "We heard of [Anna]0 when <she> came."},
		beforeAndPrevious: {"[Anna]0 and Bea came. <She> knew.", "[Anna]0 or Bea came. <She> knew."},
		afterCommaAfter:   {"When <she> came, [Anna]0 knew.", "When <she> came then [Anna]0 knew."},
		beforeCommaAfter:  {"When <she> saw [Anna]0, they left.", "When <she> saw [Anna]0 they left."},

		inSentence:             {"[Anna]0 said <she> knew.", "[Anna]0 came. <She> knew."},
		quoteDiffers:           {"\"[Anna]0 came,\" <she> said.", "\"[Anna]0 came when <she> did,\" we said."},
		latest:                 {"[Anna]0 said <she> knew [Anna]0.", "[Anna]0 told [Anna]0 that <she> knew."},
		againInSentence:        {"[Anna]0 came. [Anna]0 said <she> knew.", "[Anna]0 came. [Bea]1 said <she> knew."},
		adjacentObject:         {"When Bea saw [Anna]0 with <her>, we left.", "When Bea saw [Anna]0 and Eve with <her>, we left."},
		otherPronounBetween:    {"[Anna]0 told him that <she> knew.", "[Anna]0 told her that <she> knew."},
		afterSamePronoun:       {"When she saw [Anna]0 <she> left.", "When he saw [Anna]0 <she> left."},
		ownPossession:          {"[Her mother]0 said <she> knew.", "[His mother]0 said <she> knew."},
		noCommaBetween:         {"[Anna]0 said <she> knew.", "[Anna]0, however, said <she> knew."},
		sameClauseSubject:      {"For [Anna]0 <she> came.", "For [Anna]0 <her> mother came."},
		initialSubjectPrevious: {"[Anna]0 came. Then <she> left.", "[Anna]0 came. Then, later, <she> left."},
		initialPossessiveAfter: {"In <her> house [Anna]0 sang.", "In a house of <her> mother [Anna]0 sang."},
		subjectsPrevious:       {"[Anna]0 was late. We saw that <she> left.", "We visited [Anna]0. We saw that <she> left."},
		subjectPossessiveAfter: {"In <her> house [Anna]0 was late.", "Until <she> came [Anna]0 was late."},
		subjectObjectSame:      {"[Anna]0 was late, so we visited <her>.", "[Anna]0 was late, so <she> left."},
		ownSubjectObject:       {"[Anna]0 met [Bea]1 and visited <her>.", "[Anna]0 was late when we visited <her>."},
		lastSubject:            {"[Anna]0 said that <she> knew.", "[Anna]0 was late when [Bea]1 said that <she> knew."},
		ownSubjectReflexive:    {"[Anna]0 visited <herself>.", "[Anna]0 was late when Bea visited <herself>."},

		mostRecentSame:       {"[Bea]1f told [Anna]0f that <she> knew.", "[Anna]0f told [Bea]1f that <she> knew."},
		thirdRecent:          {"[Anna]0f told [Bea]1f and [Eve]2f that <she> knew.", "[Anna]0f told [Bea]1f and [Tom]2m that <she> knew."},
		mostRecentPossessive: {"[Bea]1f saw [Anna]0f and <her> dog.", "[Bea]1f saw [Anna]0f and knew <she> was late."},
		firstIntroduced:      {"[Anna]0f saw [Bea]1f and <she> knew.", "[Bea]1f saw [Anna]0f and <she> knew."},
		secondIntroduced:     {"[Bea]1f saw [Anna]0f and <she> knew.", "[Anna]0f saw [Bea]1f and <she> knew."},
		mostMentioned:        {"[Anna]0f saw [Bea]1f. [Anna]0f knew <she> was late.", "[Anna]0f saw [Bea]1f. [Bea]1f knew <she> was late."},
		competitorInSentence: {"[Anna]0f saw that [Bea]1f knew <she> was late.", "[Anna]0f saw that [the door]1t knew <she> was late."},
		oneCompetitorBetween: {"[Anna]0f saw [Bea]1f. <She> was late.", "[Anna]0f saw [Bea]1f and [Eve]2f. <She> was late."},
		competitorBeside:     {"[Anna]0f with [Bea]1f said <she> knew.", "[Anna]0f went to Rome with [Bea]1f and said <she> knew."},

		nameForPerson:    {"[Anna]0n said <she> knew.", "[Antwerp]0n said <it> knew."},
		unknownForPerson: {"[Xanu]0n said <she> knew.", "[Anna]0nf said <she> knew."},
		placeForPerson:   {"In [Antwerp]0nt <she> sang.", "In [Anna]0nf <she> saw it."},
		genderAgrees:     {"[Anna]0f said <she> knew.", "[Anna]0h said <she> knew."},
		nounAgrees:       {"[The girl]0f said <she> knew.", "[Anna]0nf said <she> knew."},
		genderDiffers:    {"[Anna]0f said <he> knew.", "[Anna]0f said <she> knew."},
		personForPerson:  {"[The nurse]0h said <she> knew.", "[The ship]0t said <she> knew."},
		thingForPerson:   {"[The ship]0t said <she> knew.", "[The ship]0t said <it> knew."},
		thingForIt:       {"[The dog]0a said <it> knew.", "[The dog]0a said <she> knew."},
		personForIt:      {"[The nurse]0h said <it> knew.", "[The nurse]0h said <she> knew."},
		pluralForThey:    {"[The nurses]0hp said <they> knew.", "[The nurse]0hs said <they> knew."},
		singularForThey:  {"[The nurse]0hs said <they> knew.", "[The nurses]0hp said <they> knew."},
		personForThey:    {"[The nurse]0hs said <they> knew.", "[The ship]0ts said <they> knew."},
		personsForThey:   {"[The nurses]0hp said <they> knew.", "[The nurse]0hs said <they> knew."},
		pluralForOne:     {"[The nurses]0hp said <she> knew.", "[The nurse]0hs said <she> knew."},

		given: {"[Anna]0fc told [Bea]1fc that <she> knew.", "[Anna]0f told [Bea]1f that <she> knew."},
	}
	for i, pair := range texts {
		for k, want := range []bool{true, false} {
			if pair[k] == "" {
				if i != isMention || want {
					t.Errorf("%q has no text", features[i].Name)
				}
				continue
			}
			e := parse(t, pair[k])
			for j, m := range e.Mentions {
				if m.Entity == 0 {
					if got := Of(e)[j]>>i&1 == 1; got != want {
						t.Errorf("%s: %q of the first mention of entity 0 is %t, not %t", pair[k], features[i].Name, got, want)
					}
					break
				}
			}
		}
	}
}

func TestFeaturesAreNamed(t *testing.T) {
	if count > 64 {
		t.Fatalf("%d features do not fit into 64 bits", count)
	}
	names := map[string]bool{}
	abouts := map[string]bool{}
	for i, f := range Features() {
		if f.Name == "" || f.About == "" || names[f.Name] || abouts[f.About] {
			t.Errorf("feature %d, %q (%q), has no name and definition of its own", i, f.Name, f.About)
		}
		names[f.Name], abouts[f.About] = true, true
	}
}

// A mention that the pronoun cannot refer to has no features.
func TestNoFeaturesWithoutReference(t *testing.T) {
	for text, want := range map[string]bool{
		"[Anna]0f told [Bea]1f that <she> knew.":   true,
		"[Anna]0fc told [Bea]1fc that <she> knew.": true,
		"[Anna]0f told [Bea]1fc that <she> knew.":  false,
		"[<Her> mother]0f came.":                   false,
		"[Anna]0f! told [Bea]1f! that <she> knew.": true,
		"[Anna]0f! told [Tom]1m that <he> knew.":   false, // her gender is certain
		"[Anna]0f told [Tom]1m that <he> knew.":    true,
		"[Anna]0f!c told [Tom]1mc that <he> knew.": true,
		"[Anna]0f! saw that <it> was late.":        true,
	} {
		e := parse(t, text)
		for k, m := range e.Mentions {
			if m.Entity == 0 {
				if got := Of(e)[k] != 0; got != want {
					t.Errorf("%s: the first mention of entity 0 has features: %t", text, got)
				}
				break
			}
		}
	}
}

// With candidates, the other candidate is the only competitor, whoever else agrees.
func TestCompetitorsAreTheCandidates(t *testing.T) {
	for text, want := range map[string]bool{
		"[Anna]0f told [Bea]1f that <she> knew.":                 true,
		"[Anna]0fc told [Bea]1f and [Eve]2fc that <she> knew.":   true,
		"[Anna]0fc told [Bea]1f that [Eve]2fc knew <she> sang.":  true,
		"[Eve]2fc told [Anna]0fc and [Bea]1f that <she> knew.":   false,
		"[Anna]0fc told [the door]1tc and [Bea]2f <she> knew.":   true, // named as a candidate, though a thing
		"[Anna]0fc, [Bea]1f and [Eve]2f knew that <she> was it.": false,
	} {
		e := parse(t, text)
		for k, m := range e.Mentions {
			if got := Of(e)[k]>>mostRecentSame&1 == 0; m.Entity == 0 && got != want {
				t.Errorf("%s: one competitor is more recent than Anna: %t", text, got)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	for set, want := range map[uint64][]int{0: nil, 1: {0}, 1<<62 | 1<<5 | 1<<3: {3, 5, 62}} {
		if got := slices.Collect(Numbers(set)); !slices.Equal(got, want) {
			t.Errorf("the numbers of %b are %v, want %v", set, got, want)
		}
	}
}
