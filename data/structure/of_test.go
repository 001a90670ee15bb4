package structure

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"antecedent/data"
)

// randomExample has n tokens, half of them pronouns and mentions in sentences of about
// 15 tokens.
func randomExample(r *rand.Rand, n int) *data.Example {
	words := strings.Fields("he she it they her his Anna house , . when and but saw was of the quickly “ ” ( 's that")
	var text []string
	for len(text) < n {
		text = append(text, words[r.IntN(len(words))])
	}
	e := &data.Example{Text: strings.Join(text, " ")}
	e.Tokens = data.Tokenize(e.Text)
	for i := 0; i < len(e.Tokens); i++ {
		if r.IntN(4) == 0 {
			m := data.Mention{Span: data.Span{Start: max(0, i-r.IntN(3)), End: i + 1}, Head: i, Entity: r.IntN(6)}
			m.Gender, m.Kind, m.Number = data.Gender(r.IntN(3)), data.Kind(r.IntN(4)), data.Number(r.IntN(3))
			e.Mentions = append(e.Mentions, m)
		}
	}
	pronouns := data.FindPronouns(e.Tokens)
	if len(pronouns) == 0 {
		return randomExample(r, n)
	}
	e.Pronoun = pronouns[r.IntN(len(pronouns))]
	return e
}

func TestOfGivesEachMentionItsBits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		e := randomExample(r, 1+r.IntN(60))
		sets := Of(e)
		if len(sets) != len(e.Mentions) {
			t.Fatalf("%d sets for %d mentions of %q", len(sets), len(e.Mentions), e.Text)
		}
		for k, s := range sets {
			if s>>count != 0 || s>>isMention&1 == 0 != e.Mentions[k].Overlaps(e.Pronoun) {
				t.Errorf("mention %d of %q has the set %b", k, e.Text, s)
			}
		}
	}
	if got := Of(&data.Example{Tokens: data.Tokenize("it"), Pronoun: data.Span{Start: 0, End: 1}}); len(got) != 0 {
		t.Errorf("a text without mentions has sets %b", got)
	}
}

// The features that compare with competitors, counted one by one, are those that are
// computed from sums.
func TestCompetitorsAgainstCounting(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		e := randomExample(r, 5+r.IntN(80))
		tx := newText(e.Tokens, e.Mentions)
		rivals, p := tx.competitors(e), e.Pronoun.Start
		near := newBetween(tx, rivals, p)
		for k := len(e.Mentions) - 1; k >= 0; k-- {
			m := e.Mentions[k]
			recent, first, most, sentence, between := 0, 0, 0, false, 0
			for x := range tx.entities {
				if !rivals.is[x] || x == m.Entity || tx.entities[x].mentions == 0 {
					continue
				}
				recent += one(lastBefore(e, x) > lastBefore(e, m.Entity))
				first += one(tx.entities[x].first < tx.entities[m.Entity].first)
				most = max(most, tx.entities[x].mentions)
				sentence = sentence || lastBefore(e, x) >= tx.starts[p]
				isBetween := false
				for _, o := range e.Mentions[k+1:] {
					isBetween = isBetween || o.Entity == x && o.Head >= m.End && o.Head < p
				}
				between += one(isBetween)
			}
			if got := rivals.moreRecent(m.Entity); got != min(2, recent) {
				t.Errorf("%q: %d competitors are more recent than mention %d, not %d", e.Text, recent, k, got)
			}
			if got := rivals.introducedBefore(m.Entity); got != min(2, first) {
				t.Errorf("%q: %d competitors were introduced before mention %d, not %d", e.Text, first, k, got)
			}
			if got := rivals.mostMentions(m.Entity); got != most {
				t.Errorf("%q: competitors of mention %d have %d mentions, not %d", e.Text, k, most, got)
			}
			if got := rivals.inSentence(m.Entity); got != sentence {
				t.Errorf("%q: a competitor of mention %d is in the sentence: %t, not %t", e.Text, k, sentence, got)
			}
			if got := near.count(k); got != between {
				t.Errorf("%q: %d competitors are between mention %d and the pronoun, not %d", e.Text, between, k, got)
			}
		}
	}
}

func lastBefore(e *data.Example, entity int) int {
	last := -1
	for _, m := range e.Mentions {
		if m.Entity == entity && m.End <= e.Pronoun.Start {
			last = m.Head
		}
	}
	return last
}

