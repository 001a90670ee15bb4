package data

import (
	"slices"
	"strings"
	"testing"
)

// A neutral model reads feminine pronouns as masculine ones; any other reads the words
// as they are.
func TestWords(t *testing.T) {
	tokens := Tokenize("She hurt herself; her dog and his saw HER, not hers.")
	open := func(structure int, words ...string) Encoder {
		v, err := OpenVocabulary(append([]string{Unknown}, words...))
		if err != nil {
			t.Fatal(err)
		}
		return Encoder{Vocabulary: v, Structure: structure}
	}
	plain := []string{"She", "hurt", "herself", ";", "her", "dog", "and", "his", "saw", "HER", ",", "not", "hers", "."}
	neutral := []string{"he", "hurt", "himself", ";", "him", "dog", "and", "him", "saw", "him", ",", "not", "him", "."}
	for _, c := range []struct {
		name string
		e    Encoder
		want []string
	}{
		{"without structure", open(0, "he", "him", "his"), plain},
		{"with she", open(3, "he", "him", "his", "she", "her", "hers", "herself"), plain},
		{"neutral", open(3, "he", "him", "himself", "dog"), neutral},
	} {
		if got := c.e.Words(tokens); !slices.Equal(got, c.want) {
			t.Errorf("%s: the words are %q, want %q", c.name, got, c.want)
		}
		if known := c.e.Known("Herself"); known != (c.name != "without structure") {
			t.Errorf("%s: herself is known: %t", c.name, known)
		}
	}
}

// The batches of a text and of its twin with the other gender are the same to a neutral
// model, but for the features.
func TestNeutralBatches(t *testing.T) {
	v, err := OpenVocabulary([]string{Unknown, "he", "him", "the", "nurse", "mechanic"})
	if err != nil {
		t.Fatal(err)
	}
	e := Encoder{Vocabulary: v, Structure: 2, Buckets: 11}
	batch := func(text string) Batch {
		examples := FromText(text)[:1]
		examples[0].Mentions, examples[0].Features = []Mention{}, []uint64{}
		b, err := e.Batch(examples, 1, 16)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	he := batch("The nurse told the mechanic that he hurt his hand himself.")
	she := batch("The nurse told the mechanic that she hurt her hand herself.")
	if !slices.Equal(he.Words, she.Words) || !slices.Equal(he.Ngrams, she.Ngrams) {
		t.Errorf("the words of the two are %v and %v", he.Words, she.Words)
	}
}

// A pronoun that a model has not learned is read as another of its kind, and is not
// unknown; other words are.
func TestUnlearnedPronounsAreKnown(t *testing.T) {
	e := Encoder{Vocabulary: NewVocabulary([]Example{{Tokens: Tokenize("she saw it")}}, 1)}
	tokens := Tokenize("Hers saw Itself 'twas themselves cat she.")
	if got := strings.Join(e.Words(tokens), " "); got != "she saw it 't was themselves cat she ." {
		t.Error(got)
	}
	for word, want := range map[string]bool{"her": true, "its": true, "'t": true, "they": false, "cat": false, "saw": true} {
		if e.Known(word) != want {
			t.Errorf("%s: known %t", word, !want)
		}
	}
}
