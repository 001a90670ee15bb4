//go:build soak

package soak_test

import (
	"slices"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// TestSoakFleet is the long form of TestFleet: the runs by the numbers of processes that
// TestFleet leaves out, then signals at random moments, for a minute where SOAK_MINUTES is
// not set.
func TestSoakFleet(t *testing.T) {
	list, bin := launchers(t), testenv.Commands(t, "-tags", "mpi")
	t.Run("trained", func(t *testing.T) {
		runs := slices.Clone(fleetRuns)
		for i, r := range fleetRuns {
			sizesTCP := []int{2, 4, 8}
			if r.name == "default" {
				sizesTCP = []int{2}
			}
			runs[i].sizes, runs[i].sizesTCP = leftOut([]int{1, 2, 4, 8}, r.sizes), leftOut(sizesTCP, r.sizesTCP)
		}
		trainFleets(t, &trial{bin: bin}, list, runs)
	})
	t.Run("harmed", func(t *testing.T) {
		needProc(t)
		share, seed := soakShare()
		t.Logf("SOAK_SEED=%d", seed)
		limit := time.Duration(share * float64(60*time.Second))
		harmedFleets(t, &trial{bin, seeded(seed), max(1, int(400*share)), time.Now().Add(limit)}, list)
	})
}

// leftOut returns the elements of a list that another does not have.
func leftOut(list, other []int) []int {
	return slices.DeleteFunc(list, func(n int) bool { return slices.Contains(other, n) })
}
