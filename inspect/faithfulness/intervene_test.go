package faith

import (
	"math"
	"slices"
	"testing"

	"antecedent/data"
)

func pattern() [][]float32 {
	return [][]float32{{.5, .25, .25, 0}, {.1, .2, .3, .4}, {0, 0, 1, 0}, {.25, .25, .25, .25}}
}

func TestCut(t *testing.T) {
	p := pattern()
	change := cut([]Head{{1, 2}}, []int{0, 2}, data.Span{Start: 2, End: 4})
	change.Pattern(1, 2, p)
	want := pattern()
	want[0] = []float32{.5 / .75, .25 / .75, 0, 0}
	want[2] = []float32{0, 0, 0, 0} // had nothing else
	for i := range want {
		for j := range want[i] {
			if math.Abs(float64(p[i][j]-want[i][j])) > 1e-7 {
				t.Errorf("row %d is %v, want %v", i, p[i], want[i])
			}
		}
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	for name, change := range map[string]func(layer, head int, rows [][]float32){
		"cut":     cut([]Head{{1, 2}}, []int{0}, data.Span{Start: 1, End: 3}).Pattern,
		"level":   level([]Head{{1, 2}}).Pattern,
		"permute": permute([]Head{{1, 2}}, 7).Pattern,
		"zero":    zero([]Head{{1, 2}}).Output,
		"mean":    mean([]Head{{1, 2}}, nil, 0).Output,
		"patch":   patch([]Head{{1, 2}}, nil, []int{0}, []int{0}).Output,
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
	permute([]Head{{0, 0}}, 3).Pattern(0, 0, a)
	permute([]Head{{0, 0}}, 3).Pattern(0, 0, b)
	permute([]Head{{0, 0}}, 4).Pattern(0, 0, other)
	if !slices.EqualFunc(a, b, slices.Equal) {
		t.Errorf("the same draw gives %v and %v", a, b)
	}
	if slices.EqualFunc(a, other, slices.Equal) && slices.EqualFunc(a, pattern(), slices.Equal) {
		t.Error("nothing is permuted")
	}
	for i, row := range pattern() {
		slices.Sort(row)
		slices.Sort(a[i])
		if !slices.Equal(row, a[i]) {
			t.Errorf("row %d now has the weights %v, had %v", i, a[i], row)
		}
	}
}

func TestMeanIsOfPronounsAndOfOthers(t *testing.T) {
	h := Head{0, 1}
	averages := averagesOf([]Head{h}, 2, []mixed{
		{h: {{1, 0}, {3, 2}, {5, 4}}}, // the pronoun is token 1
		{h: {{9, 9}, {6, 0}}},         // and token 0
	}, []int{1, 0})
	if a := averages[h]; !slices.Equal(a.pronoun, []float32{6, 5.5}) || !slices.Equal(a.other, []float32{4, 4. / 3}) {
		t.Fatalf("averages are %v", a)
	}
	z := [][]float32{{7, 7}, {8, 8}}
	mean([]Head{h}, averages, 1).Output(0, 1, z)
	if !slices.Equal(z[0], averages[h].other) || !slices.Equal(z[1], averages[h].pronoun) {
		t.Errorf("became %v", z)
	}
}

func TestPatchTakesTheTwinsRows(t *testing.T) {
	h := Head{0, 0}
	z := [][]float32{{1}, {2}, {3}}
	patch([]Head{h}, mixed{h: {{10}, {20}, {30}, {40}}}, []int{0, 2}, []int{0, 3}).Output(0, 0, z)
	if z[0][0] != 10 || z[1][0] != 2 || z[2][0] != 40 {
		t.Errorf("became %v", z)
	}
}

func TestShared(t *testing.T) {
	a, b := data.Tokenize("The cat sat because it was tired."), data.Tokenize("The cat sat because it had a flat tyre.")
	rows, from := shared(a, b)
	if want := []int{0, 1, 2, 3, 4, 7}; !slices.Equal(rows, want) {
		t.Errorf("rows %v, want %v", rows, want)
	}
	if want := []int{0, 1, 2, 3, 4, 9}; !slices.Equal(from, want) {
		t.Errorf("from %v, want %v", from, want)
	}
	if rows, _ := shared(a, a); len(rows) != len(a) {
		t.Errorf("of a text with itself %d of %d", len(rows), len(a))
	}
}
