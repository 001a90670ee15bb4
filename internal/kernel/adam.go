package kernel

import "math"

// AdamW is one step of the optimizer: the numbers that are the same for all weights.
type AdamW struct {
	Beta1, Beta2 float32 // decay of the first and second moment
	Epsilon      float32
	Rate         float32 // learning rate of this step
	Decay        float32 // decoupled weight decay: w loses Rate·Decay·w
	Step         int     // t, from 1; corrects the bias of the moments towards 0
	GradScale    float32 // multiplies the gradient, for clipping by global norm
}

// Update updates the weights w and the moments m and v of their gradient g in place
// (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019):
//
//	g = gradScale·g
//	m = β₁·m + (1−β₁)·g        v = β₂·v + (1−β₂)·g²
//	w = w − rate·( m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε) + decay·w )
func (u AdamW) Update(w, g, m, v []float32) {
	correct1 := float32(1 / (1 - math.Pow(float64(u.Beta1), float64(u.Step))))
	correct2 := float32(1 / (1 - math.Pow(float64(u.Beta2), float64(u.Step))))
	active.adam(w, g[:len(w)], m[:len(w)], v[:len(w)],
		u.Beta1, 1-u.Beta1, u.Beta2, 1-u.Beta2, u.GradScale, correct1, correct2, u.Epsilon, u.Rate, u.Decay)
}

func adam(w, g, m, v []float32, beta1, fresh1, beta2, fresh2, gradScale, correct1, correct2, epsilon, rate, decay float32) {
	for i := range w {
		gi := g[i] * gradScale
		m[i] = beta1*m[i] + fresh1*gi
		v[i] = beta2*v[i] + fresh2*gi*gi
		root := float32(math.Sqrt(float64(v[i] * correct2)))
		w[i] -= rate * (m[i]*correct1/(root+epsilon) + decay*w[i])
	}
}
