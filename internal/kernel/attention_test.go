package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
)

// A hand-computed case: with zero queries every score is the bias for the
// distance alone. Biases ln 1, ln 2, ln 3 for −1, 0, +1 and clipped beyond.
func TestAttentionExactly(t *testing.T) {
	const n = 3
	ln := func(x float64) float32 { return float32(math.Log(x)) }
	a := &Attention{Texts: 1, Length: n, Width: 2, Heads: 1, Radius: 1, Scale: 0.5, Pattern: make([]float32, n*n), Scores: make([]float32, n*n)}
	qkv := []float32{
		0, 0, 1, 2, 8, 0,
		0, 0, 3, 4, 0, 8,
		0, 0, 5, 6, 16, 16,
	}
	z := make([]float32, n*2)
	a.Forward(z, qkv, []float32{ln(1), ln(2), ln(3)}, []int{n})
	check := func(what string, got, want []float32) {
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-5 {
				t.Errorf("%s = %v, want %v", what, got, want)
				return
			}
		}
	}
	check("scores", a.Scores, []float32{ln(2), ln(3), ln(3), ln(1), ln(2), ln(3), ln(1), ln(1), ln(2)})
	check("pattern", a.Pattern, []float32{2. / 8, 3. / 8, 3. / 8, 1. / 6, 2. / 6, 3. / 6, 1. / 4, 1. / 4, 2. / 4})
	check("z", z, []float32{2 + 6, 3 + 6, 8./6 + 8, 16./6 + 8, 2 + 8, 2 + 8})
}

// attentionCase is one head of one text of n tokens with K = 64.
type attentionCase struct {
	*Attention
	qkv, z, dz, dqkv              []float32
	position, dposition, partials []float32
}

func newAttentionCase(n int, keep bool) *attentionCase {
	const k = 64
	a := &Attention{Texts: 1, Length: n, Width: k, Heads: 1, Radius: 32, Scale: float32(1 / math.Sqrt(k))}
	if keep {
		a.Pattern = make([]float32, a.PatternSize())
	}
	normal := func(seed uint64, n int) []float32 {
		draw := rand.New(rand.NewPCG(seed, 0))
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(draw.NormFloat64())
		}
		return x
	}
	return &attentionCase{
		Attention: a, qkv: normal(1, n*3*k), z: make([]float32, n*k), dz: normal(2, n*k), dqkv: make([]float32, n*3*k),
		position: normal(3, 65), dposition: make([]float32, 65), partials: make([]float32, a.SharesSize()),
	}
}

func (c *attentionCase) run() {
	c.Forward(c.z, c.qkv, c.position, []int{c.Length})
	c.Backward(c.dqkv, c.dposition, c.partials, c.dz, c.qkv)
}

// Blocks, partitions and computing the pattern again must not change the result.
func TestAttentionBlocksChangeNothing(t *testing.T) {
	for _, n := range []int{1, queryBlock - 1, queryBlock, queryBlock + 1, 2*queryBlock + 1, 300} {
		kept, recomputed := newAttentionCase(n, true), newAttentionCase(n, false)
		kept.run()
		recomputed.run()
		if !slices.Equal(kept.z, recomputed.z) || !slices.Equal(kept.dqkv, recomputed.dqkv) || !slices.Equal(kept.dposition, recomputed.dposition) {
			t.Errorf("n = %d: recomputed attention has other bits than kept", n)
		}
		// The whole text as one block.
		whole := newAttentionCase(n, true)
		whole.lengths = []int{n}
		whole.spreadDistance(whole.position)
		x, g := whole.head(whole.qkv, whole.dz, 0), whole.head(whole.dqkv, whole.dz, 0)
		pattern := whole.square(whole.Pattern, 0)
		attend(x.q, Pack(x.k.T()), 0, x.distance, whole.Scale, pattern, pattern)
		Multiply(Dense(whole.z, n, 64), pattern, x.v, Epilogue{})
		attendBackward(g.q, g.k, g.v, false, make([]float32, 2*n-1), x.z, x.q, x.k, Pack(x.v.T()), 0, pattern, Dense(make([]float32, n*n), n, n), whole.Scale)
		for name, pair := range map[string][2][]float32{"z": {kept.z, whole.z}, "dqkv": {kept.dqkv, whole.dqkv}} {
			var difference, size float64
			for i, want := range pair[1] {
				d := float64(pair[0][i] - want)
				difference, size = difference+d*d, size+float64(want)*float64(want)
			}
			if e := math.Sqrt(difference / size); e > 2e-6 {
				t.Errorf("n = %d: %s in blocks differs by %.1e of its size", n, name, e)
			}
		}
	}
}

