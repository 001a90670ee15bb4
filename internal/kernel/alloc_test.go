//go:build !race

// The race detector allocates, and empties pools.

package kernel

import "testing"

func TestAllocations(t *testing.T) {
	piece := func(int) {}
	a, dst := Dense(make([]float32, 200*200), 200, 200), Dense(make([]float32, 200*200), 200, 200)
	small, packed := a.Slice(0, 24, 0, 24), Pack(a)
	for name, call := range map[string]func(){
		"Parallel":            func() { Parallel(16, piece) },
		"MultiplyParallel":    func() { MultiplyParallel(dst, a, a.T(), Epilogue{}) },
		"MultiplyPacked":      func() { MultiplyPacked(dst, a, packed, Epilogue{}) },
		"Multiply":            func() { Multiply(dst, a, a, Epilogue{Bias: a.Row(0)}) },
		"Multiply transposed": func() { Multiply(dst, a, a.T(), Epilogue{}) },
		"Multiply small":      func() { Multiply(dst.Slice(0, 24, 0, 24), small, small, Epilogue{}) },
	} {
		if n := testing.AllocsPerRun(100, call); n >= 1 { // a collection may empty a pool now and then
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
