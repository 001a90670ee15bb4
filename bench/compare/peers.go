package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"antecedent/data/corpus"
)

// programs are what is compared, built and looked for once.
type programs struct {
	seconds float64
	self    string // this command, for ours
	dir     string // of what was built
	kernels string // the tests of internal/kernel, which have the attention benchmark
	infer   string // the product's own command
	run     string // a checkpoint for it
	python  string // empty if it has no PyTorch
}

func newPrograms(ctx context.Context, python string, seconds float64) (_ *programs, err error) {
	p := &programs{seconds: seconds}
	if p.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp("", "compare"); err != nil {
		return nil, err
	}
	p.kernels, p.infer, p.run = filepath.Join(p.dir, "kernel.test"), filepath.Join(p.dir, "infer"), filepath.Join(p.dir, "run")
	for _, command := range [][]string{
		{"go", "test", "-c", "-o", p.kernels, "antecedent/internal/kernel"},
		{"go", "build", "-o", p.infer, "antecedent/cmd/infer"},
		{"go", "run", "antecedent/cmd/train", "--quiet", "--steps", "1", "--out", p.run},
	} {
		if out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput(); err != nil {
			p.close()
			return nil, fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, out)
		}
	}
	if exec.CommandContext(ctx, python, "-c", "import torch").Run() == nil {
		p.python = python
	}
	return p, nil
}

func (p *programs) close() { os.RemoveAll(p.dir) }

// peers are the names of what is compared: ours and, where there is PyTorch, "tuned"
// and "stock".
func (p *programs) peers() []string {
	if p.python == "" {
		return []string{"ours"}
	}
	return []string{"ours", "tuned", "stock"}
}

// measure measures a task once with one peer.
func (p *programs) measure(ctx context.Context, peer string, t task) (m measurement, err error) {
	switch {
	case peer != "ours":
		return p.torch(ctx, t, peer == "stock")
	case t.mode == "attention":
		return p.attention(ctx, t.what)
	case t.mode == "cold":
		command := exec.CommandContext(ctx, p.infer, "--checkpoint", p.run, corpus.Lesson)
		start := time.Now()
		err := command.Run()
		return measurement{MS: time.Since(start).Seconds() * 1e3}, err
	}
	return read(exec.CommandContext(ctx, p.self, "--ours", "--seconds", fmt.Sprint(p.seconds), t.mode, t.what))
}

// attention runs the benchmark of internal/kernel.
func (p *programs) attention(ctx context.Context, n string) (measurement, error) {
	out, err := exec.CommandContext(ctx, p.kernels, "-test.run", "^$", "-test.bench", "Attention/n="+n+"$",
		"-test.benchtime", fmt.Sprintf("%gs", p.seconds)).Output()
	if err != nil {
		return measurement{}, err
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		for i, f := range fields {
			if f == "ns/op" {
				ns, err := strconv.ParseFloat(fields[i-1], 64)
				return measurement{MS: ns / 1e6}, err
			}
		}
	}
	return measurement{}, errors.New("the benchmark printed no time")
}

func (p *programs) torch(ctx context.Context, t task, stock bool) (measurement, error) {
	args := []string{"bench/pytorch.py", t.mode, t.what, "--seconds", fmt.Sprint(p.seconds)}
	if stock {
		args = append(args, "--stock")
	}
	command := exec.CommandContext(ctx, p.python, args...)
	start := time.Now()
	m, err := read(command)
	if t.mode == "cold" { // the process from its start to its exit, as ours
		m.MS = time.Since(start).Seconds() * 1e3
	}
	return m, err
}

// read runs a command that prints a measurement as JSON.
func read(command *exec.Cmd) (m measurement, err error) {
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return m, fmt.Errorf("%w\n%s", err, stderr.Bytes())
	}
	return m, json.Unmarshal(out, &m)
}