// naiveAttention is one head of one text in float64: output (n,K), gradients of
// queries, keys and values (n,K), and of the bias of each distance (2R+1).
func naiveAttention(q, k, v, dz [][]float64, position []float64, radius int, scale float64) (z, dq, dk, dv [][]float64, dposition []float64) {
	zeros := func() [][]float64 {
		m := make([][]float64, len(q))
		for i := range m {
			m[i] = make([]float64, len(q[i]))
		}
		return m
	}
	z, dq, dk, dv, dposition = zeros(), zeros(), zeros(), zeros(), make([]float64, 2*radius+1)
	for i := range q {
		weights, gradients := make([]float64, len(k)), make([]float64, len(k))
		var sum, mean float64
		for j := range k {
			for c := range q[i] {
				weights[j] += q[i][c] * k[j][c] * scale
				gradients[j] += dz[i][c] * v[j][c]
			}
			weights[j] = math.Exp(weights[j] + position[max(-radius, min(radius, j-i))+radius])
			sum += weights[j]
		}
		for j := range k {
			weights[j] /= sum
			mean += weights[j] * gradients[j]
		}
		for j := range k {
			d := weights[j] * (gradients[j] - mean)
			dposition[max(-radius, min(radius, j-i))+radius] += d
			for c := range q[i] {
				z[i][c] += weights[j] * v[j][c]
				dv[j][c] += weights[j] * dz[i][c]
				dq[i][c] += d * k[j][c] * scale
				dk[j][c] += d * q[i][c] * scale
			}
		}
	}
	return z, dq, dk, dv, dposition
}

