// Package soak_test trains by the built commands, in one process and in several, kills
// them, fills their disks and cuts their links, and compares what becomes of each run with
// one to which nothing happened: every file must have the same bytes. Each test has a
// short form, and a long one behind the tag soak.
package soak_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// soaks harm runs of the built commands, each in another way, and compare what becomes of
// them with a run to which nothing happened: every file must have the same bytes.
//
// TestKillsAndFaults repeats each of them a few times. TestSoak does so in earnest:
//
//	go test -tags soak -run Soak ./...
//
// takes less than ten minutes on two cores, and -v shows the figures. SOAK_MINUTES, 8 where
// it is not set, scales how often and how long each is repeated (for more than 9 give go
// test a -timeout), and SOAK_SEED=N draws again what another execution drew, which logs its
// seed. What needs strace, or root to mount file systems, is skipped without them.
var soaks = []soak{
	{"killed at random moments", 6, 2000, 190 * time.Second, killedAtRandom},
	{"killed and failing at system calls", 12, 4000, 180 * time.Second, harmedAtCalls},
	{"on full disks", 8, 160, 120 * time.Second, onFullDisks},
	{"interrupted", 2, 100, 90 * time.Second, interrupted},
	{"read while it trains", 30, 900, 150 * time.Second, readWhileTraining},
}

// A soak is repeated short times in the short form, and in the long form long times, or
// until its time is up.
type soak struct {
	name        string
	short, long int
	limit       time.Duration
	run         func(*testing.T, *trial)
}

// A trial is one execution of a soak.
type trial struct {
	bin    string // has the built commands
	random *rand.Rand
	times  int
	until  time.Time // zero: no limit
}

// TestKillsAndFaults is the short form of TestSoak.
func TestKillsAndFaults(t *testing.T) {
	bin := testenv.Commands(t)
	for _, s := range soaks {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.run(t, &trial{bin: bin, random: seeded(1), times: s.short})
		})
	}
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// rounds counts how often to repeat what is tried, from 0. It ends with the first failure.
func (s *trial) rounds(t *testing.T) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range s.times {
			if t.Failed() || !s.until.IsZero() && time.Now().After(s.until) || !yield(i) {
				return
			}
		}
	}
}

// moment is a random time of at most d.
func (s *trial) moment(d time.Duration) time.Duration {
	return time.Duration(s.random.Int64N(int64(d) + 1))
}

// figures logs what was done, where nothing failed.
func figures(t *testing.T, began time.Time, format string, args ...any) {
	t.Helper()
	if !t.Failed() {
		t.Logf("in %.0f s: %s", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
	}
}
