package data

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// labelled is an example with given token spans.
func labelled(text string, pronoun Span, antecedents ...Span) Example {
	return Example{ID: "x", Text: text, Tokens: Tokenize(text), Pronoun: pronoun, Antecedents: antecedents, Labelled: true}
}

func TestBatch(t *testing.T) {
	examples := []Example{
		labelled("Big Tim saw it", Span{3, 4}, Span{0, 2}),
		labelled("it rains", Span{0, 1}),
		labelled("his dog bit him", Span{3, 4}, Span{0, 1}, Span{2, 4}), // a mention around the pronoun
		textExample("it"),
	}
	v, err := OpenVocabulary([]string{Unknown, "it", "tim", "dog"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Encoder{Vocabulary: v}.Batch(examples, 5, 6)
	if err != nil {
		t.Fatal(err)
	}
	want := Batch{
		Size: 5, Length: 6, Queries: 5,
		Words: []int{
			0, 2, 0, 1, 0, 0,
			1, 0, 0, 0, 0, 0,
			0, 3, 0, 0, 0, 0,
			1, 0, 0, 0, 0, 0,
			0, 0, 0, 0, 0, 0,
		},
		Lengths:  []int{4, 2, 4, 1, 0},
		Texts:    []int{0, 1, 2, 3, 4},
		Pronouns: []int{3, 0, 3, 0, 0},
		Targets: []float32{
			1, 1, 0, 0, 0, 0, 0,
			0, 0, 0, 0, 0, 0, 1,
			1, 0, 1, 0, 0, 0, 0,
			0, 0, 0, 0, 0, 0, 0,
			0, 0, 0, 0, 0, 0, 0,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBatchNgrams(t *testing.T) {
	examples := []Example{textExample("it internationalisation"), textExample("it")}
	encoder := Encoder{Vocabulary: NewVocabulary(examples, 1), Buckets: 11}
	b, err := encoder.Batch(examples, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Ngrams) != 2*3*MaxNgrams {
		t.Fatalf("%d n-grams", len(b.Ngrams))
	}
	none := func(n int) []int { return slices.Repeat([]int{-1}, n) }
	it := append(Ngrams("it", 11), none(MaxNgrams-3)...)
	long := Ngrams("internationalisation", 11)
	want := slices.Concat(it, long, none(MaxNgrams), it, none(2*MaxNgrams))
	if diff := cmp.Diff(want, b.Ngrams); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A batch of one must say the same as the same example's row in a larger one.
func TestBatchRowsAreIndependent(t *testing.T) {
	examples := []Example{labelled("Ann saw her", Span{2, 3}, Span{0, 1}), labelled("it rains", Span{0, 1})}
	encoder := Encoder{Vocabulary: NewVocabulary(examples, 1), Buckets: 5}
	both, err := encoder.Batch(examples, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	for row := range examples {
		one, err := encoder.Batch(examples[row:row+1], 1, 3)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(one.Words, both.Words[row*3:(row+1)*3]) || !slices.Equal(one.Targets, both.Targets[row*4:(row+1)*4]) ||
			!slices.Equal(one.Ngrams, both.Ngrams[row*3*MaxNgrams:(row+1)*3*MaxNgrams]) {
			t.Errorf("row %d differs alone", row)
		}
	}
}

// Consecutive examples of one text share its row.
func TestBatchSharesTexts(t *testing.T) {
	first, second := labelled("Ann saw her in it", Span{2, 3}, Span{0, 1}), labelled("Ann saw her in it", Span{4, 5})
	examples := []Example{labelled("it rains", Span{0, 1}), first, second}
	encoder := Encoder{Vocabulary: NewVocabulary(examples, 1)}
	b, err := encoder.Batch(examples, 2, 5)
	if err != nil {
		t.Fatal(err)
	}
	if b.Size != 2 || b.Queries != 4 || !slices.Equal(b.Lengths, []int{2, 5}) || !slices.Equal(b.Texts, []int{0, 1, 1, 1}) ||
		!slices.Equal(b.Pronouns, []int{0, 2, 4, 0}) || b.Targets[1*6+0] != 1 || b.Targets[2*6+5] != 1 {
		t.Errorf("%+v", b)
	}
	if got := GroupTexts([]Example{first, examples[0], second}); !slices.EqualFunc(got, [][]int{{0, 2}, {1}}, slices.Equal[[]int]) {
		t.Errorf("groups %v", got)
	}
}

// Each visits every example once, those of a text in one batch. At least half of the
// rows of a batch are texts.
func TestEachVisitsEveryExampleOnce(t *testing.T) {
	var examples []Example
	for i := range 200 {
		text := strings.Repeat("so ", i%40) + "it was it"
		n := len(Tokenize(text))
		examples = append(examples, labelled(text, Span{n - 1, n}), labelled(text, Span{n - 3, n - 2}))
	}
	encoder := Encoder{Vocabulary: NewVocabulary(examples, 1)}
	seen := make([]int, len(examples))
	err := encoder.Each(context.Background(), examples, func(at []int, b Batch) error {
		for i, k := range at {
			seen[k]++
			if b.Pronouns[i] != examples[k].Pronoun.Start || b.Lengths[b.Texts[i]] != len(examples[k].Tokens) {
				t.Errorf("query %d is not of example %d", i, k)
			}
		}
		texts := b.Size
		for texts > 0 && b.Lengths[texts-1] == 0 {
			texts--
		}
		if 2*texts < b.Size {
			t.Errorf("%d texts in a batch of %d", texts, b.Size)
		}
		return nil
	})
	if err != nil || slices.ContainsFunc(seen, func(n int) bool { return n != 1 }) {
		t.Errorf("error %v, visits %v", err, seen)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := encoder.Each(ctx, examples, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// What a batch takes in memory is bounded, whatever the length of the texts and the number
// of their pronouns.
func TestEachIsBounded(t *testing.T) {
	var examples []Example
	for k := range 40 {
		text := strings.Repeat("it ", 500) + strings.Repeat("x ", k%12)
		tokens := Tokenize(text)
		for i := range 700 {
			at := (i + k) % 500
			examples = append(examples, Example{ID: "x", Text: text, Tokens: tokens, Pronoun: Span{at, at + 1}})
		}
	}
	encoder := Encoder{Vocabulary: NewVocabulary(nil, 1)}
	visits := 0
	err := encoder.Each(context.Background(), examples, func(at []int, b Batch) error {
		visits += len(at)
		if n := b.Size * b.Length * b.Length; n > 1<<20 {
			t.Errorf("%d texts of %d tokens in a batch", b.Size, b.Length)
		}
		if n := b.Queries * b.Length; n > 1<<19 { // the last half may be padding
			t.Errorf("%d pronouns of %d tokens in a batch", b.Queries, b.Length)
		}
		return nil
	})
	if err != nil || visits != len(examples) {
		t.Errorf("error %v, %d of %d examples", err, visits, len(examples))
	}
}

func TestBatchRefuses(t *testing.T) {
	fine := labelled("Ann saw her", Span{2, 3}, Span{0, 1})
	broken := labelled("Ann saw her", Span{2, 3}, Span{0, 9})
	encoder := Encoder{Vocabulary: NewVocabulary(nil, 1)}
	for _, c := range []struct {
		encoder      Encoder
		examples     []Example
		size, length int
		want         string
	}{
		{Encoder{}, []Example{fine}, 1, 8, "vocabulary"},
		{encoder, []Example{fine}, 0, 8, "holds nothing"},
		{encoder, []Example{fine}, 1, 0, "holds nothing"},
		{encoder, []Example{fine, labelled("it rains", Span{0, 1})}, 1, 8, "more texts than the 1"},
		{encoder, []Example{fine}, 1, 2, "example x has 3 tokens"},
		{encoder, []Example{broken}, 1, 8, "antecedent [0,9)"},
		{encoder, []Example{{ID: "x"}}, 1, 8, "pronoun [0,0)"},
		{encoder, []Example{fine, {ID: "y", Text: fine.Text, Tokens: fine.Tokens[:2], Pronoun: Span{0, 1}}}, 1, 8, "example y has the text of the one before"},
	} {
		if _, err := c.encoder.Batch(c.examples, c.size, c.length); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got error %v, want one with %q", err, c.want)
		}
	}
}

func TestPaddedLength(t *testing.T) {
	ladder := []int{8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768}
	for tokens := range 769 {
		i, _ := slices.BinarySearch(ladder, tokens)
		if got := PaddedLength(tokens); got != ladder[i] {
			t.Fatalf("PaddedLength(%d) = %d, want %d", tokens, got, ladder[i])
		}
	}
}
