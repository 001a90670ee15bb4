package model

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

// cut returns share i of a batch of texts with one pronoun each, in n shares.
func cut(b Batch, c Config, i, n int) Batch {
	size := b.Size / n
	part := func(rows int) (lo, hi int) { return i * size * rows, (i + 1) * size * rows }
	s := Batch{Size: size, Length: b.Length, Queries: size}
	lo, hi := part(1)
	s.Lengths, s.Pronouns = b.Lengths[lo:hi], b.Pronouns[lo:hi]
	for k := range size {
		s.Texts = append(s.Texts, k)
	}
	lo, hi = part(b.Length)
	s.Words = b.Words[lo:hi]
	if c.Structure > 0 {
		s.Structure = b.Structure[lo:hi]
	}
	lo, hi = part(b.Length * MaxNgrams)
	s.Ngrams = b.Ngrams[lo:hi]
	lo, hi = part(b.Length * c.Vectors)
	s.Vectors = b.Vectors[lo:hi]
	lo, hi = part(b.Length + 1)
	s.Targets = b.Targets[lo:hi]
	return s
}

// onePronounEach is a batch of texts with one pronoun each, whose last two have none
// that is labelled.
func onePronounEach(c Config) Batch {
	b := testBatch(8, testT, testV, testG)
	b.Queries = b.Size
	b.Texts, b.Pronouns, b.Targets = b.Texts[:b.Size], b.Pronouns[:b.Size], b.Targets[:b.Size*(b.Length+1)]
	for i := range b.Texts {
		b.Texts[i], b.Pronouns[i] = i, b.Lengths[i]-1
	}
	clear(b.Targets[6*(b.Length+1):])
	return withInputs(b, c)
}

func TestSharesAddUpToTheBatch(t *testing.T) {
	for _, n := range []int{1, 2, 4, 8} {
		for _, rate := range []float64{0, 0.3} {
			m := testModel(t, nil)
			b, d := onePronounEach(m.Config()), Dropout{Rate: rate, Seed: 3, Step: 7}
			loss, whole, err := m.Gradients(b, Share{}, d)
			if err != nil {
				t.Fatal(err)
			}
			whole = clone2(whole)
			sum := make([][]float32, len(whole))
			for i := range sum {
				sum[i] = make([]float32, len(whole[i]))
			}
			for i := range n {
				part, gradients, err := m.Gradients(cut(b, m.Config(), i, n), Share{Index: i, Labelled: b.labelled()}, d)
				if err != nil {
					t.Fatal(err)
				}
				loss -= part
				for k, g := range gradients {
					for j, x := range g {
						sum[k][j] += x
					}
				}
			}
			if math.Abs(loss) > 1e-5 {
				t.Errorf("%d shares, dropout %v: the losses add up to %v less", n, rate, loss)
			}
			for k, p := range m.Parameters() {
				greatest := max(slices.Max(whole[k]), -slices.Min(whole[k]))
				for j := range whole[k] {
					if e := math.Abs(float64(sum[k][j] - whole[k][j])); e > 2e-5*max(1, float64(greatest)) {
						t.Fatalf("%d shares, dropout %v: %s[%d] adds up to %v, not %v", n, rate, p.Name, j, sum[k][j], whole[k][j])
					}
				}
			}
		}
	}
}

func TestSharesThatAreWrong(t *testing.T) {
	m := testModel(t, nil)
	b := onePronounEach(m.Config())
	none := cut(b, m.Config(), 3, 4) // without a label
	for want, c := range map[string]struct {
		b Batch
		s Share
	}{
		"share -1 of a batch": {b, Share{Index: -1}},
		"more than the 5 of":  {b, Share{Labelled: 5}},
		"no example of the":   {none, Share{}},
	} {
		if _, _, err := m.Gradients(c.b, c.s, Dropout{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	loss, gradients, err := m.Gradients(none, Share{Index: 3, Labelled: 6}, Dropout{})
	if err != nil || loss != 0 {
		t.Fatal(loss, err)
	}
	for i, p := range m.Parameters() {
		if slices.ContainsFunc(gradients[i], func(x float32) bool { return x != 0 }) {
			t.Errorf("%s has a gradient without a label", p.Name)
		}
	}
}

// Sessions of one model and of several build their graphs and compute gradients at once.
func TestSessionsTogether(t *testing.T) {
	m := testModel(t, nil)
	b := onePronounEach(m.Config())
	start := make(chan struct{})
	gradients := make([][][]float32, 4)
	var group sync.WaitGroup
	for k := range gradients {
		own := m
		if k%2 == 1 {
			own = testModel(t, nil)
		}
		session := own.NewSession()
		group.Go(func() {
			<-start
			_, got, err := session.Gradients(b, Share{}, Dropout{})
			if err != nil {
				t.Error(err)
			}
			gradients[k] = got
		})
	}
	close(start)
	group.Wait()
	_, want, err := m.Gradients(b, Share{}, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	for k, got := range gradients {
		for i, p := range m.Parameters() {
			if !slices.Equal(got[i], want[i]) {
				t.Errorf("session %d has another gradient of %s than the model by itself", k, p.Name)
			}
		}
	}
}
