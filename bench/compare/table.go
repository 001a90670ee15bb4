package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"antecedent/bench/workload"
)

// write prints the table in Markdown, with what a reader needs to judge it.
func write(w io.Writer, tasks []task, results []map[string][]measurement, peak float64, rounds int) error {
	var b strings.Builder
	torch := "without PyTorch"
	if len(results) > 0 && len(results[0]["tuned"]) > 0 {
		torch = "PyTorch " + results[0]["tuned"][0].Torch
	}
	fmt.Fprintf(&b, "%s, %s, %d processors, %s, %s; medians of %d alternating rounds.\n",
		time.Now().Format(time.DateOnly), cmp.Or(procField("/proc/cpuinfo", "model name"), runtime.GOARCH), runtime.GOMAXPROCS(0), runtime.Version(), torch, rounds)
	fmt.Fprintf(&b, "Matrix-product peak on all processors: %.0f GFLOP/s. Floor: what the products alone would take at it.\n\n", peak)
	b.WriteString("| | ours ms | floor ms | tuned PyTorch ms | faster | stock PyTorch ms | faster | memory MB, ours / PyTorch |\n|---|---|---|---|---|---|---|---|\n")
	for i, t := range tasks {
		ours, tuned, stock := middle(results[i]["ours"]), middle(results[i]["tuned"]), middle(results[i]["stock"])
		memory := "–"
		if ours.RSS > 0 {
			memory = fmt.Sprintf("%.0f", ours.RSS)
			if tuned.RSS > 0 {
				memory += fmt.Sprintf(" / %.0f (1/%.1f)", tuned.RSS, tuned.RSS/ours.RSS)
			}
		}
		fmt.Fprintf(&b, "| %s %s | %s | %s | %s | %s | %s | %s | %s |\n", t.mode, t.what,
			ms(ours.MS), ms(floor(t, peak)), ms(tuned.MS), ratio(tuned.MS, ours.MS), ms(stock.MS), ratio(stock.MS, ours.MS), memory)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// floor is the least time that the matrix products of a task could take, in ms;
// 0 where it says nothing.
func floor(t task, peak float64) float64 {
	var flops float64
	switch t.mode {
	case "attention":
		var n float64
		fmt.Sscan(t.what, &n)
		flops = 3 * 2 * 2 * n * n * 64 // two products forward, four backward
	case "train", "infer":
		w, err := workload.ByName(t.what)
		if err != nil {
			return 0
		}
		flops = w.FLOPs()
		if t.mode == "train" {
			flops *= 3 * float64(w.Batch)
		}
	}
	return flops / (peak * 1e9) * 1e3
}

func middle(list []measurement) measurement {
	var times, memory []float64
	for _, m := range list {
		times, memory = append(times, m.MS), append(memory, m.RSS)
	}
	return measurement{MS: median(times), RSS: median(memory)}
}

func ms(x float64) string {
	switch {
	case x == 0:
		return "–"
	case x < 1:
		return fmt.Sprintf("%.3f", x)
	case x < 100:
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

func ratio(theirs, ours float64) string {
	if theirs == 0 || ours == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f×", theirs/ours)
}
