package vectors_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"antecedent/data/vectors"
)

func builtin(t testing.TB) *vectors.Table {
	t.Helper()
	table, err := vectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// along returns how far a word's vector goes in the direction u.
func along(t *testing.T, table *vectors.Table, word string, u []float64) float64 {
	t.Helper()
	i, ok := table.ID(word)
	if !ok {
		t.Fatalf("%q has no vector", word)
	}
	var sum float64
	for e, x := range table.Vector(i) {
		sum += float64(x) * u[e]
	}
	return sum
}

func TestBuiltinGender(t *testing.T) {
	table := builtin(t)
	u, err := vectors.GenderDirection(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields("nurse mechanic doctor secretary janitor engineer librarian teacher president table pretty strong tired") {
		if x := along(t, table, word, u); math.Abs(x) > .05 { // of a norm of 10
			t.Errorf("%q is %.3f along the gender direction, want 0", word, x)
		}
	}
	for _, word := range strings.Fields("he him man king father john robert") {
		if x := along(t, table, word, u); x < 1 {
			t.Errorf("%q is %.3f along the gender direction, want at least 1", word, x)
		}
	}
	for _, word := range strings.Fields("she her woman queen mother actress mary linda pregnant") {
		if x := along(t, table, word, u); x > -1 {
			t.Errorf("%q is %.3f along the gender direction, want at most -1", word, x)
		}
	}
}

// Six pairs differ by (0, 2) and a word by both columns.
func TestNeutralGender(t *testing.T) {
	words := []string{""}
	values := []int8{0, 0}
	scales := []float32{0}
	add := func(word string, a, b int8) {
		words = append(words, word)
		values = append(values, a, b)
		scales = append(scales, 1)
	}
	for i, word := range vectors.GenderWords()[:12] {
		add(word, int8(i/2), int8(1-2*(i%2)))
	}
	add("nurse", 1, -3)
	add("emily", 1, -3)
	add("pure", 0, 5)
	table, err := vectors.New(words, 2, values, scales)
	if err != nil {
		t.Fatal(err)
	}
	u, err := vectors.GenderDirection(table)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(u[0]) > 1e-9 || math.Abs(u[1]-1) > 1e-9 {
		t.Errorf("direction %v, want [0 1]", u)
	}
	neutral, err := vectors.NeutralGender(table, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		word string
		want []float64
	}{
		{"nurse", []float64{math.Sqrt2, 0}}, // its norm is √E again
		{"emily", []float64{1, -3}},         // a first name
		{"he", []float64{0, 1}},
		{"pure", []float64{0, 0}},
	} {
		i, _ := neutral.ID(c.word)
		for e, x := range neutral.Vector(i) {
			if math.Abs(float64(x)-c.want[e]) > 1e-6 {
				t.Errorf("%q is %v, want %v", c.word, neutral.Vector(i), c.want)
				break
			}
		}
	}
	if !slices.Equal(table.Values(), values) {
		t.Error("the table given has changed")
	}
	few := table.Select(func(word string) bool { return word == "he" || word == "she" || word == "nurse" })
	if _, err := vectors.NeutralGender(few, nil); err == nil {
		t.Error("no error for a table without the pairs")
	}
}

func TestGendered(t *testing.T) {
	for _, word := range strings.Fields("he she her woman actress waiter queen bride pregnant beard uncle mr. mrs. john mary emily fernando") {
		if !vectors.Gendered(word) {
			t.Errorf("%q is not gendered", word)
		}
	}
	for _, word := range strings.Fields("nurse mechanic doctor secretary cleaner hairdresser it they person child parent london smith microsoft the") {
		if vectors.Gendered(word) {
			t.Errorf("%q is gendered", word)
		}
	}
	for _, word := range vectors.GenderWords() {
		if !vectors.Defined(word) {
			t.Errorf("%q defines the direction but is not gendered by definition", word)
		}
	}
}
