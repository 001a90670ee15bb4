//go:build soak

package soak_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// TestSoak is the long form of TestKillsAndFaults; see soaks.
func TestSoak(t *testing.T) {
	bin := testenv.Commands(t)
	share, seed := soakShare()
	for _, s := range soaks {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			t.Logf("SOAK_SEED=%d", seed)
			limit := time.Duration(share * float64(s.limit))
			s.run(t, &trial{bin, seeded(seed), max(1, int(share*float64(s.long))), time.Now().Add(limit)})
		})
	}
}

// soakShare reads which share of its usual time a soak test takes, from SOAK_MINUTES, and
// what seeds it, from SOAK_SEED or else from the clock.
func soakShare() (share float64, seed uint64) {
	share, seed = 1, uint64(time.Now().UnixNano())
	if minutes, err := strconv.ParseFloat(os.Getenv("SOAK_MINUTES"), 64); err == nil {
		share = minutes / 8
	}
	if n, err := strconv.ParseUint(os.Getenv("SOAK_SEED"), 10, 64); err == nil {
		seed = n
	}
	return share, seed
}