// Several texts and heads, with padding, empty texts, and partitions without a
// query: every number of the results is written, and is that of a naive
// computation, whether the pattern is kept or not, and whatever ran before.
func TestAttentionOfABatch(t *testing.T) {
	const texts, heads, k, radius, scale = 3, 2, 5, 4, 0.4
	const d = heads * k
	normal := func(seed uint64, n int) []float32 {
		draw, x := rand.New(rand.NewPCG(seed, 7)), make([]float32, n)
		for i := range x {
			x[i] = float32(draw.NormFloat64())
		}
		return x
	}
	for _, length := range []int{1, 7, 2*queryBlock + 3} {
		for mode := range 3 {
			a := &Attention{Texts: texts, Length: length, Width: d, Heads: heads, Radius: radius, Scale: scale}
			switch mode {
			case 1:
				a.Pattern = make([]float32, a.PatternSize())
			case 2:
				a.Pattern, a.Scores = make([]float32, texts*heads*length*length), make([]float32, texts*heads*length*length)
			}
			qkv, dz, position := normal(1, texts*length*3*d), normal(2, texts*length*d), normal(3, (2*radius+1)*heads)
			z, dqkv, dposition, shares := make([]float32, len(dz)), make([]float32, len(qkv)), make([]float32, len(position)), make([]float32, a.SharesSize())
			for _, lengths := range [][]int{{length, length, length}, {length, 0, 1}, {(length + 1) / 2, length, 0}} {
				for _, x := range [][]float32{z, dqkv, dposition, shares} {
					for i := range x {
						x[i] = float32(math.NaN())
					}
				}
				a.Forward(z, qkv, position, lengths)
				a.Backward(dqkv, dposition, shares, dz, qkv)
				wantPosition := make([]float64, len(position))
				at := fmt.Sprintf("T = %d, lengths %v, mode %d", length, lengths, mode)
				for i := range texts * heads {
					text, head := i/heads, i%heads
					part := func(x []float32, width, left, n int) [][]float64 {
						rows := make([][]float64, n)
						for r := range rows {
							for c := range k {
								rows[r] = append(rows[r], float64(x[(text*length+r)*width+left+head*k+c]))
							}
						}
						return rows
					}
					n := lengths[text]
					bias := make([]float64, 2*radius+1)
					for r := range bias {
						bias[r] = float64(position[r*heads+head])
					}
					wantZ, wantQ, wantK, wantV, wantP := naiveAttention(part(qkv, 3*d, 0, n), part(qkv, 3*d, d, n), part(qkv, 3*d, 2*d, n), part(dz, d, 0, n), bias, radius, scale)
					for r, p := range wantP {
						wantPosition[r*heads+head] += p
					}
					nearRows(t, at+" z", part(z, d, 0, length), wantZ)
					for c, want := range [][][]float64{wantQ, wantK, wantV} {
						nearRows(t, fmt.Sprint(at, " dqkv ", c), part(dqkv, 3*d, c*d, length), want)
					}
				}
				for i, want := range wantPosition {
					if e := math.Abs(float64(dposition[i]) - want); !(e < 1e-3) {
						t.Errorf("%s: dposition[%d] = %v, want %v", at, i, dposition[i], want)
					}
				}
			}
		}
	}
}

// nearRows compares rows; those beyond want must be 0.
func nearRows(t *testing.T, what string, got, want [][]float64) {
	t.Helper()
	for i, row := range got {
		for j, x := range row {
			y := 0.0
			if i < len(want) {
				y = want[i][j]
			}
			if !(math.Abs(x-y) < 1e-4) || i >= len(want) && x != 0 {
				t.Fatalf("%s: (%d,%d) is %v, want %v", what, i, j, x, y)
			}
		}
	}
}

// scratchBytes is the memory that attention needs beside its operands and
// results while it runs on the given number of processors.
func (c *attentionCase) scratchBytes(processors int) int {
	packed := 2 * c.headWidth() * (c.Length + 32) // keys and values; panels are filled up to their width
	weights := 2 * c.blockQueries() * c.stride()
	floats := 2*c.Length - 1 + len(c.Pattern) + len(c.partials) + processors*(weights+packed)
	return floats * int(unsafe.Sizeof(float32(0)))
}

func TestAttentionScratchGrowsWithLengthNotItsSquare(t *testing.T) {
	per := func(c *attentionCase, n int) float64 { return float64(c.scratchBytes(2)) / float64(n) }
	long := per(newTrainingCase(8192), 8192)
	if short := per(newAttentionCase(512, false), 512); long > 1.1*short {
		t.Errorf("%.0f bytes a token at 512 tokens, %.0f at 8192", short, long)
	}
	for n := 128; n < 8192; n *= 2 { // where the pattern is kept, it costs no more than the rest
		if short := per(newTrainingCase(n), n); short > 2*long {
			t.Errorf("%.0f bytes a token at %d tokens, %.0f at 8192", short, n, long)
		}
	}
}

// newTrainingCase is a head as training has it.
func newTrainingCase(n int) *attentionCase {
	return newAttentionCase(n, newAttentionCase(n, false).KeepsPattern())
}

func BenchmarkAttention(b *testing.B) {
	for _, n := range []int{128, 256, 512, 1024, 2048, 4096, 8192} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			c := newTrainingCase(n)
			for b.Loop() {
				c.run()
			}
			b.ReportMetric(float64(c.scratchBytes(2)), "scratch-B")
		})
	}
}
