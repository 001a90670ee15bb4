package model

import (
	"encoding/json"
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
	m.Update(func(parameters []Parameter) { // move off the zeros that would hide a term
		for i, p := range parameters {
			for j, x := range normal(uint64(i), len(p.Data)) {
				p.Data[j] += x / 4
			}
		}
	})
	return m
}

// one is pronoun i of a batch as a batch of its own, padded to length.
func one(b Batch, i, length int) Batch {
	text := b.Texts[i]
	n := b.Lengths[text]
	s := Batch{
		Size: 1, Length: length, Queries: 1, Words: make([]int, length), Ngrams: make([]int, length*MaxNgrams),
		Lengths: []int{n}, Texts: []int{0}, Pronouns: []int{b.Pronouns[i]}, Targets: make([]float32, length+1),
	}
	copy(s.Words, b.Words[text*b.Length:][:n])
	copy(s.Ngrams, b.Ngrams[text*b.Length*MaxNgrams:][:n*MaxNgrams])
	if e := len(b.Vectors) / (b.Size * b.Length); e > 0 {
		s.Vectors = make([]float32, length*e)
		copy(s.Vectors, b.Vectors[text*b.Length*e:][:n*e])
	}
	if b.Structure != nil {
		s.Structure = make([]uint64, length)
		copy(s.Structure, b.Structure[i*b.Length:][:n])
	}
	row := b.Targets[i*(b.Length+1):]
	copy(s.Targets, row[:n])
	s.Targets[length] = row[b.Length]
	return s
}

