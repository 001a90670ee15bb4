package page

import (
	"math"
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
		const flags = (c) => [c.common, c.proper, c.plural, c.frequent, c.inflected, c.irregular, c.givenName].reduce((sum, on, i) => sum + (on ? 1 << i : 0), 0);
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

// rules are texts for the rules of mentions and features, in particular for those that
// few sentences of a corpus need.
var rules = []string{
	"Dr. Lee met J. R. Smith Jr. at 5 p.m. He left. Mrs. Smith saw him, and St. Mary's was closed.",
	"MR. SMITH LOST HIS HAT AND ANNA FOUND IT IN THE CAR. They laughed.",
	"AT&T sued IBM & Co. because it had copied its phone. The US said it was late; Will Smith told us.",
	"Ludwig van Beethoven, Jean de la Croix and Vincent van Gogh met J*rg in the Bank of England. He paid them.",
	"My mother-in-law's well-known cat saw the guinea-pig. It ran. The six-year-old boy's e-mail reached her.",
	"The rich helped the poor, and the two thanked them. The other left. All saw that they were kind.",
	"Anna's a doctor. John's leaving. It's raining. Let's ask Ann; she'll know what Jim's planning. Here's Will's book.",
	"The dogs' owner and someone's hat: the Americans liked the English, but an American sold it to English people.",
	"“The queen is here,” said Bob. \"He saw her,\" Ann said. \"Did she?\" ``Yes, she did.'' 'So,' he said. The king left.",
	"In May, May Smith met April. On Monday Mark almost made it. Will came. Will he come? Hunter was late. Rocky beat Drago.",
	"Dad told Uncle Tom and Lady Jane that Aunt Mary and Mr. Jones knew his brother. Queen Anne and the King of Spain met her.",
	"Chelsea Clinton visited Paris. Jackson said that Paris was his. Washington met Jackson. She and Jordan saw Jordan again.",
	"Dogs bark. Cats sleep. The company plans the trip. He gave the neighbors tickets. They work for the works of art.",
	"For example, the big, ugly and dirty dog barked at what the teacher said, which Anna likes. What a day! It was that dog.",
	"Maria Sanchez, the nurse (a friend of Bea's) – and her team – told Sanchez, M., that she won. Sanchez slept. Maria did not.",
	"The board met. It voted. The crowd cheered because they had won. The team lost its coach. The police said they knew.",
	"A human being saw the being. He was being kind. Alternatively, Zorbl quickly left, and Zorbl's quux saw Mimsy the borogove.",
	"Kim told Robin that she saw Pat's sister before Bea came, after which Robin hurt herself. Her hat was hers. We saw her go.",
	"Then he saw himself in it. It rarely works. We saw it was late. We heard of it. \"It\" is a word… is it? Its end! it's it",
	"john and mary met smith; paris saw the chancellor. The Chancellor saw Paris. The Ford car hit a Ford. She drove it.",
	"Prof. Anna B. Smith, Ph.D. wrote to Gen. Grant, who had seen her at the U.S. Capitol on Jan. 5 when he was there.",
	"1990 was a year. 5 cats and 12 dogs slept since they were tired. No one knew. None of them did, nor did he.",
}

// Mentions, features and probabilities agree with Go on sentences of the corpus and on
// published texts.
func TestAgreesOnManyTexts(t *testing.T) {
	t.Parallel()
	r := untrained(func(c *model.Config) { small(c); withEnglish(c); c.Layers = 1 }, 4)
	t.Run("rules", func(t *testing.T) {
		t.Parallel()
		agree(t, r, r, 0, append(rules, everyNth(builtin.Train, 100)...), false)
	})
	for _, name := range []string{"gap/gap-validation.tsv", "gap/gap-development.tsv", "litbank"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := format.ReadFile(t.Context(), testenv.Data(t, name), "")
			if err != nil {
				t.Fatal(err)
			}
			agree(t, r, r, 0, everyNth(f.Examples, 100), false)
			mentionsAgree(t, everyNth(f.Examples, len(f.Examples)/4))
		})
	}
	t.Run("corpus", func(t *testing.T) {
		t.Parallel()
		mentionsAgree(t, everyNth(builtin.Train, 800))
	})
}

// mentionsAgree compares mentions and features alone, which takes little time.
func mentionsAgree(t *testing.T, texts []string) {
	t.Helper()
	var got []struct {
		Mentions []data.Mention
		Features [][][]int // of each pronoun and mention
	}
	node(t, `
		readEnglish(input.english);
		console.log(JSON.stringify(input.texts.map((text) => {
			const tokens = tokenize(text), structure = new TextStructure(tokens);
			return { mentions: structure.mentions, features: pronounsOf(tokens).map((p) => structure.featuresOf(p)) };
		})));`, map[string]any{"english": encodeEnglish(), "texts": texts}, &got, modelScripts...)
	for i, text := range texts {
		examples := data.FromText(text)
		structure.Annotate(examples)
		for k, e := range examples {
			features := [][]int{}
			for _, set := range e.Features {
				features = append(features, numbersOf(set))
			}
			if !slices.Equal(e.Mentions, got[i].Mentions) || !slices.EqualFunc(features, got[i].Features[k], slices.Equal[[]int]) {
				t.Fatalf("%q: the page has the mentions %v and the features %v, Go %v and %v", text, got[i].Mentions, got[i].Features[k], e.Mentions, features)
			}
		}
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
	if n := restrict(e.Vectors, math.MaxInt, nil).Len(); n != e.Vectors.Len() {
		t.Errorf("%d of %d rows for as many words as possible", n, e.Vectors.Len())
	}
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
