package train

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"antecedent/model"
)

// Two steps of AdamW with clipping, computed here in float64 from the formula.
func TestAdamAgainstTheFormula(t *testing.T) {
	weights := []float64{0.5, -1, 2}
	gradients := [][]float64{{3, 0, -4}, {0.1, 0.2, 0.2}} // norms 5 and 0.3
	const rate, decay, clip = 0.01, 0.1, 1.0
	p := model.Parameter{Name: "x.W_1", Shape: []int{3}, Data: []float32{0.5, -1, 2}}
	a := newAdam([]model.Parameter{p}, decay, clip)
	m, v := make([]float64, 3), make([]float64, 3)
	for step, g := range gradients {
		var norm float64
		narrow := make([]float32, 3)
		for i, x := range g {
			norm += x * x
			narrow[i] = float32(x)
		}
		norm = math.Sqrt(norm)
		for i, x := range g {
			x /= max(1, norm/clip)
			m[i] = beta1*m[i] + (1-beta1)*x
			v[i] = beta2*v[i] + (1-beta2)*x*x
			mHat, vHat := m[i]/(1-math.Pow(beta1, float64(step+1))), v[i]/(1-math.Pow(beta2, float64(step+1)))
			weights[i] -= rate * (mHat/(math.Sqrt(vHat)+epsilon) + decay*weights[i])
		}
		if got := a.step([]model.Parameter{p}, [][]float32{narrow}, rate); math.Abs(got-norm) > 1e-6 {
			t.Errorf("norm %v, want %v", got, norm)
		}
	}
	for i, w := range weights {
		if math.Abs(float64(p.Data[i])-w) > 1e-6 {
			t.Errorf("weight %d is %v, want %v", i, p.Data[i], w)
		}
	}
}

// The update of many weights, and the norm of their gradient, are those of one
// processor.
func TestAdamOnAnyNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	const n = 5*pieceSize + 1
	gradient := make([]float32, n)
	for i := range gradient {
		gradient[i] = float32(math.Sin(float64(i * i)))
	}
	var weights []float32
	var norm float64
	for _, processors := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(processors)
		p := model.Parameter{Name: "x.W_1", Shape: []int{n}, Data: slices.Clone(gradient)}
		a := newAdam([]model.Parameter{p}, 0.1, 1)
		got := a.step([]model.Parameter{p}, [][]float32{gradient}, 0.01)
		if weights == nil {
			weights, norm = p.Data, got
		}
		if got != norm || !slices.Equal(p.Data, weights) {
			t.Errorf("on %d processors the step differs from that on 1", processors)
		}
	}
}

func TestOnlyMatricesDecay(t *testing.T) {
	for name, want := range map[string]bool{
		"layer.0.attention.W_Q": true, "layer.1.mlp.W_2": true, "pointer.W_K": true,
		"embed.word": false, "layer.0.attention.b_Q": false, "layer.0.norm1.gain": false, "layer.0.attention.position": false,
	} {
		p := model.Parameter{Name: name, Shape: []int{1}, Data: []float32{1}}
		newAdam([]model.Parameter{p}, 0.5, 0).step([]model.Parameter{p}, [][]float32{{0}}, 0.1)
		if decayed := p.Data[0] != 1; decayed != want {
			t.Errorf("%s decayed: %v", name, decayed)
		}
	}
}

func TestInfiniteGradientChangesNothing(t *testing.T) {
	p := model.Parameter{Name: "w", Shape: []int{1}, Data: []float32{1}}
	a := newAdam([]model.Parameter{p}, 0, 1)
	if norm := a.step([]model.Parameter{p}, [][]float32{{float32(math.Inf(1))}}, 0.1); !math.IsInf(norm, 1) || p.Data[0] != 1 || a.steps != 0 {
		t.Errorf("norm %v, weight %v, steps %d", norm, p.Data[0], a.steps)
	}
}

func TestLearningRateRisesThenFalls(t *testing.T) {
	c := Config{Steps: 100, Warmup: 10, LR: 2}
	for step, want := range map[int]float64{1: 0.2, 5: 1, 10: 2} {
		if got := c.rate(step); math.Abs(got-want) > 1e-12 {
			t.Errorf("rate(%d) = %v, want %v", step, got, want)
		}
	}
	for step := 11; step <= 100; step++ {
		if c.rate(step) >= c.rate(step-1) || c.rate(step) <= 0 {
			t.Errorf("rate(%d) = %v after %v", step, c.rate(step), c.rate(step-1))
		}
	}
}
