package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"antecedent/internal/kernel"
)

// heading is what a reader needs to judge a table.
func heading(rounds int) string {
	return fmt.Sprintf("%s, %s, %d processors, %s kernels, %s; medians of %d alternating rounds.\n",
		time.Now().Format(time.DateOnly), processor(), runtime.NumCPU(), kernel.Name(), runtime.Version(), rounds)
}

// processor is the processor's name, or its architecture where Linux does not tell.
func processor() string {
	raw, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(raw)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return cmp.Or(strings.TrimSpace(value), runtime.GOARCH)
		}
	}
	return runtime.GOARCH
}

// write prints the table of a workload. What is computed stands in columns of its own.
func (s *study) write(w io.Writer) {
	fmt.Fprintf(w, "%s: %d texts of %d tokens, %.2f million weights\n\n", s.Name, s.Batch, s.Tokens, float64(s.parameters)/1e6)
	fmt.Fprint(w, "| processes × processors | by | ms a step | least | steps/s | speed-up | MB a step sent by each | computed MB | communicating | GB/s alone | computed bound, ms | of the bound |\n",
		"|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	one := s.rows[0].seconds()
	for _, r := range s.rows {
		t := r.seconds()
		fmt.Fprintf(w, "| %d × %d | %s | %.1f | %.1f | %.2f | %.2f ", r.processes, r.cores, r.by(), 1e3*t, 1e3*r.least(), 1/t, one/t)
		if r.processes == 1 {
			fmt.Fprint(w, "| – | – | – | – | – | – |\n")
			continue
		}
		bytes, speed := bytesOf(s.parameters, r.processes), r.median(func(m measurement) float64 { return m.Bandwidth })
		bound := boundOf(one, r.processes, bytes, speed)
		fmt.Fprintf(w, "| %s | %.2f | %s | %.2f | %.1f | %.0f %% |\n",
			r.each(func(m measurement) []float64 { return m.Sent }, "%.2f", 1e-6), bytes/1e6,
			r.each(func(m measurement) []float64 { return m.Waiting }, "%.0f", 100)+" %", speed/1e9, 1e3*bound, 100*bound/t)
	}
	fmt.Fprintln(w)
	last := s.rows[len(s.rows)-1]
	for _, r := range s.rows {
		if last.processes == 1 && r.processes > 1 && r.processes*r.cores == last.cores {
			fmt.Fprintf(w, "%s: %d processes of %s each by %s take %.3f of the time of one process of %s (medians; %.3f of the least times).\n",
				s.Name, r.processes, processors(r.cores), r.by(), r.seconds()/last.seconds(), processors(last.cores), r.least()/last.least())
		}
	}
	fmt.Fprintln(w)
}

// bytesOf is what each of several processes sends in a step: 2·N·(P−1)/P numbers.
func bytesOf(parameters, processes int) float64 {
	return 4 * 2 * float64(parameters) * float64(processes-1) / float64(processes)
}

// boundOf is the least time of a step of several processes that divide all of the work of
// one, which takes so many seconds, and then exchange bytes.
func boundOf(one float64, processes int, bytes, bandwidth float64) float64 {
	return one/float64(processes) + bytes/bandwidth
}

// by names how the processes communicate.
func (r *row) by() string {
	switch {
	case r.processes == 1:
		return "–"
	case r.transport == "tcp":
		return "TCP"
	}
	return "shared memory"
}

// each is the median of a number of each process, times a unit.
func (r *row) each(of func(measurement) []float64, format string, unit float64) string {
	var list []string
	for rank := range r.processes {
		list = append(list, fmt.Sprintf(format, unit*r.median(func(m measurement) float64 { return of(m)[rank] })))
	}
	return strings.Join(list, ", ")
}

func processors(n int) string {
	if n == 1 {
		return "one processor"
	}
	return fmt.Sprintf("%d processors", n)
}
