package rewrite

import (
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
	"antecedent/resolve"
)

// reading is a text whose pronouns refer, in this order, to the mentions with these
// texts; "" is none. Without mentions they refer to words of the text.
func reading(t *testing.T, text string, mentions bool, refersTo ...string) *resolve.Reading {
	t.Helper()
	r := &resolve.Reading{Text: text, Tokens: data.Tokenize(text)}
	var found []data.Mention
	if mentions {
		found = mention.Find(r.Tokens)
	}
	runes := []rune(text)
	for i, e := range data.FromText(text) {
		a := resolve.Answer{Pronoun: e.Pronoun, Mentions: found}
		if i < len(refersTo) && refersTo[i] != "" {
			for s := range r.Tokens {
				for end := s + 1; end <= len(r.Tokens); end++ {
					from, to := r.Tokens[s].Start, r.Tokens[end-1].End
					if a.Antecedent == nil && string(runes[from:to]) == refersTo[i] {
						a.Antecedent = &resolve.Mention{Start: s, End: end, StartRune: from, EndRune: to, Text: refersTo[i], Probability: 0.9}
					}
				}
			}
			if a.Antecedent == nil {
				t.Fatalf("%q is not in %q", refersTo[i], text)
			}
		}
		r.Answers = append(r.Answers, a)
	}
	return r
}

// Each kind of pronoun becomes the form of its antecedent that can stand in its place.
func TestReplace(t *testing.T) {
	for _, c := range []struct {
		text string
		refs string // separated by |
		want string
	}{
		// Forms.
		{"The cat ate. It saw its tail.", "The cat|The cat", "The cat ate. The cat saw the cat's tail."},
		{"The dogs ate their bones.", "The dogs", "The dogs ate the dogs' bones."},
		{"The children ate their bones.", "The children", "The children ate the children's bones."},
		{"Tom saw James and his dog.", "James", "Tom saw James and James's dog."},
		{"Anna came. The book is hers.", "Anna", "Anna came. The book is Anna's."},
		{"Tom saw Anna. He gave her her book.", "Tom|Anna|Anna", "Tom saw Anna. Tom gave Anna Anna's book."},
		{"Anna came. We took her home, told her gravely and made her happy.", "Anna|Anna|Anna", "Anna came. We took Anna home, told Anna gravely and made Anna happy."},
		{"Anna came. We sat in her home with her old friend.", "Anna|Anna", "Anna came. We sat in Anna's home with Anna's old friend."},
		{"Tom hurt himself.", "Tom", "Tom hurt himself."},
		{"The Smiths came. Their car is old.", "The Smiths", "The Smiths came. The Smiths' car is old."},
		// Clitics.
		{"The dogs ran. They're tired, they've eaten, they'll sleep.", "The dogs|The dogs|The dogs", "The dogs ran. The dogs are tired, the dogs have eaten, the dogs will sleep."},
		{"The cat ran. It's tired, it'd eat.", "The cat|The cat", "The cat ran. The cat's tired, the cat'd eat."},
		{"James ran. He's tired. He's been ill.", "James|James", "James ran. James is tired. James has been ill."},
		{"Anna came. Her home is big. She left her home, he took her home and kissed her goodbye.", "Anna|Anna|Anna||Anna|Anna",
			"Anna came. Anna's home is big. Anna left Anna's home, he took Anna home and kissed Anna goodbye."},
		{"Anna came. Her 👨‍👩‍👧 family, *her* dog, her *new* cat and her “friend” saw her.", "Anna|Anna|Anna|Anna|Anna", "Anna came. Anna's 👨‍👩‍👧 family, *Anna's* dog, Anna's *new* cat and Anna's “friend” saw Anna."},
		{"The President of the United States came. His car is old.", "The President of the United States", "The President of the United States came. The President of the United States' car is old."},
		{"Tom Smith Jr. came. We saw him. His car is old.", "Tom Smith Jr.|Tom Smith Jr.", "Tom Smith Jr. came. We saw Tom Smith Jr. Tom Smith Jr.'s car is old."},
		{"The jugglers ate their food, the boss saw their ball.", "The jugglers|the boss", "The jugglers ate the jugglers' food, the boss saw the boss's ball."},
		{"Anna came to \u00ad her home.", "Anna", "Anna came to \u00ad Anna's home."},
		// Clitics before and behind.
		{"The cat slept. 'Twas old, and ’tis ill.", "The cat|The cat", "The cat slept. The cat was old, and the cat is ill."},
		{"Tom came. HE'S ill, HE'LL rest, HE'D eat.", "Tom|Tom|Tom", "Tom came. Tom's ill, Tom will rest, Tom'd eat."},
		// Capitals and articles.
		{"THE CAT ATE ITS FOOD. IT'S ILL.", "THE CAT|THE CAT", "THE CAT ATE THE CAT'S FOOD. THE CAT'S ILL."},
		{"An MP left. Its MP said it.", "An MP|An MP", "An MP left. The MP's MP said the MP."},
		{"A DOG BARKED. IT BIT US.", "A DOG", "A DOG BARKED. THE DOG BIT US."},
		{"A dog barked. It ran, and it hid.", "A dog|A dog", "A dog barked. The dog ran, and the dog hid."},
		{"We saw an owl. It saw us.", "an owl", "We saw an owl. The owl saw us."},
		{"German dogs bark. We like them.", "German dogs", "German dogs bark. We like German dogs."},
		{"Dogs bark. We like them.", "Dogs", "Dogs bark. We like dogs."},
		{"Anna came. We like her.", "Anna", "Anna came. We like Anna."},
		{"the cat ate. it slept.", "the cat", "the cat ate. the cat slept."},
		{"THE CAT ATE. IT SLEPT.", "THE CAT", "THE CAT ATE. THE CAT SLEPT."},
		{"The cat ate.", "", "The cat ate."},
		// Possessors and pronouns within.
		{"John's brother came. He left.", "brother", "John's brother came. John's brother left."},
		{"The old man's wife's brother came. He left.", "brother", "The old man's wife's brother came. The old man's wife's brother left."},
		{"Tom lost his book. It was red. We saw it.", "Tom|his book|his book", "Tom lost Tom's book. Tom's book was red. We saw Tom's book."},
		{"Somebody lost his book. It was red.", "|his book", "Somebody lost his book. His book was red."},
		// What stays.
		{"It rained. He/she signed. Tom left.", "|Tom|Tom", "It rained. He/she signed. Tom left."},
		{"Tom left his or her book; he or she came.", "Tom|Tom|Tom|Tom", "Tom left his or her book; he or she came."},
		{"Tom saw the she-wolf, (s)he wrote at a.org/x?he=her&his=1.", "Tom|Tom|Tom|Tom|Tom", "Tom saw the she-wolf, (s)he wrote at a.org/x?he=her&his=1."},
		{"The bus came, didn't it? Is it?", "The bus|The bus", "The bus came, didn't it? Is the bus?"},
		{"", "", ""},
		{"it", "", "it"},
		// The rest of the text, character for character.
		{"\t😀 “The cat’s tail,”  she said\r\n* it’s  long\u00a0.\n", "|The cat", "\t😀 “The cat’s tail,”  she said\r\n* the cat’s  long\u00a0.\n"},
		{"The\r\n  cat ate. It slept", "The\r\n  cat", "The\r\n  cat ate. The cat slept"},
	} {
		got := Replace(reading(t, c.text, true, strings.Split(c.refs, "|")...), 0.5)
		if got.Resolved != c.want {
			t.Errorf("%q\ngot  %q\nwant %q", c.text, got.Resolved, c.want)
		}
		checkOffsets(t, got)
	}
}

