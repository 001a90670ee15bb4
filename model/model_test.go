package model

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func testModel(t *testing.T, change func(*Config)) *Model {
	t.Helper()
	c := Config{Vocabulary: testV, NgramBuckets: testG, Layers: 2, Heads: 3, Width: 15, Hidden: 17, Radius: 3}
	if change != nil {
		change(&c)
	}
	m, err := New(c, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range m.Parameters() { // move off the zeros that would hide a term
		for j, x := range normal(uint64(i), len(p.Data)) {
			p.Data[j] += x / 4
		}
	}
	return m
}

// one is example i of a batch as a batch of its own, padded to length.
func one(b Batch, i, length int) Batch {
	n := b.Lengths[i]
	s := Batch{
		Size: 1, Length: length, Words: make([]int, length), Ngrams: make([]int, length*MaxNgrams),
		Lengths: []int{n}, Pronouns: []int{b.Pronouns[i]}, Targets: make([]float32, length+1),
	}
	copy(s.Words, b.Words[i*b.Length:][:n])
	copy(s.Ngrams, b.Ngrams[i*b.Length*MaxNgrams:][:n*MaxNgrams])
	row := b.Targets[i*(b.Length+1):]
	copy(s.Targets, row[:n])
	s.Targets[length] = row[b.Length]
	return s
}

func TestBatchOfManyEqualsManyBatchesOfOne(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(5, testT, testV, testG)
	out, err := m.Inspect(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	pointer := slices.Clone(out.Pointer)
	for i := range b.Size {
		for _, length := range []int{b.Lengths[i], testT, testT + 6} { // padding changes nothing, to the bit
			r, err := m.Resolve(one(b, i, length), nil)
			if err != nil {
				t.Fatal(err)
			}
			row := pointer[i*(testT+1) : (i+1)*(testT+1)]
			if !slices.Equal(r.Pointer, row[:b.Lengths[i]]) || r.None != row[testT] {
				t.Errorf("example %d padded to %d: %v %v, in the batch %v", i, length, r.Pointer, r.None, row)
			}
		}
	}
}

func TestPatternsAreDistributionsOverRealTokens(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(5, testT, testV, testG)
	out, err := m.Inspect(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	for l, pattern := range out.Patterns {
		for i := range b.Size * 3 * testT {
			row := pattern[i*testT : (i+1)*testT]
			n := b.Lengths[i/(3*testT)]
			want := 1.0
			if i%testT >= n {
				want = 0
			}
			checkDistribution(t, row[:n], want)
			if slices.ContainsFunc(row[n:], func(w float32) bool { return w != 0 }) {
				t.Errorf("layer %d, row %d: weight on padding: %v", l, i, row)
			}
		}
	}
	for i := range b.Size {
		checkDistribution(t, out.Pointer[i*(testT+1):(i+1)*(testT+1)], 1)
	}
}

func checkDistribution(t *testing.T, row []float32, want float64) {
	t.Helper()
	var sum float64
	for _, w := range row {
		if w < 0 {
			t.Errorf("negative weight in %v", row)
		}
		sum += float64(w)
	}
	if math.Abs(sum-want) > 1e-5 {
		t.Errorf("weights %v sum to %v, want %v", row, sum, want)
	}
}

func TestPatternIsTheSoftmaxOfItsScores(t *testing.T) {
	m := testModel(t, nil)
	r, err := m.Resolve(one(testBatch(1, testT, testV, testG), 0, testT+2), nil)
	if err != nil {
		t.Fatal(err)
	}
	for l := range r.Scores {
		for h := range r.Scores[l] {
			for i, scores := range r.Scores[l][h] {
				var sum float64
				for _, s := range scores {
					sum += math.Exp(float64(s))
				}
				for j, s := range scores {
					if want, got := math.Exp(float64(s))/sum, r.Patterns[l][h][i][j]; math.Abs(want-float64(got)) > 1e-6 {
						t.Fatalf("layer %d head %d (%d,%d): weight %v, softmax of the score %v", l, h, i, j, got, want)
					}
				}
			}
		}
	}
}

// Without the bias for distance the model sees a bag of words: a permutation of
// the tokens permutes the answer.
func TestPermutationWithoutPositions(t *testing.T) {
	m := testModel(t, func(c *Config) { c.NgramBuckets = 0 })
	for _, p := range m.Parameters() {
		if strings.HasSuffix(p.Name, "position") {
			clear(p.Data)
		}
	}
	b := one(testBatch(1, testT, testV, 0), 0, testT)
	r, err := m.Resolve(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(b.Words)
	b.Pronouns[0] = testT - 1 - b.Pronouns[0]
	turned, err := m.Resolve(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Pointer {
		if d := math.Abs(float64(r.Pointer[i] - turned.Pointer[testT-1-i])); d > 1e-5 {
			t.Errorf("token %d: %v, in reversed order %v", i, r.Pointer[i], turned.Pointer[testT-1-i])
		}
	}
}

// With no layers the pointer sees the pronoun and the token alone: the other
// words cannot matter. With one they do.
func TestContextNeedsALayer(t *testing.T) {
	for layers, want := range []bool{false, true} {
		m := testModel(t, func(c *Config) { c.Layers = layers; c.NgramBuckets = 0 })
		b := one(testBatch(1, testT, testV, 0), 0, testT)
		ratio := func(word int) float32 {
			b.Words[testT-1] = word
			r, err := m.Resolve(b, nil)
			if err != nil {
				t.Fatal(err)
			}
			return r.Pointer[0] / r.Pointer[1]
		}
		if changed := math.Abs(float64(ratio(1)-ratio(2))) > 1e-4; changed != want {
			t.Errorf("with %d layers, another word changed the choice: %v, want %v", layers, changed, want)
		}
	}
}

func TestUniformInterventionLevelsEveryRow(t *testing.T) {
	m := testModel(t, nil)
	b := one(testBatch(1, testT, testV, testG), 0, testT+1)
	before, err := m.Resolve(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Resolve(b, Uniform)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Patterns[1][2] {
		for _, w := range row {
			if w != 1.0/testT {
				t.Fatalf("uniform weights %v", row)
			}
		}
	}
	if slices.Equal(before.Pointer, r.Pointer) {
		t.Error("uniform attention left the pointer as it was: the intervention came too late")
	}
	after, err := m.Resolve(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(before.Pointer, after.Pointer) {
		t.Error("the intervention outlived its call")
	}
}

// A head's output is its pattern times its values, and an intervention may
// replace it.
func TestInterventionOnOutputs(t *testing.T) {
	m := testModel(t, nil)
	b := one(testBatch(1, testT, testV, testG), 0, testT+1)
	before, err := m.Resolve(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range before.Patterns[1][2] {
		for k := range before.Values[1][2][0] {
			var sum float64
			for j, w := range row {
				sum += float64(w) * float64(before.Values[1][2][j][k])
			}
			if got := float64(before.Mixed[1][2][i][k]); math.Abs(got-sum) > 1e-5 {
				t.Fatalf("output (%d,%d) is %v, pattern·values %v", i, k, got, sum)
			}
		}
	}
	off := &Intervention{Output: func(layer, head int, z [][]float32) {
		if layer == 1 && head == 2 {
			for _, row := range z {
				clear(row)
			}
		}
	}}
	after, err := m.Resolve(b, off)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(before.Pointer, after.Pointer) || after.Mixed[1][2][0][0] != 0 {
		t.Error("switching a head off changed nothing")
	}
}

func TestSameStepSameBits(t *testing.T) {
	b := testBatch(5, testT, testV, testG)
	run := func(step int) (float64, [][]float32) {
		m := testModel(t, nil)
		loss, gradients, err := m.Gradients(b, Dropout{Rate: 0.2, Seed: 9, Step: step})
		if err != nil {
			t.Fatal(err)
		}
		return loss, clone2(gradients)
	}
	loss, gradients := run(4)
	again, same := run(4)
	if loss != again || !slices.EqualFunc(gradients, same, slices.Equal[[]float32]) {
		t.Error("the same step gave other bits")
	}
	if other, _ := run(5); other == loss {
		t.Error("another step drew the same dropout mask")
	}
}

// A step on the gradient lowers the loss and a step leaves other batches'
// results to the bit: graphs of several shapes share the weights.
func TestGraphsShareWeights(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(3, testT, testV, testG)
	before, gradients, err := m.Gradients(b, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	small := one(b, 0, testT)
	r, err := m.Resolve(small, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range m.Parameters() {
		for j := range p.Data {
			p.Data[j] -= 0.01 * gradients[i][j]
		}
	}
	m.Changed()
	after, _, err := m.Gradients(b, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	if after >= before {
		t.Errorf("loss %v after a step down its gradient, %v before", after, before)
	}
	moved, err := m.Resolve(small, nil)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(r.Pointer, moved.Pointer) {
		t.Error("the inference graph did not see the new weights")
	}
}

func TestBadBatchesAreErrors(t *testing.T) {
	m := testModel(t, nil)
	for name, spoil := range map[string]func(b *Batch){
		"outside the vocabulary": func(b *Batch) { b.Words[3] = testV },
		"word id -1":             func(b *Batch) { b.Words[0] = -1 },
		"in a batch of length":   func(b *Batch) { b.Lengths[0] = testT + 1 },
		"the pronoun":            func(b *Batch) { b.Pronouns[1] = b.Lengths[1] },
		"do not fit":             func(b *Batch) { b.Words = b.Words[1:] },
		"buckets":                func(b *Batch) { b.Ngrams[0] = testG },
		"lacks the n-grams":      func(b *Batch) { b.Ngrams = nil },
		"target on padding":      func(b *Batch) { b.Targets[1*(testT+1)+testT-1] = 1 },
		"0 examples":             func(b *Batch) { b.Size = 0 },
		"labelled":               func(b *Batch) { clear(b.Targets) },
	} {
		b := testBatch(2, testT, testV, testG)
		spoil(&b)
		if _, _, err := m.Gradients(b, Dropout{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, _, err := m.Gradients(testBatch(2, testT, testV, testG), Dropout{Rate: 1}); err == nil {
		t.Error("a dropout rate of 1 was accepted")
	}
}

func TestConfigProblemsAreReportedTogether(t *testing.T) {
	_, err := New(Config{Vocabulary: 0, Heads: 4, Width: 10, Layers: -1, Hidden: 1}, 1)
	for _, want := range []string{"vocabulary", "-1 layers", "not a multiple"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not mention %q", err, want)
		}
	}
}

func TestSetParametersRefusesWhatDoesNotFit(t *testing.T) {
	m, other := testModel(t, nil), testModel(t, func(c *Config) { c.Layers = 1 })
	for want, weights := range map[string][]Parameter{
		"lack layer.1.norm1.gain":   other.Parameters(),
		"embed.word has shape":      testModel(t, func(c *Config) { c.Vocabulary++ }).Parameters(),
		"which this model does not": append(slices.Clone(m.Parameters()), Parameter{Name: "extra"}),
	} {
		if err := m.SetParameters(weights); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
