package inspect

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"

	"github.com/rivo/uniseg"
)

func mapped(t *testing.T, list []resolver.Answer, layer, head int, s layout.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMap(&b, list, layer, head, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMapGolden(t *testing.T) {
	a := lessonAnswer()
	r := rand.New(rand.NewPCG(7, 8))
	for i := range a.Example.Tokens {
		if i != a.Example.Pronoun.Start {
			a.Resolution.Patterns[1][1][i] = randomRow(r, len(a.Example.Tokens), 4)
		}
	}
	list := []resolver.Answer{a}
	golden(t, "map-ascii-60", mapped(t, list, 1, 1, layout.Style{Width: 60}))
	golden(t, "map-utf8-60", mapped(t, list, 1, 1, layout.Style{Width: 60, Unicode: true}))
	golden(t, "map-utf8-80", mapped(t, list, 1, 1, layout.Style{Width: 80, Unicode: true}))
	golden(t, "map-utf8-120", mapped(t, list, 1, 1, layout.Style{Width: 120, Unicode: true}))
	golden(t, "map-truecolor-80", mapped(t, list, 1, 1, layout.Style{Width: 80, Unicode: true, Colors: layout.TrueColor}))
}

// Every weight is shown once, in its row, and the rows add up to 100 but for
// what rounding took or gave, however many blocks there are.
func TestMapShowsEveryWeight(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, n := range []int{1, 3, 40, 200} {
		// Words that tell where they stand, so that each row is known by its own.
		words := []string{"it"}
		for i := 1; i < n; i++ {
			words = append(words, "w"+strconv.Itoa(i))
		}
		text := strings.Join(words, " ")
		list := randomAnswers(r, data.FromText(text), 1, 1)
		for i := range n {
			list[0].Resolution.Patterns[0][0][i] = randomRow(r, n, 6)
		}
		for _, width := range []int{24, 60, 137} {
			out := mapped(t, list, 0, 0, layout.Style{Width: width})
			shown, sums := map[string]int{}, map[string]int{}
			for _, line := range strings.Split(out, "\n") {
				if got := uniseg.StringWidth(line); got > width {
					t.Fatalf("%d cells at width %d: %q", got, width, line)
				}
				fields := strings.Fields(line)
				if len(fields) < 2 || !strings.HasPrefix(line, " "+fields[0]) || strings.Contains(line, "  it w1 ") {
					continue
				}
				for _, f := range fields[1:] {
					if f == "?" || f == "^" || f == "?^" {
						continue
					}
					w, err := strconv.Atoi(f)
					if err != nil && f != "." {
						t.Fatalf("%q in %q", f, line)
					}
					shown[fields[0]]++
					sums[fields[0]] += w
				}
			}
			for _, word := range words {
				if shown[word] != n {
					t.Fatalf("%d tokens, width %d: row %s shows %d weights\n%s", n, width, word, shown[word], out)
				}
				if off := sums[word] - 100; 2*off > n || 2*off < -n {
					t.Errorf("%d tokens: row %s adds up to %d", n, word, sums[word])
				}
			}
		}
	}
}

func TestMapRefuses(t *testing.T) {
	list := []resolver.Answer{lessonAnswer()}
	for _, c := range [][2]int{{2, 0}, {0, 4}, {-1, 0}, {0, -1}} {
		if err := WriteMap(&bytes.Buffer{}, list, c[0], c[1], layout.Style{}); err == nil || !strings.Contains(err.Error(), "no head") {
			t.Errorf("%v: %v", c, err)
		}
	}
	if err := WriteMap(&bytes.Buffer{}, nil, 0, 0, layout.Style{}); err == nil {
		t.Error("a map of nothing was drawn")
	}
	list[0].Resolution.Patterns[1][2][3] = nil
	if err := WriteMap(&bytes.Buffer{}, list, 1, 2, layout.Style{}); err == nil {
		t.Error("a map with a missing row was drawn")
	}
	if err := WriteMap(&full{30}, []resolver.Answer{lessonAnswer()}, 0, 0, layout.Style{}); !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
}
