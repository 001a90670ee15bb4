//go:build soak

package damage_test

import (
	"math"
	"os"
	"strconv"
	"testing"
)

// TestSoakBytes tries every mutation of every byte of every file, or of a part of the
// bytes, another for each mutation, where SOAK_MINUTES is less than 8.
func TestSoakBytes(t *testing.T) {
	p := plan{rare: 200}
	if minutes, err := strconv.ParseFloat(os.Getenv("SOAK_MINUTES"), 64); err == nil && minutes > 0 {
		p.stride = int(math.Ceil(8 / minutes))
	}
	tryBytes(t, p)
}
