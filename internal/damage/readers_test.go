package damage_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/inspect/page"
	"antecedent/resolve"
)

// An outcome is what came of reading a run: all that was read, or an error.
type outcome struct {
	value    string // equal for equal results, bit for bit
	warnings []string
	err      error

	// Of readers that write:
	history string   // the lines of the history that the run has then, without times
	changed []string // the files that were written or deleted; nil for "finish"
}

// A reader reads a run in one of the ways in which the program does.
type reader struct {
	name   string
	read   func(t testing.TB, s *scratch) outcome
	writes bool // it changes the run
	slow   bool // it takes several milliseconds
}

// readers are all readers. Those that write come last.
var readers = []reader{
	{name: "open", read: func(_ testing.TB, s *scratch) outcome { return openStep(s.dir) }},
	{name: "open step 2", read: func(_ testing.TB, s *scratch) outcome { return openStep(s.path("step-000002")) }},
	{name: "open step 4", read: func(_ testing.TB, s *scratch) outcome { return openStep(s.path("step-000004")) }},
	{name: "open step 6", read: func(_ testing.TB, s *scratch) outcome { return openStep(s.path("step-000006")) }},
	{name: "answer", read: answer, slow: true},
	{name: "page", read: readPage, slow: true},
	{name: "newest run", read: newest},
	{name: "history", read: history},
	{name: "snapshots", read: snapshots},
	{name: "texts", read: texts},
	{name: "resume", read: resume, writes: true},
	{name: "finish", read: finish, writes: true, slow: true},
}

func openStep(dir string) outcome {
	step, err := checkpoints.Open(dir)
	if err != nil {
		return outcome{err: err}
	}
	return outcome{value: sumOf(step), warnings: step.Warnings}
}

// sumOf is a checksum of all that a step holds.
func sumOf(s *checkpoints.Step) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s\n%s\n%q\n", s.Number, s.Config, s.State, s.Vocabulary)
	if v := s.Vectors; v != nil {
		fmt.Fprintf(h, "%q %d %v %x\n", v.Words, v.Width, v.Values, v.Scales)
	}
	for _, tensors := range [][]checkpoints.Tensor{s.Model, s.Optimizer} {
		h.Write(tensorBytes(tensors))
	}
	return fmt.Sprintf("step %d %x", s.Number, h.Sum(nil)[:8])
}

func tensorBytes(tensors []checkpoints.Tensor) []byte {
	out := fmt.Appendln(nil, len(tensors))
	for _, t := range tensors {
		out = fmt.Appendln(out, t.Name, t.Shape, len(t.Data))
		out = append(out, floatBytes(t.Data)...)
	}
	return out
}

// floatBytes are numbers as a file has them.
func floatBytes(data []float32) []byte {
	out, _ := binary.Append(nil, binary.LittleEndian, data) // a slice of float32 has no error
	return out
}

// answer reads a sentence with the run's model.
func answer(_ testing.TB, s *scratch) outcome {
	step, err := checkpoints.Open(s.dir)
	if err != nil {
		return outcome{err: err}
	}
	r, err := resolve.FromStep(step)
	if err != nil {
		return outcome{err: err}
	}
	reading, err := r.Read(sentence)
	if err != nil {
		return outcome{err: err}
	}
	a := reading.Answers[0]
	return outcome{value: fmt.Sprintf("%x %x", a.Pointer, a.None), warnings: step.Warnings}
}

func newest(_ testing.TB, s *scratch) outcome {
	dir, runs, err := checkpoints.Newest(s.parent)
	return outcome{value: fmt.Sprintf("%s of %d", filepath.Base(dir), runs), err: err}
}

// history is a line for each loss and each evaluation.
func history(_ testing.TB, s *scratch) outcome {
	h, err := checkpoints.ReadHistory(s.dir)
	if err != nil {
		return outcome{err: err}
	}
	var lines []string
	for _, l := range h.Losses {
		lines = append(lines, fmt.Sprintf("%+v\n", l))
	}
	for _, e := range h.Evaluations {
		lines = append(lines, fmt.Sprintf("%+v\n", e))
	}
	return outcome{value: strings.Join(lines, "")}
}

var seconds = regexp.MustCompile(`,"seconds":[^,}\n]*`)

// lines are those of the history's file without the times.
func lines(s *scratch) string {
	content, err := os.ReadFile(s.path("metrics.jsonl"))
	if err != nil {
		return err.Error()
	}
	return seconds.ReplaceAllString(string(content), "")
}

func snapshots(_ testing.TB, s *scratch) outcome {
	list, err := checkpoints.Snapshots(s.dir)
	if err != nil {
		return outcome{err: err}
	}
	return outcome{value: sumOfSnapshots(list)}
}

func sumOfSnapshots(list []checkpoints.Snapshot) string {
	h := sha256.New()
	for _, s := range list {
		fmt.Fprintln(h, s.Number)
		h.Write(tensorBytes(s.Model))
	}
	return fmt.Sprintf("%d snapshots %x", len(list), h.Sum(nil)[:8])
}

func texts(_ testing.TB, s *scratch) outcome {
	hashes, err := checkpoints.ReadTrained(s.dir)
	return outcome{value: fmt.Sprintf("%x", hashes), err: err}
}

// readPage reads what the page shows of a run, as the command does: snapshots that
// cannot be used are left out of it with a warning.
func readPage(_ testing.TB, s *scratch) outcome {
	step, err := checkpoints.Open(s.dir)
	if err != nil {
		return outcome{err: err}
	}
	m := page.Model{Name: "run-1", Step: step.Number}
	if m.Resolver, err = resolve.FromStep(step); err != nil {
		return outcome{err: err}
	}
	warnings := step.Warnings
	m.Snapshots, err = checkpoints.Snapshots(s.dir)
	if err == nil {
		err = page.Check(m)
	}
	if err != nil {
		warnings, m.Snapshots = append(warnings, err.Error()), nil
	}
	return outcome{value: sumOf(step) + ", " + sumOfSnapshots(m.Snapshots), warnings: warnings}
}
