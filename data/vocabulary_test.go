package data

import (
	"slices"
	"strings"
	"testing"
)

// textExample is an unlabelled example whose pronoun is the first token.
func textExample(text string) Example {
	return Example{Text: text, Tokens: Tokenize(text), Pronoun: Span{0, 1}}
}

func TestVocabularyOrder(t *testing.T) {
	examples := []Example{textExample("It sat. The cat sat"), textExample("the Cat SAT on a mat")}
	want := "<unknown> sat cat the . a it mat on" // 3, 2, 2, then once each
	v := NewVocabulary(examples, 1)
	if got := strings.Join(v.Words(), " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	slices.Reverse(examples)
	if got := strings.Join(NewVocabulary(examples, 1).Words(), " "); got != want {
		t.Errorf("in another order: got %s, want %s", got, want)
	}
	if got := strings.Join(NewVocabulary(examples, 2).Words(), " "); got != "<unknown> sat cat the" {
		t.Errorf("with at least 2 of each: got %s", got)
	}
	for word, want := range map[string]int{"sat": 1, "SAT": 1, "The": 3, "dog": 0, Unknown: 0, "": 0} {
		if id, known := v.ID(word); id != want || known != (want != 0) {
			t.Errorf("ID(%q) = %d, %t; want %d", word, id, known, want)
		}
	}
}

func TestOpenVocabulary(t *testing.T) {
	v := NewVocabulary([]Example{textExample("Ångström İstanbul ẞ Σς it")}, 1)
	opened, err := OpenVocabulary(v.Words())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(opened.Words(), v.Words()) || opened.Len() != v.Len() {
		t.Errorf("opened %q, want %q", opened.Words(), v.Words())
	}
	if a, _ := v.ID("ÅNGSTRÖM"); a == 0 {
		t.Error("a word in capitals was not found")
	}
	for _, bad := range [][]string{nil, {"cat"}, {Unknown, "cat", "cat"}, {Unknown, ""}, {Unknown, "Cat"}, {Unknown, Unknown}} {
		if _, err := OpenVocabulary(bad); err == nil {
			t.Errorf("OpenVocabulary(%q) succeeded", bad)
		}
	}
}

func TestWordsIsACopy(t *testing.T) {
	v := NewVocabulary([]Example{textExample("it")}, 1)
	v.Words()[1] = "changed"
	if v.Words()[1] != "it" {
		t.Error("a caller changed the vocabulary")
	}
}
