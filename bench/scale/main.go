// Command scale measures training that several processes on this machine share, beside
// what can be computed of it, and prints tables in Markdown.
//
//	go run ./bench/scale [--workload R1,R2,R3] [--processes 1,2] [--transport shared,tcp] [--rounds 5] [--steps 8]
//	go run ./bench/scale --shares 1,2,4,8,16
//
// The first form needs mpirun of Open MPI. The processors are divided equally among the
// largest number of processes; with fewer processes, the others are idle. One process of
// all processors is measured as well: what several processes of a part each should come
// close to.
//
// Each measurement is a launch of its own. The rounds alternate all of them, so that what
// else the machine does falls on all alike, and the medians over the rounds are compared.
//
// The second form measures what it costs a process alone to cut a batch into shares. It
// trains with all numbers of shares in turns, in one process.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"antecedent/bench/workload"
)

func main() {
	workloads := flag.String("workload", "R1,R2,R3", "what to train")
	processes := flag.String("processes", "1,2", "numbers of processes")
	transports := flag.String("transport", "shared,tcp", "how they communicate: shared memory, TCP (loopback)")
	shares := flag.String("shares", "", "measure one process with so many shares of a batch, such as 1,2,4,8,16")
	rounds := flag.Int("rounds", 5, "alternating rounds; the medians over them are compared")
	steps := flag.Int("steps", 8, "steps to measure in each launch for R3, 4 times as many for R2, 32 times for R1")
	worker := flag.Bool("worker", false, "be one of the processes and print what was measured as JSON (used by the command itself)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch {
	case *worker:
		err = work(ctx, *workloads, *steps)
	case *shares != "":
		err = measureShares(ctx, *workloads, *shares, *rounds, *steps)
	default:
		err = measureProcesses(ctx, *workloads, *processes, *transports, *rounds, *steps)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// parseWorkloads reads a list of names of workloads.
func parseWorkloads(list string) (all []workload.Workload, err error) {
	for name := range strings.SplitSeq(list, ",") {
		w, err := workload.ByName(name)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

// parsePowers reads a list of powers of two.
func parsePowers(flag, list string) (all []int, err error) {
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 || n&(n-1) != 0 {
			return nil, fmt.Errorf("--%s %s: %q is none of 1, 2, 4, 8, …", flag, list, field)
		}
		all = append(all, n)
	}
	return all, nil
}

// stepsOf is how many steps to measure of a workload, of which a step of R1 takes a
// thirtieth of the time of one of R3.
func stepsOf(w workload.Workload, steps int) int {
	switch w.Name {
	case "R1":
		return 32 * steps
	case "R2":
		return 4 * steps
	}
	return steps
}
