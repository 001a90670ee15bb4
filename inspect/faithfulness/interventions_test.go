package faithfulness

import (
	"maps"
	"math"
	"slices"
	"testing"

	"antecedent/data"
	"antecedent/model"
)

func pattern() [][]float32 {
	return [][]float32{{.5, .25, .25, 0}, {.1, .2, .3, .4}, {0, 0, 1, 0}, {.25, .25, .25, .25}}
}

var head12 = []model.Head{{Layer: 1, Head: 2}}

func TestCut(t *testing.T) {
	p := pattern()
	cut(head12, []int{0, 2}, data.Span{Start: 2, End: 4}).Pattern(1, 2, p)
	want := pattern()
	want[0] = []float32{.5 / .75, .25 / .75, 0, 0}
	want[2] = []float32{0, 0, 0, 0} // had no other weight
	for i := range want {
		for j := range want[i] {
			if math.Abs(float64(p[i][j]-want[i][j])) > 1e-7 {
				t.Errorf("row %d is %v, want %v", i, p[i], want[i])
			}
		}
	}
}

func TestOtherHeadsAreLeftAlone(t *testing.T) {
	for name, change := range map[string]func(layer, head int, rows [][]float32){
		"cut":     cut(head12, []int{0}, data.Span{Start: 1, End: 3}).Pattern,
		"uniform": uniform(head12).Pattern,
		"permute": permute(head12, 7).Pattern,
		"zero":    zero(head12).Output,
		"patch":   patch(head12, nil, map[int]int{0: 0}).Output,
	} {
		p := pattern()
		change(1, 1, p)
		change(2, 2, p)
		if !slices.EqualFunc(p, pattern(), slices.Equal) {
			t.Errorf("%s of head 1.2 changed others", name)
		}
	}
}

func TestPermute(t *testing.T) {
	a, b, other := pattern(), pattern(), pattern()
	permute(head12, 3).Pattern(1, 2, a)
	permute(head12, 3).Pattern(1, 2, b)
	permute(head12, 4).Pattern(1, 2, other)
	if !slices.EqualFunc(a, b, slices.Equal) {
		t.Errorf("the same draw gives %v and %v", a, b)
	}
	if slices.EqualFunc(a, other, slices.Equal) || slices.EqualFunc(a, pattern(), slices.Equal) {
		t.Errorf("permuted to %v, and for another example to %v", a, other)
	}
	for i, row := range pattern() {
		slices.Sort(row)
		slices.Sort(a[i])
		if !slices.Equal(row, a[i]) {
			t.Errorf("row %d now has the weights %v, had %v", i, a[i], row)
		}
	}
}

func TestMeanOutputIsOfPronounsAndOfOtherTokens(t *testing.T) {
	at := func(pronoun, tokens int) data.Example {
		return data.Example{Tokens: make([]data.Token, tokens), Pronoun: data.Span{Start: pronoun, End: pronoun + 1}}
	}
	examples := []data.Example{at(1, 3), at(0, 2)}
	means := meanOutputs([][][][][]float32{{{{{1, 0}, {3, 2}, {5, 4}}}}, {{{{9, 9}, {6, 0}}}}}, examples)
	z := [][]float32{{7, 7}, {8, 8}}
	patch([]model.Head{{}}, means, meanTokens(&examples[1])).Output(0, 0, z)
	if !slices.Equal(z[0], []float32{6, 5.5}) || !slices.Equal(z[1], []float32{4, 4. / 3}) {
		t.Errorf("became %v", z)
	}
}

func TestPatchTakesTheTwinsRows(t *testing.T) {
	z := [][]float32{{1}, {2}, {3}}
	patch([]model.Head{{}}, [][][][]float32{{{{10}, {20}, {30}, {40}}}}, map[int]int{0: 0, 2: 3}).Output(0, 0, z)
	if z[0][0] != 10 || z[1][0] != 2 || z[2][0] != 40 {
		t.Errorf("became %v", z)
	}
}

func TestSharedTokens(t *testing.T) {
	a := data.Example{Tokens: data.Tokenize("The cat sat because it was tired.")}
	b := data.Example{Tokens: data.Tokenize("The cat sat because it had a flat tyre.")}
	if got, want := sharedTokens(&a, &b), (map[int]int{0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 7: 9}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := sharedTokens(&a, &a); len(got) != len(a.Tokens) {
		t.Errorf("of a text with itself %v", got)
	}
}
