package mention

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
)

func TestClassOf(t *testing.T) {
	test := func(what string, holds func(Class) bool, yes, no string) {
		t.Helper()
		for _, word := range strings.Fields(yes) {
			if !holds(ClassOf(word)) {
				t.Errorf("%s: not %s", word, what)
			}
		}
		for _, word := range strings.Fields(no) {
			if holds(ClassOf(word)) {
				t.Errorf("%s: %s", word, what)
			}
		}
	}
	test("a noun", Class.IsNoun, "dog dogs Dog house women idea", "run quickly beautiful zzyzx")
	test("a verb", Class.IsVerb, "run told likes went barked eating", "dog quickly red zzyzx")
	test("an adjective", Class.IsAdjective, "red old beautiful", "dog told")
	test("an adverb", Class.IsAdverb, "quickly suddenly", "dog told red")
	test("known", Class.Known, "dog told", "zzyzx elizabeth")
	test("common", Class.Common, "dog", "elizabeth zzyzx")
	test("a proper noun", Class.Proper, "elizabeth london", "dog zzyzx")
	test("plural", Class.Plural, "dogs women children mice people", "dog woman glass bus")
	test("frequent", Class.Frequent, "man house said", "parrot zzyzx")
	test("inflected", Class.Inflected, "told barked runs", "tell bark run")
	test("irregular", Class.Irregular, "told went", "barked put")
	test("a person", func(c Class) bool { return c.Kind() == data.Person }, "teacher teachers woman", "dog house")
	test("an animal", func(c Class) bool { return c.Kind() == data.Animal }, "dog dogs animal sparrow", "teacher tail feather")
	test("a thing", func(c Class) bool { return c.Kind() == data.Thing }, "house trees idea tail", "teacher dog zzyzx")
	test("a man's name", func(c Class) bool { return c.FirstName() == data.Masculine }, "john Ahmed hiroshi quentin", "anna smith london dog")
	test("a woman's name", func(c Class) bool { return c.FirstName() == data.Feminine }, "anna Fatima lydia", "john smith paris dog")
	test("a person's name", func(c Class) bool { return c.NameKind() == data.Person }, "john anna smith darcy", "london paris microsoft")
}

func TestWordLists(t *testing.T) {
	for name, words := range map[string][2]string{
		"IsVerb":         {"is n't 's told likes went said zzyzxed", "dog the of who zzyzx red because"},
		"IsAuxiliary":    {"is was have n't 'll 'd would", "told 'x the"},
		"IsPreposition":  {"of in to without", "the and is"},
		"IsSubordinator": {"because although when", "and the"},
		"IsConjunction":  {"and or but", "because"},
		"IsRelative":     {"who which that", "he"},
		"IsDeterminer":   {"the a his some", "he of"},
		"IsPossessive":   {"his her their my", "the he"},
		"IsPronoun":      {"he them someone who", "the dog"},
	} {
		holds := map[string]func(string) bool{"IsVerb": IsVerb, "IsAuxiliary": IsAuxiliary, "IsPreposition": IsPreposition,
			"IsSubordinator": IsSubordinator, "IsConjunction": IsConjunction, "IsRelative": IsRelative,
			"IsDeterminer": IsDeterminer, "IsPossessive": IsPossessive, "IsPronoun": IsPronoun}[name]
		for _, word := range strings.Fields(words[0]) {
			if !holds(word) {
				t.Errorf("%s(%q) is false", name, word)
			}
		}
		for _, word := range strings.Fields(words[1]) {
			if holds(word) {
				t.Errorf("%s(%q) is true", name, word)
			}
		}
	}
}

// lists.txt has the lists that the rules use and no other, and its words are in
// lower case, each once in a list.
func TestListsAreComplete(t *testing.T) {
	lists := Lists()
	if got, want := slices.Sorted(maps.Keys(lists)), slices.Sorted(slices.Values(listNames)); !slices.Equal(got, want) {
		t.Errorf("lists.txt has %q\nthe rules need %q", got, want)
	}
	for name, words := range lists {
		seen := map[string]bool{}
		for _, word := range words {
			if word != strings.ToLower(word) || seen[word] {
				t.Errorf("lists.txt: %s: %q is twice in the list or not in lower case", name, word)
			}
			seen[word] = true
		}
	}
}

func TestUnpackClassesRefusesDamage(t *testing.T) {
	if _, err := unpackClasses(packedClasses[:len(packedClasses)/2]); err == nil {
		t.Error("half a table was read")
	}
	if _, err := unpackClasses([]byte("no gzip")); err == nil {
		t.Error("text was read")
	}
}
