//go:build soak

package checkpoints

import (
	"os"
	"strconv"
	"testing"
	"time"
)

func TestSoakTwoFaults(t *testing.T)      { twoFaults(t, 1000) }
func TestSoakPeriodicFaults(t *testing.T) { periodicFaults(t, 60) }

// TestSoakRandomFaults draws from a new seed each time; SOAK_SEED=N repeats one.
func TestSoakRandomFaults(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("SOAK_SEED"), 10, 64); err == nil {
		seed = n
	}
	randomFaults(t, seed, 100, 200, time.Minute)
}
