package checkpoints_test

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"antecedent/checkpoints"
)

// A run saves two steps, the first of them the better; then its model is used,
// and then the run goes on.
func Example() {
	parent, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(parent)
	dir, err := checkpoints.NextDir(parent)
	if err != nil {
		log.Fatal(err)
	}

	run, err := checkpoints.Create(dir)
	if err != nil {
		log.Fatal(err)
	}
	for i, loss := range []float64{0.25, 0.75} {
		step := &checkpoints.Step{
			Number:     (i + 1) * 100,
			Config:     json.RawMessage(`{"width":2}`),
			Vocabulary: []string{"it", "cat"},
			Model:      []checkpoints.Tensor{{Name: "embed.word", Shape: []int{2, 2}, Data: []float32{1, 2, 3, 4}}},
			State:      json.RawMessage(`{"best":{"step":100}}`),
		}
		if err := run.AppendMetrics(map[string]any{"step": step.Number, "loss": loss}); err != nil {
			log.Fatal(err)
		}
		if err := run.Save(step, 3); err != nil {
			log.Fatal(err)
		}
	}
	if err := run.Close(); err != nil {
		log.Fatal(err)
	}

	best, err := checkpoints.Open(dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("use", filepath.Base(dir), filepath.Base(best.Dir), best.Vocabulary, best.Model[0].Data)

	run, step, err := checkpoints.Resume(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer run.Close()
	fmt.Println("go on after step", step.Number)

	// Output:
	// use run-1 step-000100 [it cat] [1 2 3 4]
	// go on after step 200
}
