package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"antecedent/bench/workload"
	"antecedent/internal/kernel"
)

// measureHere runs a workload in this process, which does nothing else, so that its
// peak memory is the workload's, and prints the measurement as JSON.
func measureHere(ctx context.Context, mode, what string, duration time.Duration) error {
	w, err := workload.ByName(what)
	if err != nil {
		return err
	}
	debug.SetGCPercent(20) // as cmd/train does
	s := stopwatch{duration: duration}
	switch mode {
	case "train":
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		err = w.Train(ctx, 1<<20, func() {
			if s.tick() {
				stop()
			}
		})
	case "infer":
		var infer func() error
		if infer, err = w.Infer(); err != nil {
			return err
		}
		for err == nil && !s.tick() {
			err = infer()
		}
	default:
		err = fmt.Errorf("cannot measure %q here", mode)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(measurement{MS: median(s.times).Seconds() * 1e3, RSS: peakRSS()})
}

// warm is how many ticks pass before times count: the first steps build graphs and
// fill caches.
const warm = 5

// A stopwatch collects the times from one tick to the next.
type stopwatch struct {
	duration  time.Duration
	times     []time.Duration
	ticks     int
	last, end time.Time
}

// tick reports whether the duration is over and there are at least five times.
func (s *stopwatch) tick() (done bool) {
	now := time.Now()
	if s.ticks++; s.ticks == warm {
		s.end = now.Add(s.duration)
	} else if s.ticks > warm {
		s.times = append(s.times, now.Sub(s.last))
	}
	s.last = now
	return len(s.times) >= 5 && now.After(s.end)
}

// measurePeak is the speed of our own matrix product on all processors, in
// GFLOP/s, at a size where nothing else limits it: the floor of the table rests
// on it. It takes the best of many tries, as a peak is meant to be: a shared
// machine may run two virtual processors on one for a second.
func measurePeak() float64 {
	const n = 512
	m := func() kernel.Matrix {
		data := make([]float32, n*n)
		for i := range data { // memory never written to is one and the same page
			data[i] = 1
		}
		return kernel.Dense(data, n, n)
	}
	a, b, c := m(), m(), m()
	best := time.Hour
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); {
		start := time.Now()
		kernel.MultiplyParallel(c, a, b, kernel.Epilogue{})
		best = min(best, time.Since(start))
	}
	return 2 * n * n * n / best.Seconds() / 1e9
}

func median[T ~float64 | ~int64](xs []T) T {
	if len(xs) == 0 {
		return 0
	}
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// peakRSS is the greatest memory that this process held, in MB; 0 where it is not
// known.
func peakRSS() float64 {
	kb, _ := strconv.ParseFloat(strings.TrimSuffix(procField("/proc/self/status", "VmHWM"), " kB"), 64)
	return kb / 1024
}

// procField returns the value of the first line "name: value" of a file under /proc,
// or nothing where there is none.
func procField(file, name string) string {
	raw, _ := os.ReadFile(file) // exists on Linux only
	for line := range strings.Lines(string(raw)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
