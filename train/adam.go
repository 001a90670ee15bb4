package train

import (
	"math"
	"strings"

	"antecedent/internal/kernel"
	"antecedent/model"
)

// adamW is AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
// 2019), whose state can be saved. gorgonia's solvers do not export theirs, so a
// run with them could not be resumed exactly.
//
// The formula is that of [kernel.AdamW]. Weight decay applies to the matrices that
// are multiplied with activations; gains, biases, embeddings and the bias for
// distance do not decay.
type adamW struct {
	decay   float64
	clip    float64
	steps   int       // taken
	moments []moments // by parameter
	pieces  []piece   // of all parameters
	squares []float64 // the sum of squared gradients of each piece
}

// moments are the running means of a parameter's gradient and of its square.
type moments struct {
	name   string
	shape  []int
	first  []float32
	second []float32
	decays bool    // whether weight decay applies to the parameter
	rate   float64 // its learning rate, as a multiple of the run's
}

// structureRate is the multiple of the learning rate for the weights of the
// structural features. A weight that counts is of size 1 and more, and its feature is
// seldom set: at the rate of the matrices it would not get there within a run.
const structureRate = 5

// A piece is a part of a parameter, small enough to divide the work evenly.
type piece struct{ parameter, from, to int }

const pieceSize = 1 << 13

// pieces cuts parameters into pieces, in their order.
func pieces(parameters []model.Parameter) []piece {
	var list []piece
	for i, p := range parameters {
		for from := 0; from < len(p.Data); from += pieceSize {
			list = append(list, piece{i, from, min(from+pieceSize, len(p.Data))})
		}
	}
	return list
}

const (
	beta1   = 0.9
	beta2   = 0.98 // shorter memory than the usual 0.999: runs here last a few thousand steps
	epsilon = 1e-8
)

// newAdam makes an optimizer for these parameters, with moments of zero. Gradients
// are clipped to the global norm clip, 0 for no limit.
func newAdam(parameters []model.Parameter, weightDecay, clip float64) *adamW {
	a := &adamW{decay: weightDecay, clip: clip}
	for i, p := range parameters {
		a.moments = append(a.moments, moments{
			name: p.Name, shape: p.Shape,
			first: make([]float32, len(p.Data)), second: make([]float32, len(p.Data)),
			decays: strings.Contains(p.Name, ".W_") || p.Name == "embed.vector", rate: 1,
		})
		if isStructure(p.Name) {
			a.moments[i].rate = structureRate
		}
	}
	a.pieces = pieces(parameters)
	a.squares = make([]float64, len(a.pieces))
	return a
}

// step updates the parameters, given their gradients in the same order, and returns
// the gradient's global norm before clipping (Pascanu, Mikolov and Bengio, "On the
// difficulty of training recurrent neural networks", 2013). If the norm is not
// finite, it changes nothing. A parameter whose gradient is nil stays as it is.
func (a *adamW) step(parameters []model.Parameter, gradients [][]float32, rate float64) (norm float64) {
	kernel.Parallel(len(a.pieces), func(i int) {
		p := a.pieces[i]
		a.squares[i] = 0
		if g := gradients[p.parameter]; g != nil {
			a.squares[i] = kernel.SumSquares(g[p.from:p.to])
		}
	})
	for _, s := range a.squares { // in a fixed order, independent of scheduling
		norm += s
	}
	norm = math.Sqrt(norm)
	if !finite(norm) {
		return norm
	}
	scale := 1.0
	if a.clip > 0 && norm > a.clip {
		scale = a.clip / norm
	}
	a.steps++
	update := kernel.AdamW{
		Beta1: beta1, Beta2: beta2, Epsilon: epsilon,
		Rate: float32(rate), Step: a.steps, GradScale: float32(scale),
	}
	kernel.Parallel(len(a.pieces), func(i int) {
		p := a.pieces[i]
		m, u := &a.moments[p.parameter], update
		if gradients[p.parameter] == nil {
			return
		}
		u.Rate *= float32(m.rate)
		if m.decays {
			u.Decay = float32(a.decay)
		}
		u.Update(parameters[p.parameter].Data[p.from:p.to], gradients[p.parameter][p.from:p.to], m.first[p.from:p.to], m.second[p.from:p.to])
	})
	return norm
}
