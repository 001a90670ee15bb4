//go:build soak

package damage_test

import "testing"

// TestSoakBytes tries every mutation of every byte of every file.
func TestSoakBytes(t *testing.T) { tryBytes(t, plan{rare: 200}) }
