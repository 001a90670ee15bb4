package resolve

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode"

	"antecedent/data"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/model"
)

// hostile are texts that people do not write, but send.
var hostile = []string{
	"", " ", "it", "The cat sat on the mat because it was tired.", strings.Repeat("it ", 70), strings.Repeat("It . ", 30),
	"\x00it\x1b[2J\r\n\t it", "e\u0301\u0301\u0301 it \u0301it", "\u0301\u0302\u0303", "שלום he \u202eit\u202c \u200fshe",
	"👩‍👩‍👧 it 👩\u200d", "\xff\xfe it \xed\xa0\x80", strings.Repeat("A", 400) + " it", "Anna's he'd it's 'twas don't n't ''",
	"Mr. Dr. Anna Anna Anna Berlin told him that she 1,000.5 --- ...", "i\u0307t ＩＴ ıt ſhe", "it\u00adit it\u200b it\ufeff", "<it> & \"it\" </title>",
	"both Anna and Anna, either it or he/she, his or her", "\u2028it\u2029\u0085it\u00a0it",
}

// tiny are a model that finds mentions by the words' vectors and has structure, and one
// that reads neither.
func tiny(t testing.TB) []*Resolver {
	v := data.NewVocabulary(data.FromText("The cat sat on the mat because it was tired."), 1)
	table, err := vectors.New([]string{"", "cat", "anna", "berlin"}, 3, []int8{0, 0, 0, 1, 2, 3, 4, -5, 6, 7, 8, -9}, []float32{0, 1, 0.5, 0.1})
	if err != nil {
		t.Fatal(err)
	}
	var list []*Resolver
	for _, e := range []data.Encoder{{Vocabulary: v, Buckets: 11}, {Vocabulary: v, Vectors: table, Structure: len(structure.Features())}} {
		c := model.Config{Layers: 2, Heads: 2, Width: 8, Hidden: 8, Radius: 4}
		c.Vocabulary, c.NgramBuckets, c.Vectors, c.Structure = e.Sizes()
		m, err := model.New(c, 3)
		if err != nil {
			t.Fatal(err)
		}
		r, err := New(m, e)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// Whatever the text, its tokens stand at their offsets, every row of weights is finite and
// adds up to 1, answers are within the text, and what is said of them can be printed.
func FuzzRead(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	resolvers := tiny(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 100 { // see TestReadHostile
			text = text[:100]
		}
		for _, r := range resolvers {
			reading, err := r.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			checkReading(t, r, reading)
		}
	})
}

// What FuzzRead checks holds of the whole of its texts, too, and of one that is read in
// windows. Thousands of these a second cannot be tried.
func TestReadHostile(t *testing.T) {
	for _, text := range append(hostile, strings.Repeat("it?", 300)) {
		for _, r := range tiny(t) {
			reading, err := r.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			checkReading(t, r, reading)
		}
	}
}

func checkReading(t *testing.T, by *Resolver, r *Reading) {
	runes, last := []rune(r.Text), 0
	for i, token := range r.Tokens {
		if token.Start < last || token.End <= token.Start || token.End > len(runes) || string(runes[token.Start:token.End]) != token.Text || r.textOf(data.Span{Start: i, End: i + 1}) != token.Text {
			t.Fatalf("token %d: %+v", i, token)
		}
		last = token.End
		printed(t, r.Words(data.Span{Start: i, End: i + 1}))
	}
	for _, heads := range r.Patterns {
		for _, pattern := range heads {
			for i, row := range pattern {
				if len(row) != len(r.Tokens) {
					t.Fatalf("row %d of %d tokens has %d weights", i, len(r.Tokens), len(row))
				}
				sumsToOne(t, row, 0)
			}
		}
	}
	answers := r.Answers
	if r.Long() {
		answers = nil
		for i := range r.Answers {
			if span := r.Answers[i].Window; i == 0 || span != r.Answers[i-1].Window {
				window, err := by.Answers(r, span)
				if err != nil {
					t.Fatal(err)
				}
				answers = append(answers, window...)
			}
		}
	}
	if len(answers) != len(r.Answers) || len(answers) != len(data.FromText(r.Text)) {
		t.Fatalf("%d answers, with pointers %d", len(r.Answers), len(answers))
	}
	for i := range answers {
		a := &answers[i]
		sumsToOne(t, a.Pointer, float32(a.None))
		if m := a.Antecedent; m != nil && (m.Start < 0 || m.End <= m.Start || m.End > len(r.Tokens) || m.Text != string(runes[m.StartRune:m.EndRune]) || m.Span().Overlaps(a.Pronoun)) {
			t.Fatalf("answer %d, %+v: %+v", i, a.Pronoun, m)
		}
		for _, brief := range []*Answer{a, &r.Answers[i]} {
			pronoun, answer, others := r.Summary(brief)
			printed(t, pronoun, answer, others, r.Reason(brief))
			for _, o := range brief.Options {
				printed(t, r.Label(brief, o))
			}
		}
		if !r.Long() {
			printed(t, r.Sentence(a))
		}
		if i == 20 {
			break // a summary of each of hundreds would take seconds
		}
	}
	printed(t, r.UnknownWords())
	raw, err := json.Marshal(r)
	var back Reading
	if err == nil {
		err = json.Unmarshal(raw, &back)
	}
	if err != nil || len(back.Answers) != len(r.Answers) || len(back.Tokens) != len(r.Tokens) {
		t.Fatalf("as JSON: %v", err)
	}
}

// sumsToOne checks that a row of weights, and one weight more, is a distribution.
func sumsToOne(t *testing.T, row []float32, more float32) {
	sum := float64(more)
	for _, w := range row {
		if !(w >= 0 && w <= 1.0001) {
			t.Fatalf("a weight of %v", w)
		}
		sum += float64(w)
	}
	if math.Abs(sum-1) > 1e-4 {
		t.Fatalf("a row adds up to %v", sum)
	}
}

// printed checks that texts can be printed on one line.
func printed(t *testing.T, texts ...string) {
	for _, text := range texts {
		for _, c := range text {
			if !unicode.IsGraphic(c) {
				t.Fatalf("%U in %q", c, text)
			}
		}
	}
}
