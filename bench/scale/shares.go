package main

import (
	"context"
	"fmt"
	"os"
	"strings"
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
	p, err := newPrograms(ctx, false)
	if err != nil {
		return err
	}
	defer p.close()
	seconds := make([][][]float64, len(list)) // by workload, shares and round
	for i := range list {
		seconds[i] = make([][]float64, len(counts))
	}
	for round := range rounds {
		for i, w := range list {
			for k, n := range counts {
				progress(round, rounds, fmt.Sprintf("%s, %d shares", w.Name, n))
				m, err := p.run(ctx, launch{workload: w.Name, steps: stepsOf(w, steps), shares: n})
				if err != nil {
					return err
				}
				seconds[i][k] = append(seconds[i][k], m.Seconds)
			}
		}
	}
	progress(0, 0, "")
	fmt.Print(heading(rounds), "Milliseconds of a step by the number of shares of a batch, and the time relative to ", counts[0], ".\n\n| |")
	for _, n := range counts {
		fmt.Printf(" %d |", n)
	}
	fmt.Print("\n|---|", strings.Repeat("---|", len(counts)), "\n")
	for i, w := range list {
		fmt.Printf("| %s |", w.Name)
		for k := range counts {
			fmt.Printf(" %.1f (%.2f) |", 1e3*median(seconds[i][k]), median(seconds[i][k])/median(seconds[i][0]))
		}
		fmt.Println()
	}
	return nil
}

// progress says on standard error what is measured; nothing clears the line.
func progress(round, rounds int, what string) {
	if what == "" {
		fmt.Fprintf(os.Stderr, "\r%60s\r", "")
		return
	}
	fmt.Fprintf(os.Stderr, "\r%-60s", fmt.Sprintf("round %d of %d: %s", round+1, rounds, what))
}
