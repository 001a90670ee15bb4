package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"antecedent/bench/workload"
)

// measureShares measures what it costs one process to cut a batch into shares.
func measureShares(ctx context.Context, workloads, shares string, rounds, steps int) error {
	list, err := parseWorkloads(workloads)
	if err != nil {
		return err
	}
	counts, err := parsePowers("shares", shares)
	if err != nil {
		return err
	}
	debug.SetGCPercent(20) // as cmd/train does
	fmt.Print(heading(rounds), "Milliseconds of a step by the number of shares of a batch, and the median over the rounds of the time relative to ", counts[0], ".\n\n| |")
	for _, n := range counts {
		fmt.Printf(" %d |", n)
	}
	fmt.Print("\n|---|", strings.Repeat("---|", len(counts)), "\n")
	for _, w := range list {
		if w.Batch%counts[len(counts)-1] != 0 {
			return fmt.Errorf("--shares %s: a batch of %s has %d texts", shares, w.Name, w.Batch)
		}
		progress(0, rounds, w.Name)
		seconds, err := alternate(ctx, w, counts, rounds, stepsOf(w, steps))
		if err != nil {
			return err
		}
		progress(0, 0, "")
		fmt.Printf("| %s |", w.Name)
		for k := range counts {
			ratios := make([]float64, rounds)
			for round := range ratios {
				ratios[round] = seconds[k][round] / seconds[0][round]
			}
			fmt.Printf(" %.1f (%.2f) |", 1e3*median(seconds[k]), median(ratios))
		}
		fmt.Println()
	}
	return nil
}

// alternate trains a workload once for each number of shares, in turns of some steps: while
// one trains, the others wait. It returns the time of a step by shares and round, without
// the first of each turn, which finds the caches full of what the others used.
func alternate(ctx context.Context, w workload.Workload, counts []int, rounds, steps int) ([][]float64, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	turns := make([]chan struct{}, len(counts))
	for i := range turns {
		turns[i] = make(chan struct{}, 1)
	}
	seconds, errs := make([][]float64, len(counts)), make([]error, len(counts))
	var all sync.WaitGroup
	for i, n := range counts {
		all.Go(func() {
			next := turns[(i+1)%len(turns)]
			<-turns[i]
			defer func() { next <- struct{}{} }()
			w := w
			w.Shares = n
			var began time.Time
			step, turn := 0, 1+steps
			errs[i] = w.Train(ctx, (1+rounds)*turn, func() {
				switch step++; step % turn {
				case 1:
					began = time.Now()
				case 0:
					if step > turn { // the first turn builds graphs
						seconds[i] = append(seconds[i], time.Since(began).Seconds()/float64(steps))
					}
					if step < (1+rounds)*turn {
						next <- struct{}{}
						<-turns[i]
					}
				}
			})
			if errs[i] != nil {
				stop()
			}
		})
	}
	turns[0] <- struct{}{}
	all.Wait()
	for _, err := range append(errs, ctx.Err()) {
		if err != nil {
			return nil, err
		}
	}
	return seconds, nil
}

// progress says on standard error what is measured; nothing clears the line.
func progress(round, rounds int, what string) {
	if what == "" {
		fmt.Fprintf(os.Stderr, "\r%60s\r", "")
		return
	}
	fmt.Fprintf(os.Stderr, "\r%-60s", fmt.Sprintf("round %d of %d: %s", round+1, rounds, what))
}
