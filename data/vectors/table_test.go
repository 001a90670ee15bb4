package vectors_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"antecedent/data/vectors"
)

func table(t *testing.T) *vectors.Table {
	t.Helper()
	table, err := vectors.New([]string{"", "cat", "pig", "t-shirt", "jean-pierre"}, 2,
		[]int8{0, 0, 1, 2, -3, 4, 5, 6, 7, 8}, []float32{0, .5, 1, 2, 1})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestTable(t *testing.T) {
	table := table(t)
	for _, c := range []struct {
		word  string
		id    int
		known bool
	}{
		{"cat", 1, true}, {"Cat", 1, true}, {"CAT", 1, true}, {"guinea-pig", 2, true}, {"Guinea-Pig", 2, true}, {"a-b-pig", 2, true},
		{"T-shirt", 3, true}, {"pig-x", 0, false}, {"-", 0, false}, {"-pig", 0, false}, {"pig-", 0, false}, {"Pig.", 2, true}, {"pig..", 0, false}, {".", 0, false}, {"", 0, false}, {"dog", 0, false},
	} {
		if id, known := table.ID(c.word); id != c.id || known != c.known {
			t.Errorf("ID(%q) = %d, %t; want %d, %t", c.word, id, known, c.id, c.known)
		}
	}
	if v := table.Vector(1); !slices.Equal(v, []float32{.5, 1}) {
		t.Errorf("Vector(1) = %v", v)
	}
	some := table.Select(func(word string) bool { return word == "pig" })
	if !slices.Equal(some.Words(), []string{"", "pig"}) || !slices.Equal(some.Vector(1), []float32{-3, 4}) {
		t.Errorf("Select gives %q, %v", some.Words(), some.Vector(1))
	}
}

func TestHash(t *testing.T) {
	one := table(t)
	const want = "b368b850cc9fbc83"
	if one.Hash() != want {
		t.Errorf("hash %s, want %s: tables of older runs would no longer be found", one.Hash(), want)
	}
	for what, change := range map[string]func(words []string, values []int8, scales []float32){
		"word":  func(words []string, _ []int8, _ []float32) { words[1] = "dog" },
		"value": func(_ []string, values []int8, _ []float32) { values[3] = 9 },
		"scale": func(_ []string, _ []int8, scales []float32) { scales[2] = 3 },
	} {
		words, values, scales := slices.Clone(one.Words()), slices.Clone(one.Values()), slices.Clone(one.Scales())
		change(words, values, scales)
		other, err := vectors.New(words, 2, values, scales)
		if err != nil {
			t.Fatal(err)
		}
		if other.Hash() == one.Hash() {
			t.Errorf("another %s, the same hash", what)
		}
	}
}

func TestNewChecks(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		name   string
		words  []string
		width  int
		values []int8
		scales []float32
		want   string
	}{
		{"no words", nil, 1, nil, nil, "first word"},
		{"no empty word", []string{"a"}, 1, []int8{0}, []float32{0}, "first word"},
		{"width", []string{""}, 0, nil, []float32{0}, "width"},
		{"width", []string{""}, 5000, nil, []float32{0}, "width"},
		{"values", []string{"", "a"}, 1, []int8{0}, []float32{0, 1}, "values"},
		{"scales", []string{"", "a"}, 1, []int8{0, 1}, []float32{0}, "scales"},
		{"row 0", []string{"", "a"}, 1, []int8{1, 1}, []float32{0, 1}, "row 0"},
		{"NaN", []string{"", "a"}, 1, []int8{0, 1}, []float32{0, nan}, "scale"},
		{"negative", []string{"", "a"}, 1, []int8{0, 1}, []float32{0, -1}, "scale"},
		{"upper case", []string{"", "A"}, 1, []int8{0, 1}, []float32{0, 1}, "lower case"},
		{"newline", []string{"", "a\nb"}, 1, []int8{0, 1}, []float32{0, 1}, "one line"},
		{"empty", []string{"", ""}, 1, []int8{0, 1}, []float32{0, 1}, "empty"},
		{"twice", []string{"", "a", "a"}, 1, []int8{0, 1, 1}, []float32{0, 1, 1}, "both"},
	} {
		if _, err := vectors.New(c.words, c.width, c.values, c.scales); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestUnmarshalChecks(t *testing.T) {
	b, err := table(t).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	again, err := vectors.Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if again.Hash() != table(t).Hash() {
		t.Error("the table changes in the round trip")
	}
	for i := range b {
		damaged := slices.Clone(b)
		damaged[i] ^= 0x10
		if _, err := vectors.Unmarshal(damaged); err == nil {
			t.Errorf("byte %d changed, no error", i)
		}
		if _, err := vectors.Unmarshal(b[:i]); err == nil {
			t.Errorf("cut off after %d bytes, no error", i)
		}
	}
}
