//go:build soak

package cmd_test

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// TestSoak is the long form of TestKillsAndFaults; see soaks.
func TestSoak(t *testing.T) {
	bin := build(t)
	share, seed := 1.0, uint64(time.Now().UnixNano())
	if minutes, err := strconv.ParseFloat(os.Getenv("SOAK_MINUTES"), 64); err == nil {
		share = minutes / 8
	}
	if n, err := strconv.ParseUint(os.Getenv("SOAK_SEED"), 10, 64); err == nil {
		seed = n
	}
	for _, s := range soaks {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			t.Logf("SOAK_SEED=%d", seed)
			limit := time.Duration(share * float64(s.limit))
			s.run(t, &trial{bin, seeded(seed), max(1, int(share*float64(s.long))), time.Now().Add(limit)})
		})
	}
}
