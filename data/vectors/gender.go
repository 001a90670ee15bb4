package vectors

import (
	_ "embed"
	"fmt"
	"math"
	"strings"
	"sync"
)

// genderPairs define the gender direction: the first singular vector of the
// differences between the two words of each pair.
var genderPairs = [][2]string{
	{"he", "she"}, {"him", "her"}, {"his", "hers"}, {"himself", "herself"},
	{"man", "woman"}, {"men", "women"}, {"boy", "girl"}, {"father", "mother"},
	{"son", "daughter"}, {"brother", "sister"}, {"husband", "wife"}, {"king", "queen"},
	{"male", "female"},
}

// minGenderPairs is how many of the pairs a table must have: the common part of
// fewer differences is not gender.
const minGenderPairs = 6

// GenderWords returns the words of the pairs that define the gender direction.
// A table to be given to NeutralGender must hold most of them.
func GenderWords() []string {
	var words []string
	for _, p := range genderPairs {
		words = append(words, p[0], p[1])
	}
	return words
}

// GenderDirection returns the unit vector that separates male from female words
// best; it points to the male ones.
func GenderDirection(t *Table) ([]float64, error) {
	var differences [][]float64
	for _, p := range genderPairs {
		a, b := t.row(p[0]), t.row(p[1])
		if a == 0 || b == 0 {
			continue
		}
		d := make([]float64, t.width)
		for e := range d {
			d[e] = t.at(a, e) - t.at(b, e)
		}
		differences = append(differences, d)
	}
	if len(differences) < minGenderPairs {
		return nil, fmt.Errorf("vectors: only %d of the %d pairs that define gender (he and she, …) have vectors; at least %d must", len(differences), len(genderPairs), minGenderPairs)
	}

	// Power iteration on the sum of d·dᵀ, begun at the sum of the differences.
	u := make([]float64, t.width)
	for _, d := range differences {
		for e, x := range d {
			u[e] += x
		}
	}
	towardsMale := append([]float64(nil), u...)
	for range 100 {
		next := make([]float64, t.width)
		for _, d := range differences {
			c := dot(d, u)
			for e, x := range d {
				next[e] += c * x
			}
		}
		norm := math.Sqrt(dot(next, next))
		if norm == 0 {
			return nil, fmt.Errorf("vectors: the pairs that define gender (he and she, …) have equal vectors")
		}
		for e := range next {
			next[e] /= norm
		}
		u = next
	}
	if dot(u, towardsMale) < 0 {
		for e := range u {
			u[e] = -u[e]
		}
	}
	return u, nil
}

// NeutralGender returns the table without the gender direction in the words
// that gendered does not accept, nil meaning Gendered; the words it accepts keep
// their vectors. Vectors learned from text place "nurse" on the female side and
// "mechanic" on the male one, and a model that reads them resolves pronouns by
// it.
func NeutralGender(t *Table, gendered func(word string) bool) (*Table, error) {
	if gendered == nil {
		gendered = Gendered
	}
	u, err := GenderDirection(t)
	if err != nil {
		return nil, err
	}
	values := append([]int8(nil), t.values...)
	scales := append([]float32(nil), t.scales...)
	v := make([]float32, t.width)
	for i, word := range t.words {
		if i == 0 || gendered(word) {
			continue
		}
		var along float64
		for e := range v {
			along += t.at(i, e) * u[e]
		}
		for e := range v {
			v[e] = float32(t.at(i, e) - along*u[e])
		}
		scales[i] = quantize(v, values[i*t.width:(i+1)*t.width])
	}
	return New(t.words, t.width, values, scales)
}

// at returns one number of a row.
func (t *Table) at(i, e int) float64 {
	return float64(t.scales[i]) * float64(t.values[i*t.width+e])
}

func dot(a, b []float64) float64 {
	var sum float64
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

//go:embed gendered.txt
var genderedText string

//go:embed firstnames.txt
var firstNamesText string

var (
	definedWords = sync.OnceValue(func() map[string]bool { return wordSet(genderedText) })
	firstNames   = sync.OnceValue(func() map[string]bool { return wordSet(firstNamesText) })
)

func wordSet(text string) map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		for _, word := range strings.Fields(line) {
			words[word] = true
		}
	}
	return words
}

// Defined says whether a word, in lower case, is gendered by definition: "she",
// "uncle", "bride" (gendered.txt).
func Defined(word string) bool { return definedWords()[word] }

// FirstName says whether a word, in lower case, is a first name
// (firstnames.txt).
func FirstName(word string) bool { return firstNames()[word] }

// Gendered says whether a word is gendered by definition or a first name.
func Gendered(word string) bool { return Defined(word) || FirstName(word) }