func traceOf(t *testing.T, m *Model, b Batch, change *Intervention) *Trace {
	t.Helper()
	trace, err := m.Trace(b, change)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// Neither the other texts of a batch, nor the other pronouns of a text, nor padding
// change an answer, to the bit.
func TestBatchOfManyEqualsManyBatchesOfOne(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(5, testT, testV, testG)
	pointer, err := m.Forward(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b.Queries {
		n := b.Lengths[b.Texts[i]]
		for _, length := range []int{n, testT, testT + 6} {
			r := traceOf(t, m, one(b, i, length), nil)
			row := pointer[i*(testT+1) : (i+1)*(testT+1)]
			if !slices.Equal(r.Pointer[0], row[:n]) || r.None[0] != row[testT] {
				t.Errorf("pronoun %d padded to %d: %v %v, in the batch %v", i, length, r.Pointer, r.None, row)
			}
		}
	}
}

// The gradient of a batch with several pronouns a text is that of the same
// pronouns each in a copy of the text.
func TestPronounsOfOneTextShareItsGradient(t *testing.T) {
	m := testModel(t, nil)
	shared := testBatch(1, testT, testV, testG)
	apart := shared
	apart.Size, apart.Texts = 2, []int{0, 1}
	apart.Words, apart.Ngrams, apart.Lengths = slices.Repeat(shared.Words, 2), slices.Repeat(shared.Ngrams, 2), slices.Repeat(shared.Lengths, 2)
	loss, gradients, err := m.Gradients(shared, Share{}, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	gradients = clone2(gradients)
	want, wantGradients, err := m.Gradients(apart, Share{}, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(loss-want) > 1e-6 {
		t.Errorf("loss %v, apart %v", loss, want)
	}
	for i, p := range m.Parameters() {
		wide := make([]float64, len(wantGradients[i]))
		for j, x := range wantGradients[i] {
			wide[j] = float64(x)
		}
		if strings.HasSuffix(p.Name, "b_K") {
			continue // 0 but for rounding: a bias on all keys cancels in the softmax
		}
		if e := relativeError(gradients[i], wide); e > 1e-5 {
			t.Errorf("gradient of %s differs by %.1e of its size", p.Name, e)
		}
	}
}

func TestPatternsAreDistributionsOverRealTokens(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(5, testT, testV, testG)
	err := m.Inspect(b, nil, func(out Output) {
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
		for i := range b.Queries {
			checkDistribution(t, out.Pointer[i*(testT+1):(i+1)*(testT+1)], 1)
		}
	})
	if err != nil {
		t.Fatal(err)
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

// Without the bias for distance the model sees a bag of words: a permutation of
// the tokens permutes the answer.
func TestPermutationWithoutPositions(t *testing.T) {
	m := testModel(t, func(c *Config) { c.NgramBuckets = 0 })
	m.Update(func(parameters []Parameter) {
		for _, p := range parameters {
			if strings.HasSuffix(p.Name, "position") {
				clear(p.Data)
			}
		}
	})
	b := one(testBatch(1, testT, testV, 0), 0, testT)
	r := traceOf(t, m, b, nil)
	slices.Reverse(b.Words)
	b.Pronouns[0] = testT - 1 - b.Pronouns[0]
	turned := traceOf(t, m, b, nil)
	for i := range r.Pointer[0] {
		if d := math.Abs(float64(r.Pointer[0][i] - turned.Pointer[0][testT-1-i])); d > 1e-5 {
			t.Errorf("token %d: %v, in reversed order %v", i, r.Pointer[0][i], turned.Pointer[0][testT-1-i])
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
			r := traceOf(t, m, b, nil)
			return r.Pointer[0][0] / r.Pointer[0][1]
		}
		if changed := math.Abs(float64(ratio(1)-ratio(2))) > 1e-4; changed != want {
			t.Errorf("with %d layers, another word changed the choice: %v, want %v", layers, changed, want)
		}
	}
}

func TestUniformInterventionLevelsEveryRow(t *testing.T) {
	m := testModel(t, nil)
	b := one(testBatch(1, testT, testV, testG), 0, testT+1)
	before := traceOf(t, m, b, nil)
	r := traceOf(t, m, b, Uniform)
	for _, row := range r.Patterns[1][2] {
		for _, w := range row {
			if w != 1.0/testT {
				t.Fatalf("uniform weights %v", row)
			}
		}
	}
	if slices.Equal(before.Pointer[0], r.Pointer[0]) {
		t.Error("uniform attention left the pointer as it was: the intervention came too late")
	}
	after := traceOf(t, m, b, nil)
	if !slices.Equal(before.Pointer[0], after.Pointer[0]) {
		t.Error("the intervention outlived its call")
	}
}

func TestInterventionOnOutputs(t *testing.T) {
	m := testModel(t, nil)
	b := one(testBatch(1, testT, testV, testG), 0, testT+1)
	before := traceOf(t, m, b, nil)
	off := &Intervention{Output: func(layer, head int, z [][]float32) {
		if layer == 1 && head == 2 {
			for _, row := range z {
				clear(row)
			}
		}
	}}
	after := traceOf(t, m, b, off)
	if slices.Equal(before.Pointer[0], after.Pointer[0]) || after.Mixed[1][2][0][0] != 0 {
		t.Error("switching a head off changed nothing")
	}
}

func TestSameStepSameBits(t *testing.T) {
	b := testBatch(5, testT, testV, testG)
	run := func(step int) (float64, [][]float32) {
		m := testModel(t, nil)
		loss, gradients, err := m.Gradients(b, Share{}, Dropout{Rate: 0.2, Seed: 9, Step: step})
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
	before, gradients, err := m.Gradients(b, Share{}, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	small := one(b, 0, testT)
	r := traceOf(t, m, small, nil)
	m.Update(func(parameters []Parameter) {
		for i, p := range parameters {
			for j := range p.Data {
				p.Data[j] -= 0.01 * gradients[i][j]
			}
		}
	})
	after, _, err := m.Gradients(b, Share{}, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	if after >= before {
		t.Errorf("loss %v after a step down its gradient, %v before", after, before)
	}
	moved := traceOf(t, m, small, nil)
	if slices.Equal(r.Pointer[0], moved.Pointer[0]) {
		t.Error("the inference graph did not see the new weights")
	}
}

func TestBadBatchesAreErrors(t *testing.T) {
	m := testModel(t, nil)
	for name, spoil := range map[string]func(b *Batch){
		"outside the vocabulary": func(b *Batch) { b.Words[3] = testV },
		"word id -1":             func(b *Batch) { b.Words[0] = -1 },
		"in a batch of length":   func(b *Batch) { b.Lengths[0] = testT + 1 },
		"pronoun 1 is at token":  func(b *Batch) { b.Pronouns[1] = testT },
		"pronoun 1 is in text":   func(b *Batch) { b.Texts[1] = 2 },
		"out of range or order":  func(b *Batch) { b.Texts[0], b.Pronouns[0] = 1, 0 },
		"do not fit":             func(b *Batch) { b.Words = b.Words[1:] },
		"buckets":                func(b *Batch) { b.Ngrams[0] = testG },
		"lacks the n-grams":      func(b *Batch) { b.Ngrams = nil },
		"target on padding":      func(b *Batch) { b.Targets[2*(testT+1)+testT-1] = 1 },
		"0 texts":                func(b *Batch) { b.Size = 0 },
		"labelled":               func(b *Batch) { clear(b.Targets) },
	} {
		b := testBatch(2, testT, testV, testG)
		spoil(&b)
		if _, _, err := m.Gradients(b, Share{}, Dropout{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, _, err := m.Gradients(testBatch(2, testT, testV, testG), Share{}, Dropout{Rate: 1}); err == nil {
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

func configJSON(t *testing.T, c Config) []byte {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestRestoreRefusesWhatDoesNotFit(t *testing.T) {
	m, other := testModel(t, nil), testModel(t, func(c *Config) { c.Layers = 1 })
	config := configJSON(t, m.Config())
	short := slices.Clone(m.Parameters())
	short[0].Data = short[0].Data[1:]
	for want, weights := range map[string][]Parameter{
		"lack layer.1.norm1.gain":            other.Parameters(),
		"embed.word has shape":               testModel(t, func(c *Config) { c.Vocabulary++ }).Parameters(),
		"embed.word has shape [11 15] and 1": short,
		"which config.json does not":         append(slices.Clone(m.Parameters()), Parameter{Name: "extra"}),
	} {
		if _, err := Restore(config, weights); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	// A damaged configuration must not take memory before it is compared with the weights.
	for _, damage := range []func(*Config){
		func(c *Config) { c.Layers = 1 << 50 },
		func(c *Config) { c.Vocabulary = 1 << 50 },
		func(c *Config) { c.Width = 3 << 50 },
		func(c *Config) { c.Radius = 1 << 50 },
	} {
		c := m.Config()
		damage(&c)
		if _, err := Restore(configJSON(t, c), m.Parameters()); err == nil {
			t.Errorf("%+v was accepted", c)
		}
	}
}

func TestRestoredModelIsTheSame(t *testing.T) {
	m := testModel(t, nil)
	restored, err := Restore(configJSON(t, m.Config()), m.Parameters())
	if err != nil {
		t.Fatal(err)
	}
	b := testBatch(3, testT, testV, testG)
	want, err := m.Forward(b)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(func(parameters []Parameter) { clear(parameters[0].Data) }) // the weights were copied
	if got, err := restored.Forward(b); err != nil || !slices.Equal(got, want) {
		t.Errorf("error %v, or another answer", err)
	}
}

// An Update that panics has written some weights: they count.
func TestUpdateDropsPackedWeights(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(3, testT, testV, testG)
	before, err := m.Forward(b)
	if err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { recover() }()
		m.Update(func(parameters []Parameter) {
			for _, p := range parameters {
				if p.Name == "layer.0.mlp.W_1" {
					clear(p.Data)
				}
			}
			panic("stop")
		})
	}()
	if after, err := m.Forward(b); err != nil || slices.Equal(before, after) {
		t.Errorf("error %v, or the answer of the old weights", err)
	}
}

// Memory of the backward pass alternates between layers. The gradients of a deep
// model, with dropout everywhere, are those by differences of its loss along
// each parameter's gradient.
func TestGradientsOfManyLayers(t *testing.T) {
	m := testModel(t, func(c *Config) { c.Layers = 5 })
	b := testBatch(3, testT, testV, testG)
	drop := Dropout{Rate: 0.2, Seed: 4, Step: 2}
	lossOf := func() float64 {
		loss, _, err := m.Gradients(b, Share{}, drop)
		if err != nil {
			t.Fatal(err)
		}
		return loss
	}
	_, gradients, err := m.Gradients(b, Share{}, drop)
	if err != nil {
		t.Fatal(err)
	}
	gradients = clone2(gradients)
	for i, p := range m.Parameters() {
		var square float64
		for _, g := range gradients[i] {
			square += float64(g) * float64(g)
		}
		norm := math.Sqrt(square)
		if norm < 1e-4 {
			continue // b_K: 0 but for rounding
		}
		move := func(by float64) float64 {
			was := slices.Clone(p.Data)
			m.Update(func(parameters []Parameter) {
				for j, g := range gradients[i] {
					parameters[i].Data[j] += float32(by * float64(g) / norm)
				}
			})
			loss := lossOf()
			copy(p.Data, was)
			return loss
		}
		const h = 1e-2
		got := (8*(move(h)-move(-h)) - (move(2*h) - move(-2*h))) / (12 * h)
		if math.Abs(got-norm) > 0.01*norm+1e-3 {
			t.Errorf("the gradient of %s has norm %.5f, the slope of the loss along it is %.5f", p.Name, norm, got)
		}
	}
}

// An intervention is not called for the rows that only fill a batch.
func TestInterventionSkipsPaddingTexts(t *testing.T) {
	m := testModel(t, nil)
	b := testBatch(2, testT, testV, testG)
	b.Lengths[0] = 0
	b.Texts, b.Pronouns = []int{0, 1, 1}, []int{0, 1, 3}
	clear(b.Targets)
	first := &Intervention{
		Pattern: func(_, _ int, pattern [][]float32) { pattern[0][0] = 1 },
		Output:  func(_, _ int, z [][]float32) { z[0][0] = 0 },
	}
	if err := m.Inspect(b, first, func(Output) {}); err != nil {
		t.Error(err)
	}
}