func TestAnnotateSharesMentions(t *testing.T) {
	examples := data.FromText("Anna Smith told Bea that she knew her brother. He sang. Smith left.")
	separate := data.FromText("Anna Smith told Bea that she knew her brother. He sang. Smith left.")[1:2]
	Annotate(examples)
	Annotate(separate)
	if len(examples) != 3 || len(examples[0].Mentions) < 3 {
		t.Fatalf("%d examples, with mentions %v", len(examples), examples[0].Mentions)
	}
	for i, e := range examples {
		if &e.Mentions[0] != &examples[0].Mentions[0] {
			t.Errorf("example %d has mentions of its own", i)
		}
		if len(e.Features) != len(e.Mentions) {
			t.Errorf("example %d has %d sets for %d mentions", i, len(e.Features), len(e.Mentions))
		}
	}
	for k, s := range separate[0].Features {
		if s != examples[1].Features[k] {
			t.Errorf("mention %d has other features where the text is shared", k)
		}
	}
}

// What the right answer is must not change what is found.
func TestAnnotateDoesNotReadTheAnswer(t *testing.T) {
	text := "Anna Smith told Bea that she knew her brother."
	plain, told := data.FromText(text), data.FromText(text)
	for i := range told {
		told[i].Antecedents, told[i].Labelled = []data.Span{{Start: 1, End: 2}}, true
	}
	Annotate(plain)
	Annotate(told)
	for i := range told {
		if len(plain[i].Mentions) != len(told[i].Mentions) {
			t.Fatalf("%d mentions, and %d with the answer", len(plain[i].Mentions), len(told[i].Mentions))
		}
		for k := range plain[i].Mentions {
			if plain[i].Mentions[k] != told[i].Mentions[k] || plain[i].Features[k] != told[i].Features[k] {
				t.Errorf("mention %d of example %d differs", k, i)
			}
		}
	}
}

// Two names that are given as candidates are two entities, even where the words of
// one are part of the other.
func TestCandidatesAreEntities(t *testing.T) {
	text := "Anna Smith told Anna that she knew. Anna left."
	e := data.FromText(text)
	e[0].Candidates = []data.Span{{Start: 0, End: 2}, {Start: 3, End: 4}}
	Annotate(e)
	byStart := map[int]data.Mention{}
	for _, m := range e[0].Mentions {
		byStart[m.Start] = m
	}
	if byStart[0].Entity == byStart[3].Entity {
		t.Errorf("both candidates are one entity: %v", e[0].Mentions)
	}
	if byStart[8].Entity != byStart[3].Entity {
		t.Errorf("the second %q is not of the entity of the first: %v", "Anna", e[0].Mentions)
	}
}

func TestLongTextIsFast(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	examples := longText()
	start := time.Now()
	Annotate(examples)
	if d := time.Since(start); d > 2*time.Second { // on a busy machine; a twentieth is usual
		t.Errorf("%d pronouns in one text took %v", len(examples), d)
	}
}

// longText has half its 512 tokens as pronouns, and a hundred mentions.
func longText() []data.Example {
	return data.FromText(strings.Repeat("He saw Anna Smith , she saw Bob . ", data.MaxTokens/9))
}

func BenchmarkAnnotate(b *testing.B) {
	one := longText()
	var examples []data.Example
	for range 500/len(one) + 1 {
		examples = append(examples, one...)
	}
	examples = examples[:500]
	for b.Loop() {
		Annotate(examples)
	}
}

// Many examples, which several goroutines annotate, get what each gets alone; those of
// one text share its mentions wherever they stand.
func TestAnnotateMany(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	r := rand.New(rand.NewPCG(5, 6))
	var many []data.Example
	for len(many) < 10*inRow {
		many = append(many, data.FromText(randomExample(r, 5+r.IntN(100)).Text)...)
	}
	alone := slices.Clone(many)
	for i := range alone {
		annotate(alone[i:i+1], false)
	}
	Annotate(many)
	for i := range many {
		if !slices.Equal(many[i].Mentions, alone[i].Mentions) || !slices.Equal(many[i].Features, alone[i].Features) {
			t.Fatalf("example %d of %q: %v, alone %v", i, many[i].Text, many[i].Mentions, alone[i].Mentions)
		}
		if i > 0 && sameTokens(many[i].Tokens, many[i-1].Tokens) && len(many[i].Mentions) > 0 && &many[i].Mentions[0] != &many[i-1].Mentions[0] {
			t.Fatalf("examples %d and %d of %q do not share its mentions", i-1, i, many[i].Text)
		}
	}
}

// A model that reads no mentions needs them where there are no candidates.
func TestAnnotateFree(t *testing.T) {
	examples := data.FromText("Anna saw the dog before it slept and she left.")
	examples[1].Candidates = []data.Span{{Start: 0, End: 1}}
	AnnotateFree(examples)
	if len(examples[0].Mentions) != 2 || len(examples[0].Features) != 2 || examples[1].Mentions != nil || examples[1].Features != nil {
		t.Errorf("%+v", examples)
	}
}
