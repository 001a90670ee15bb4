package page

import (
	"slices"
	"testing"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/mention"
	"antecedent/data/structure"
	"antecedent/internal/testenv"
	"antecedent/model"
	"antecedent/resolve"
)

// The page has every word class, every list and every feature.
func TestEnglishIsDecoded(t *testing.T) {
	t.Parallel()
	var got struct {
		Classes  map[string][mention.Columns]byte
		Lists    map[string]int // words on a list, and how many lists they are on
		Features []string       // their names in the script, in the order of their numbers
	}
	node(t, `
		readEnglish(input);
		const flags = (c) => [c.common, c.proper, c.plural, c.frequent, c.inflected, c.irregular].reduce((sum, on, i) => sum + (on ? 1 << i : 0), 0);
		const bits = (n) => n.toString(2).replaceAll("0", "").length;
		console.log(JSON.stringify({
			classes: Object.fromEntries([...english.classes].map(([word, c]) => [word, [c.noun, c.verb, c.adjective, c.adverb, flags(c), c.kind | c.firstName << 2 | c.nameKind << 4]])),
			lists: Object.fromEntries([...english.lists].map(([word, is]) => [word, bits(is)])),
			features: Object.keys(Feature),
		}));`, encodeEnglish(), &got, modelScripts...)
	words := mention.Words()
	if len(got.Classes) != len(words) || len(words) < 50_000 {
		t.Errorf("%d classes of %d words", len(got.Classes), len(words))
	}
	for _, word := range words {
		if got.Classes[word] != mention.ClassOf(word).Bytes() {
			t.Fatalf("%q has the class %v, not %v", word, got.Classes[word], mention.ClassOf(word).Bytes())
		}
	}
	lists := map[string]int{}
	for _, list := range mention.Lists() {
		slices.Sort(list)
		for _, word := range slices.Compact(list) {
			lists[word]++
		}
	}
	for word, n := range lists {
		if got.Lists[word] != n {
			t.Errorf("%q is on %d lists, not %d", word, got.Lists[word], n)
		}
	}
	if n := len(structure.Features()); len(got.Features) != n {
		t.Errorf("the script has %d features, package structure %d", len(got.Features), n)
	}
}

// Mentions, features and probabilities agree with Go on sentences of the corpus and on
// published texts.
func TestAgreesOnManyTexts(t *testing.T) {
	t.Parallel()
	r := untrained(func(c *model.Config) { small(c); withEnglish(c); c.Layers = 1 }, 4)
	t.Run("corpus", func(t *testing.T) {
		t.Parallel()
		agree(t, r, r, 0, everyNth(builtin.Train, 200), false)
	})
	for _, name := range []string{"gap/gap-validation.tsv", "gap/gap-development.tsv", "litbank"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := format.ReadFile(testenv.Data(t, name), "")
			if err != nil {
				t.Fatal(err)
			}
			agree(t, r, r, 0, everyNth(f.Examples, 100), false)
		})
	}
}

// everyNth returns n texts of examples that are spread over them.
func everyNth(examples []data.Example, n int) []string {
	var texts []string
	for i := range n {
		texts = append(texts, examples[i*len(examples)/n].Text)
	}
	return texts
}

// A page with the vectors of few words is the model with these words.
func TestFewWords(t *testing.T) {
	t.Parallel()
	r := untrained(func(c *model.Config) { small(c); withEnglish(c); c.Layers = 1 }, 4)
	e := r.Encoder()
	few := restrict(e.Vectors, 300, nil)
	if n := few.Len(); n < 300 || n > 305 {
		t.Errorf("%d rows for 300 words", n)
	}
	e.Vectors = few
	model, err := resolve.New(r.Model(), e)
	if err != nil {
		t.Fatal(err)
	}
	agree(t, r, model, 300, append(everyNth(builtin.Train, 40), awkward...), false)
}
