//go:build soak

package train

import "testing"

// TestSoakSteady trains 20,000 steps with 400 saves and 200 evaluations.
func TestSoakSteady(t *testing.T) { steady(t, 20_000, 2_000) }
