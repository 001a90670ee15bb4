//go:build soak

package cmd_test

import (
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestSoakFleet is the long form of TestFleet: all of the runs by all
// numbers of processes, then signals at random moments, for a minute where SOAK_MINUTES
// is not set.
func TestSoakFleet(t *testing.T) {
	list, bin := launchers(t), buildFleet(t)
	t.Run("trained", func(t *testing.T) {
		runs := slices.Clone(fleetRuns)
		for i := range runs {
			runs[i].sizes, runs[i].sizesTCP = []int{1, 2, 4, 8}, []int{2, 4, 8}
			if runs[i].name == "default" {
				runs[i].sizesTCP = []int{2}
			}
		}
		trainFleets(t, &trial{bin: bin}, list, runs)
	})
	t.Run("harmed", func(t *testing.T) {
		needProc(t)
		share, seed := 1.0, uint64(time.Now().UnixNano())
		if minutes, err := strconv.ParseFloat(os.Getenv("SOAK_MINUTES"), 64); err == nil {
			share = minutes / 8
		}
		if n, err := strconv.ParseUint(os.Getenv("SOAK_SEED"), 10, 64); err == nil {
			seed = n
		}
		t.Logf("SOAK_SEED=%d", seed)
		limit := time.Duration(share * float64(60*time.Second))
		harmedFleets(t, &trial{bin, seeded(seed), max(1, int(400*share)), time.Now().Add(limit)}, list)
	})
}