// checkOffsets checks that both texts are the same outside of the replacements.
func checkOffsets(t *testing.T, text Text) {
	t.Helper()
	was, is := []rune(text.Text), []rune(text.Resolved)
	a, b := 0, 0
	for _, r := range text.Replacements {
		p, q, m := r.Pronoun, r.Resolved, r.Antecedent
		if string(was[p.Start:p.End]) != p.Text || string(is[q.Start:q.End]) != q.Text || string(was[m.Start:m.End]) != m.Text {
			t.Errorf("%+v does not stand there in %+v", r, text)
		}
		if string(was[a:p.Start]) != string(is[b:q.Start]) {
			t.Errorf("%q became %q", string(was[a:p.Start]), string(is[b:q.Start]))
		}
		a, b = p.End, q.End
	}
	if string(was[a:]) != string(is[b:]) {
		t.Errorf("%q became %q", string(was[a:]), string(is[b:]))
	}
}

// Pronouns whose antecedents contain each other stay.
func TestReplaceInCircles(t *testing.T) {
	r := reading(t, "Its owner saw his dog. It ran to him, and he saw Tom.", true, "his dog", "Its owner", "his dog", "Its owner", "Tom")
	got := Replace(r, 0)
	if want := "Its owner saw his dog. It ran to him, and Tom saw Tom."; got.Resolved != want {
		t.Errorf("got %q, want %q", got.Resolved, want)
	}
	checkOffsets(t, got)
}

// What a model is less sure of stays; a model without mentions answers with words.
func TestReplaceSure(t *testing.T) {
	r := reading(t, "The cat ate. It slept.", true, "The cat")
	if got := Replace(r, 0.95); got.Resolved != r.Text || got.Replacements == nil {
		t.Errorf("%+v", got)
	}
	for text, want := range map[string]string{
		"The cat ate. It slept.":            "The cat ate. The cat slept.",
		"Anna and Tom ate. This is theirs.": "Anna and Tom ate. This is Anna and Tom's.",
		"The dogs ate. Their bones lay.":    "The dogs ate. The dogs' bones lay.",
	} {
		answer, _, _ := strings.Cut(text, " ate")
		if got := Replace(reading(t, text, false, answer), 0.5); got.Resolved != want {
			t.Errorf("%q: got %q", text, got.Resolved)
		}
	}
}
