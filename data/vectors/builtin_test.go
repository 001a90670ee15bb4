package vectors_test

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestBuiltin(t *testing.T) {
	table := builtin(t)
	if table.Len() != 46_001 || table.Width() != 100 {
		t.Fatalf("%d rows of width %d, want 46,001 of 100", table.Len(), table.Width())
	}
	if !slices.Equal(table.Words()[:4], []string{"", "the", ",", "."}) {
		t.Errorf("the table begins with %q; the most frequent words should come first", table.Words()[:4])
	}
	for i := 1; i < table.Len(); i++ {
		var sum float64
		for _, x := range table.Vector(i) {
			sum += float64(x) * float64(x)
		}
		if norm := math.Sqrt(sum); math.Abs(norm-10) > .05 {
			t.Fatalf("%q has the norm %g, want 10", table.Words()[i], norm)
		}
	}
	for _, word := range strings.Fields(`you he him his himself she her hers herself it its itself they them their theirs
		who whose which that this the an every of in to because although but and or if when would could not
		. , ; : ! ? " ' ( ) - animal street tired wide phone sink guinea-pig John Mary clara Dr. Mrs.
		trophy suitcase barking crunchy`) {
		if _, ok := table.ID(word); !ok {
			t.Errorf("%q has no vector", word)
		}
	}
}

func TestBuiltinNeighbours(t *testing.T) {
	table := builtin(t)
	for word, want := range map[string]string{
		"dog": "dogs cat puppy pet", "tired": "bored weary exhausted", "tuesday": "monday wednesday thursday friday",
		"doctor": "physician doctors nurse", "mary": "anne elizabeth margaret", "ran": "went running run",
	} {
		id, _ := table.ID(word)
		type neighbour struct {
			word  string
			score float64
		}
		var all []neighbour
		for i := 1; i < table.Len(); i++ {
			if i == id {
				continue
			}
			var dot int
			w := table.Values()[i*100 : (i+1)*100]
			for e, x := range table.Values()[id*100 : (id+1)*100] {
				dot += int(x) * int(w[e])
			}
			score := float64(dot) * float64(table.Scales()[i])
			all = append(all, neighbour{table.Words()[i], score})
		}
		slices.SortFunc(all, func(a, b neighbour) int {
			switch {
			case a.score > b.score:
				return -1
			case a.score < b.score:
				return 1
			}
			return 0
		})
		var nearest []string
		for _, n := range all[:10] {
			nearest = append(nearest, n.word)
		}
		found := 0
		for _, w := range strings.Fields(want) {
			if slices.Contains(nearest, w) {
				found++
			}
		}
		if found < 2 {
			t.Errorf("the nearest to %q are %q, want among them most of %s", word, nearest, want)
		}
	}
}
