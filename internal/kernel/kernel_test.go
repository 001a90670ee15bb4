package kernel

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// sizes are those around the ends of vectors, tiles and panels.
var sizes = []int{0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 130}

// every runs a test for each implementation that this machine has.
func every(t *testing.T, test func(t *testing.T)) {
	for _, im := range implementations() {
		t.Run(im.name, func(t *testing.T) {
			use(t, im)
			test(t)
		})
	}
}

// use activates an implementation until the test ends.
func use(t testing.TB, im *implementation) {
	before := active
	active = im
	t.Cleanup(func() { active = before })
}

const (
	canaries = 64
	canary   = float32(-1.25e30)
)

// guard returns all[lo:hi]. The test fails if a number outside has changed when it
// ends.
func guard(t testing.TB, all []float32, lo, hi int) []float32 {
	for i := range all {
		all[i] = canary
	}
	t.Cleanup(func() {
		for i, x := range all {
			if (i < lo || i >= hi) && x != canary {
				t.Errorf("number %d outside of [%d,%d) was overwritten with %v", i, lo, hi, x)
				return
			}
		}
	})
	return all[lo:hi:hi]
}

// everySize runs a test for each implementation and length of slices. The longest
// reach all loops.
func everySize(t *testing.T, test func(t *testing.T, rng *rand.Rand, n int)) {
	every(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(9, 10))
		for _, n := range append(sizes, 255, 1000) {
			test(t, rng, n)
		}
	})
}

// numbers returns n guarded numbers from a normal distribution.
func numbers(t testing.TB, rng *rand.Rand, n int) []float32 {
	x := guarded(t, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// near fails the test unless got differs from want by at most tolerance, relative to
// want or to 1, whichever is greater.
func near(t testing.TB, got float32, want, tolerance float64, format string, args ...any) {
	t.Helper()
	if math.IsNaN(want) && got != got || float64(got) == want {
		return
	}
	if d := math.Abs(float64(got) - want); !(d <= tolerance*max(1, math.Abs(want))) {
		t.Fatalf(format+": got %v, want %v", append(args, got, want)...)
	}
}

// refuses fails the test unless a call panics.
func refuses(t *testing.T, name string, call func()) {
	t.Run(name, func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		call()
	})
}

// TestMain allows tests more workers than the machine has processors.
func TestMain(m *testing.M) {
	processors = max(processors, 8)
	os.Exit(m.Run())
}
