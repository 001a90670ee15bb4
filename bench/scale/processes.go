package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"antecedent/bench/workload"
)

// A row is a launch and what it measured in each round.
type row struct {
	launch
	rounds []measurement
}

// seconds is the median time of a step.
func (r *row) seconds() float64 {
	return r.median(func(m measurement) float64 { return m.Seconds })
}

// least is the least of the rounds' times: that of the round that was disturbed least.
func (r *row) least() float64 {
	least := r.rounds[0].Seconds
	for _, m := range r.rounds {
		least = min(least, m.Seconds)
	}
	return least
}

func (r *row) median(of func(measurement) float64) float64 {
	var list []float64
	for _, m := range r.rounds {
		list = append(list, of(m))
	}
	return median(list)
}

// A study is the rows of one workload.
type study struct {
	workload.Workload
	parameters int
	rows       []*row
}

// plan lists what to measure of a workload: each number of processes with an equal part of
// the processors for each, over each transport, and one process with all of them.
func plan(w workload.Workload, processes []int, transports []string, processors, steps int) *study {
	s := &study{Workload: w}
	most := slices.Max(processes)
	add := func(processes, cores int, transport string) {
		s.rows = append(s.rows, &row{launch: launch{workload: w.Name, steps: steps, processes: processes, cores: cores, transport: transport}})
	}
	part := processors / most
	add(1, part, transports[0])
	for _, n := range processes {
		if n > 1 {
			for _, t := range transports {
				add(n, part, t)
			}
		}
	}
	if most > 1 {
		add(1, part*most, transports[0])
	}
	return s
}

// measureProcesses measures workloads in several processes and prints a table of each.
func measureProcesses(ctx context.Context, workloads, processes, transports string, rounds, steps int) error {
	list, err := parseWorkloads(workloads)
	if err != nil {
		return err
	}
	counts, err := parsePowers("processes", processes)
	if err != nil {
		return err
	}
	ways := strings.Split(transports, ",")
	for _, t := range ways {
		if t != "shared" && t != "tcp" {
			return fmt.Errorf("--transport %s: %q is none of shared and tcp", transports, t)
		}
	}
	if most := slices.Max(counts); most > runtime.NumCPU() {
		return fmt.Errorf("--processes %s: this command may use %d processors, fewer than one for each of %d processes", processes, runtime.NumCPU(), most)
	}
	p, err := newPrograms(ctx)
	if err != nil {
		return err
	}
	defer p.close()
	var studies []*study
	for _, w := range list {
		s := plan(w, counts, ways, runtime.NumCPU(), stepsOf(w, steps))
		if s.parameters, err = w.Parameters(); err != nil {
			return err
		}
		studies = append(studies, s)
	}
	for round := range rounds {
		for _, s := range studies {
			for _, r := range s.rows {
				progress(round, rounds, fmt.Sprintf("%s, %d × %d processors, %s", s.Name, r.processes, r.cores, r.transport))
				m, err := p.run(ctx, r.launch)
				if err != nil {
					return err
				}
				if m.Processors != r.cores {
					return fmt.Errorf("mpirun gave a process %d processors instead of %d: run this where nothing else binds processes", m.Processors, r.cores)
				}
				r.rounds = append(r.rounds, m)
			}
		}
	}
	progress(0, 0, "")
	fmt.Print(heading(rounds), "MPI: ", studies[0].rows[0].rounds[0].Library, ".\n\n")
	for _, s := range studies {
		s.write(os.Stdout)
	}
	return nil
}
