// Command compare measures this project against PyTorch on the same work, in
// alternating runs, and prints a table of ratios.
//
//	go run ./bench/compare [--rounds 5] [--seconds 2] [--only train,infer,attention,cold]
//
// PyTorch comes from Debian: apt-get install python3-torch libopenblas0-pthread.
// Without it the table has our figures alone. Each measurement is a process of
// its own; the rounds alternate ours, PyTorch tuned and PyTorch stock, so that
// what else the machine does falls on all alike, and the medians over the rounds
// are compared.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 5, "alternating rounds; the medians over them are compared")
	seconds := flag.Float64("seconds", 2, "seconds that each measurement of a round takes")
	only := flag.String("only", "train,infer,attention,cold", "what to measure")
	python := flag.String("python", "/usr/bin/python3", "the Python that has PyTorch")
	ours := flag.Bool("ours", false, "measure ours in this process and print it as JSON (used by the command itself)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *ours {
		err = measureHere(ctx, flag.Arg(0), flag.Arg(1), time.Duration(*seconds*float64(time.Second)))
	} else {
		err = compare(ctx, *rounds, *seconds, strings.Split(*only, ","), *python)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

// A task is one row of the table.
type task struct{ mode, what string }

// tasks are the rows, of the modes asked for.
func tasks(modes []string) ([]task, error) {
	all := map[string][]string{
		"train": {"R1", "R2", "R3"}, "infer": {"R1", "R2", "R3"},
		"attention": {"128", "512", "2048", "4096"}, "cold": {"R1"},
	}
	var list []task
	for _, mode := range modes {
		if all[mode] == nil {
			return nil, fmt.Errorf("--only: %q is none of train, infer, attention and cold", mode)
		}
		for _, what := range all[mode] {
			list = append(list, task{mode, what})
		}
	}
	return list, nil
}

// A measurement is the result of one process.
type measurement struct {
	MS    float64 `json:"ms"` // median time of one step
	RSS   float64 `json:"peak_rss_mb"`
	Torch string  `json:"torch,omitempty"`
}

func compare(ctx context.Context, rounds int, seconds float64, modes []string, python string) error {
	list, err := tasks(modes)
	if err != nil {
		return err
	}
	p, err := newPrograms(ctx, python, seconds)
	if err != nil {
		return err
	}
	defer p.close()
	if p.python == "" {
		fmt.Fprintf(os.Stderr, "compare: %s has no PyTorch, so these are our figures alone; for the comparison: apt-get install python3-torch libopenblas0-pthread\n", python)
	}
	peak := 0.0
	results := make([]map[string][]measurement, len(list)) // by task and peer
	for i := range results {
		results[i] = map[string][]measurement{}
	}
	for round := range rounds {
		peak = max(peak, measurePeak()) // a disturbed round gives less
		for i, t := range list {
			fmt.Fprintf(os.Stderr, "\rround %d of %d: %s %-6s", round+1, rounds, t.mode, t.what)
			for _, peer := range p.peers() {
				m, err := p.measure(ctx, peer, t)
				if err != nil {
					return fmt.Errorf("%s %s: %w", t.mode, t.what, err)
				}
				results[i][peer] = append(results[i][peer], m)
			}
		}
	}
	fmt.Fprint(os.Stderr, "\r", strings.Repeat(" ", 40), "\r")
	return write(os.Stdout, list, results, peak, rounds)
}
