//go:build !unix

package kernel

import "testing"

// fenced is a slice of n numbers between canaries.
func fenced(t testing.TB, n int) []float32 {
	return guard(t, make([]float32, n+2*canaries), canaries, canaries+n)
}
