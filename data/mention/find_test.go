package mention

import (
	"slices"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/internal/testenv"
)

// show writes each mention as its tokens, the head in brackets.
func show(tokens []data.Token, found []data.Mention) []string {
	shown := []string{}
	for _, m := range found {
		var words []string
		for i := m.Start; i < m.End; i++ {
			word := tokens[i].Text
			if i == m.Head {
				word = "[" + word + "]"
			}
			words = append(words, word)
		}
		shown = append(shown, strings.Join(words, " "))
	}
	return shown
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// names
		{"John Smith left.", "John [Smith]"},
		{"John told Mary that he loved her.", "[John] | [Mary]"},
		{"Anna likes Beth.", "[Anna] | [Beth]"},
		{"John and Mary left.", "[John] | [Mary]"},
		{"Both Anna and Tom left. Either my brother or neither girl came.", "[Anna] | [Tom] | my [brother] | neither [girl]"},
		{"Both of the dogs slept, both cats slept; both the dogs ate.", "the [dogs] | both [cats] | the [dogs]"},
		{"Dr. Anna Smith met Mr. Jones.", "Dr . Anna [Smith] | Mr . [Jones]"},
		{"Prof. Dr. Lee, a famous scientist, smiled.", "Prof . Dr . [Lee] | a famous [scientist]"},
		{"J. K. Rowling wrote the book.", "J . K . [Rowling] | the [book]"},
		{"Then Samuel L. Jackson met Barack H. Obama Jr. in Paris.", "Samuel L . [Jackson] | Barack H . [Obama] Jr . | [Paris]"},
		{"King Henry VIII married Anne Boleyn.", "King [Henry] VIII | Anne [Boleyn]"},
		{"Anna-Marie O'Brien met Jean-Luc de la Croix.", "Anna - Marie [O'Brien] | Jean - Luc de la [Croix]"},
		{"Ludwig van Beethoven was deaf.", "Ludwig van [Beethoven]"},
		{"He lives in New York City.", "New York [City]"},
		{"She works for the Bank of England.", "the [Bank] of England"},
		{"The University of Oxford and the Duke of York", "The [University] of Oxford | the [Duke] of York"},
		{"I saw Mr. and Mrs. Smith.", "[Mr] . | Mrs . [Smith]"},
		{"Apple released the iPhone.", "[Apple] | the [iPhone]"},
		{"The staff of AT&T came from the U.S. yesterday.", "The [staff] | AT & [T] | the U . [S] ."},
		{"He became a Christian.", "a [Christian]"},
		{"The English teacher left.", "The English [teacher]"},
		// names that are words, and words that begin a sentence
		{"Will went home. May told Mark that Will would come.", "[Will] | [home] | [May] | [Mark] | [Will]"},
		{"Will you come? He will come in May. May I go?", ""},
		{"Rose likes roses. Bill paid the bill.", "[Rose] | [roses] | [Bill] | the [bill]"},
		{"Mark almost made it. Grace was ill.", "[Mark] | [Grace]"},
		{"He knew Edna May and liked the song, which Anna sang.", "Edna [May] | the [song] | [Anna]"},
		{"Bob, come here. Savage's son left. Then J*rg Haider left.", "[Bob] | [Savage] | [son] | J * rg [Haider]"},
		{"Rocky beat Drago.", "[Rocky] | [Drago]"},
		{"Darcy smiled. Hermione was late.", "[Darcy] | [Hermione]"},
		{"Doctors say that patients need rest.", "[Doctors] | [patients] | [rest]"},
		{"Dogs bark. Snow fell. Money was tight.", "[Dogs] | [Snow] | [Money]"},
		{"Alternatively, yeah, um, finally he came.", ""},
		{"Yes, Mary, I know. Thanks, Dad.", "[Mary] | [Dad]"},
		// two names side by side are two
		{"Anna likes Beth. John told Mary that he left.", "[Anna] | [Beth] | [John] | [Mary]"},
		{"John told Mary Anna had left.", "[John] | [Mary] | [Anna]"},
		{"On Monday Anna met Tom. In Paris Anna met Tom.", "[Anna] | [Tom] | [Paris] | [Anna] | [Tom]"},
		{"Anna & Tom left Simon & Schuster.", "[Anna] | [Tom] | Simon & [Schuster]"},
		{"They told Mary Ann. Helen Thomas told Paris Hilton.", "Mary [Ann] | Helen [Thomas] | Paris [Hilton]"},
		// noun phrases
		{"The old man's hat fell off.", "The old [man] | [hat]"},
		{"The boys' dogs barked.", "The [boys] | [dogs]"},
		{"John's sister's friend's car is red.", "[John] | [sister] | [friend] | [car]"},
		{"John's leaving. It's raining. Anna's a doctor.", "[John] | [Anna] | a [doctor]"},
		{"The animal didn't cross the street because it was too tired.", "The [animal] | the [street]"},
		{"Let's ask Ann; she'll know what Jim's planning.", "[Ann] | [Jim]"},
		{"Here's Will's book and someone's hat.", "[Will] | [book] | [hat]"},
		{"My mother-in-law's well-known cat left.", "My [mother] - in - law | [cat]"},
		{"The big, ugly and dirty dog barked.", "The big , ugly and dirty [dog]"},
		{"He bought apples, pears and two bananas.", "[apples] | [pears] | two [bananas]"},
		{"The 3 boys saw 12 very small birds.", "The 3 [boys] | small [birds]"},
		{"The rich and the poor", "The [rich] | the [poor]"},
		{"The poor steal from the rich.", "The [poor] | the [rich]"},
		{"Since then the two live together and the others left.", "the [two] | the [others]"},
		{"My parents gave the neighbors tickets.", "My [parents] | the [neighbors] | [tickets]"},
		{"The company plans the trip.", "The [company] | the [trip]"},
		{"The student that the teacher praised", "The [student] | the [teacher]"},
		{"That man is old. I know that she left. I think that dogs are nice.", "That [man] | [dogs]"},
		{"A human being is not a machine.", "A human [being] | a [machine]"},
		{"He works a lot and she likes to work.", "a [lot]"},
		{"What the teacher said is wrong.", "the [teacher]"},
		{"For example, he came in order to help.", ""},
		{"Swimming is dangerous. The running of the bulls", "The [running] | the [bulls]"},
		{"In January the café opened on Monday.", "the [café]"},
		{"My phone fell into the sink and now it won't turn on.", "My [phone] | the [sink]"},
		{"Doctor's orders: no alcohol.", "[Doctor] | [orders] | no [alcohol]"},
		// quotations and capitals
		{`"Will you come?" asked Mark. “No,” said Rose.`, "[Mark] | [Rose]"},
		{"‘Stop,’ said the woman -- the one in red -- and ran...", "the [woman] | the [one]"},
		{"THE DOG ATE THE BONE.", "THE [DOG] | THE [BONE]"},
		{"JOHN LOVES MARY.", "[JOHN] | [MARY]"},
		{"tom told mary that john left", "[tom] | [mary] | [john]"},
		{"", ""},
		{"...!? -- \"'", ""},
		{"He saw her and they saw it themselves.", ""},
		{"He told her that the city gave her a car and her brother his prize.", "the [city] | a [car] | her [brother] | his [prize]"},
	} {
		tokens := data.Tokenize(c.text)
		if got := strings.Join(show(tokens, Find(tokens)), " | "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// A name is known from elsewhere in the text: a word that begins a sentence is one
// if it has a capital within another.
func TestFindNamedElsewhere(t *testing.T) {
	text := "Hunter was late. We all saw Hunter."
	tokens := data.Tokenize(text)
	if got := show(tokens, Find(tokens)); !slices.Equal(got, []string{"[Hunter]", "[Hunter]"}) {
		t.Errorf("%s: %q", text, got)
	}
}

func TestFindGiven(t *testing.T) {
	tokens := data.Tokenize("The tall man from Paris met Anna Lee, her brother and the big dog.")
	for _, c := range []struct {
		given []data.Span
		want  string
	}{
		{nil, "The tall [man] | [Paris] | Anna [Lee] | her [brother] | the big [dog]"},
		{[]data.Span{{Start: 0, End: 5}}, "The tall [man] from Paris | Anna [Lee] | her [brother] | the big [dog]"},
		{[]data.Span{{Start: 6, End: 7}}, "The tall [man] | [Paris] | [Anna] | her [brother] | the big [dog]"},
		{[]data.Span{{Start: 6, End: 11}, {Start: 12, End: 15}}, "The tall [man] | [Paris] | Anna [Lee] , her brother | the big [dog]"},
		{[]data.Span{{Start: 5, End: 6}}, "The tall [man] | [Paris] | [met] | Anna [Lee] | her [brother] | the big [dog]"},
		{[]data.Span{{Start: 8, End: 11}, {Start: 9, End: 12}}, "The tall [man] | [Paris] | Anna [Lee] | her [brother] and | the big [dog]"},
		{[]data.Span{{Start: -1, End: 3}, {Start: 3, End: 3}, {Start: 10, End: 99}}, "The tall [man] | [Paris] | Anna [Lee] | her [brother] | the big [dog]"},
	} {
		if got := strings.Join(show(tokens, Find(tokens, c.given...)), " | "); got != c.want {
			t.Errorf("given %v\n got %s\nwant %s", c.given, got, c.want)
		}
	}
}

func TestFindIsDeterministic(t *testing.T) {
	tokens := data.Tokenize(strings.Repeat("Mr. Smith told Anna Smith that the cat's owner saw Smith. ", 20))
	want := Find(tokens)
	for range 20 {
		if got := Find(tokens); !slices.Equal(got, want) {
			t.Fatal("two calls differ")
		}
	}
}

// check reports what of the contract of Find does not hold.
func check(t *testing.T, tokens []data.Token, found []data.Mention, given []data.Span) {
	t.Helper()
	entities := 0
	for i, m := range found {
		if m.Start < 0 || m.End > len(tokens) || !m.Contains(m.Head) {
			t.Fatalf("mention %+v: its head is not within it, or it is not within %d tokens", m, len(tokens))
		}
		if m.Entity > entities || m.Entity < 0 {
			t.Fatalf("mention %+v: the entities before it are 0 to %d", m, entities-1)
		}
		entities = max(entities, m.Entity+1)
		if i > 0 && (found[i-1].Head >= m.Head || found[i-1].Overlaps(m.Span)) {
			t.Fatalf("mentions %+v and %+v overlap, or are not in the order of their heads", found[i-1], m)
		}
		if slices.Contains(given, m.Span) {
			continue
		}
		for j := m.Start; j < m.End; j++ {
			lower := strings.ToLower(tokens[j].Text)
			switch {
			case strings.Trim(lower, "!?;:\"“”()[]…") == "":
				t.Fatalf("mention %q spans %q", show(tokens, found[i:i+1]), lower)
			case m.Name && j != m.Start && !hyphenated(tokens, j) && tokens[j].Text == lower && IsAuxiliary(lower):
				t.Fatalf("name %q spans %q", show(tokens, found[i:i+1]), lower)
			}
		}
	}
}

func hyphenated(tokens []data.Token, i int) bool {
	return i > 0 && tokens[i-1].Text == "-" || i+1 < len(tokens) && tokens[i+1].Text == "-"
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Dr. Anna Smith's well-known cat", "the -", "a-b-c the-of", "the 's", "'s' the", "THE A. B. C.", "Mr.", "J. K.",
		"the old , and", "the Bank of the", "the Bank of", "Smith & Jones & ", "de la Mr. van", "être Émile", "\xff the \xff", "the mother-in", "AT&T", "the human being"} {
		f.Add(s, 0, 1)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		tokens := data.Tokenize(text)
		check(t, tokens, Find(tokens), nil)
		if numbers := Sentences(tokens); len(numbers) != len(tokens) {
			t.Fatalf("%d numbers of %d tokens", len(numbers), len(tokens))
		} else {
			for i := 1; i < len(numbers); i++ {
				if d := numbers[i] - numbers[i-1]; d != 0 && d != 1 {
					t.Fatalf("sentence %d follows %d", numbers[i], numbers[i-1])
				}
			}
		}
		given := data.Span{Start: from, End: to}
		found := Find(tokens, given)
		check(t, tokens, found, []data.Span{given})
		if from >= 0 && from < to && to <= len(tokens) {
			if !slices.ContainsFunc(found, func(m data.Mention) bool { return m.Span == given }) {
				t.Fatalf("the given span %v of %q is not among the mentions", given, text)
			}
		}
	})
}

// The contract holds on published text as well.
func TestFindInPublishedText(t *testing.T) {
	file, err := format.ReadFile(t.Context(), testenv.Data(t, "gap/gap-validation.tsv"), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range file.Examples {
		check(t, e.Tokens, Find(e.Tokens), nil)
		check(t, e.Tokens, Find(e.Tokens, e.Candidates...), e.Candidates)
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Dr. Anna Smith told the old man's well-known friend that her phone fell into the sink because it was wet. ", 50)
	tokens := data.Tokenize(text)[:512]
	Find(tokens)
	b.ResetTimer()
	for range b.N {
		Find(tokens)
	}
}
