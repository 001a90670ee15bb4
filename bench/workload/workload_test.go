package workload

import (
	"context"
	"fmt"
	"testing"
)

func BenchmarkTrainStep(b *testing.B) {
	for _, w := range append(All, English) {
		b.Run(w.Name, func(b *testing.B) { w.benchmark(b) })
	}
}

// BenchmarkShares measures what the number of shares of a batch costs one process.
func BenchmarkShares(b *testing.B) {
	for _, w := range append(All, English) {
		for w.Shares = 1; w.Shares <= 16; w.Shares *= 2 {
			b.Run(fmt.Sprintf("%s/%d", w.Name, w.Shares), func(b *testing.B) { w.benchmark(b) })
		}
	}
}

// benchmark measures training steps.
func (w Workload) benchmark(b *testing.B) {
	b.ReportAllocs()
	// Graphs are built and buffers made before the clock starts.
	const warm = 3
	step := 0
	if err := w.Train(context.Background(), b.N+warm, func() {
		if step++; step == warm {
			b.ResetTimer()
		}
	}); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	report(b, 3*float64(w.Batch)*w.FLOPs())
}

func BenchmarkInfer(b *testing.B) {
	for _, w := range append(All, English) {
		b.Run(w.Name, func(b *testing.B) {
			infer, err := w.Infer()
			if err != nil {
				b.Fatal(err)
			}
			if err := infer(); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := infer(); err != nil {
					b.Fatal(err)
				}
			}
			report(b, w.FLOPs())
		})
	}
}

// report adds the speed at which the necessary operations were done.
func report(b *testing.B, flops float64) {
	b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

// The workloads must run; how fast is for benchmarks to say.
func TestWorkloadsRun(t *testing.T) {
	w := All[0]
	steps := 0
	if err := w.Train(context.Background(), 2, func() { steps++ }); err != nil || steps != 2 {
		t.Fatalf("%d steps, error %v", steps, err)
	}
	infer, err := w.Infer()
	if err != nil {
		t.Fatal(err)
	}
	if err := infer(); err != nil {
		t.Fatal(err)
	}
	if _, err := ByName("R4"); err == nil {
		t.Error("found a workload that does not exist")
	}
}
