package main

import (
	"context"
	"errors"
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

// measureHere runs a workload in this process, which does nothing else, so that
// its peak memory is the workload's.
func measureHere(ctx context.Context, mode, what string, duration time.Duration) error {
	w, err := workload.ByName(what)
	if err != nil {
		return err
	}
	debug.SetGCPercent(20) // as cmd/train does
	var times []time.Duration
	switch mode {
	case "train":
		times, err = trainTimes(ctx, w, duration)
	case "infer":
		times, err = inferTimes(w, duration)
	default:
		err = fmt.Errorf("cannot measure %q here", mode)
	}
	if err != nil {
		return err
	}
	return printJSON(measurement{MS: median(times).Seconds() * 1e3, RSS: peakRSS()})
}

// warm is how many steps are not measured: they build graphs and fill caches.
const warm = 5

// trainTimes measures from step to step of a run that is stopped when its time
// is up.
func trainTimes(ctx context.Context, w workload.Workload, duration time.Duration) ([]time.Duration, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var times []time.Duration
	var last, end time.Time
	step := 0
	err := w.Train(ctx, 1<<20, func() {
		now := time.Now()
		if step++; step == warm {
			end = now.Add(duration)
		} else if step > warm {
			times = append(times, now.Sub(last))
			if now.After(end) && len(times) >= 5 {
				stop()
			}
		}
		last = now
	})
	return times, err
}

func inferTimes(w workload.Workload, duration time.Duration) ([]time.Duration, error) {
	infer, err := w.Infer()
	if err != nil {
		return nil, err
	}
	var times []time.Duration
	var end time.Time
	for i := 0; i < warm+5 || time.Now().Before(end); i++ {
		if i == warm {
			end = time.Now().Add(duration)
		}
		start := time.Now()
		if err := infer(); err != nil {
			return nil, err
		}
		if i >= warm {
			times = append(times, time.Since(start))
		}
	}
	return times, nil
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

// peakRSS is the greatest memory that this process held, in MB.
func peakRSS() float64 {
	kb, err := statusKB(os.ReadFile("/proc/self/status"))
	if err != nil {
		return 0 // not Linux
	}
	return kb / 1024
}

// statusKB finds the line VmHWM of a process's status.
func statusKB(status []byte, err error) (float64, error) {
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
		}
	}
	return 0, errors.New("no VmHWM")
}
