//go:build !unix

package kernel

import "testing"

// guarded returns n numbers between canaries.
func guarded(t testing.TB, n int) []float32 {
	return guard(t, make([]float32, n+2*canaries), canaries, canaries+n)
}
