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

// peers are the programs that are compared, built and looked for once.
type peers struct {
	seconds   float64
	self      string // this command, for ours
	dir       string // of what was built
	modelTest string // package model's tests, which hold the attention benchmark
	infer     string // the product's own command
	run       string // a checkpoint for it
	python    string // empty where there is no PyTorch
}

func newPeers(ctx context.Context, python string, seconds float64) (_ *peers, err error) {
	p := &peers{seconds: seconds}
	if p.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp("", "compare"); err != nil {
		return nil, err
	}
	p.modelTest, p.infer, p.run = filepath.Join(p.dir, "model.test"), filepath.Join(p.dir, "infer"), filepath.Join(p.dir, "run")
	for _, command := range [][]string{
		{"go", "test", "-c", "-o", p.modelTest, "antecedent/model"},
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

func (p *peers) close() { os.RemoveAll(p.dir) }

// A result is what all rounds of one task measured.
type result struct {
	task
	ours, tuned, stock []measurement
}

// round measures one task once with each peer.
func (p *peers) round(ctx context.Context, r *result) error {
	ours, err := p.ours(ctx, r.task)
	if err != nil {
		return err
	}
	r.ours = append(r.ours, ours)
	if p.python == "" {
		return nil
	}
	for _, stock := range []bool{false, true} {
		m, err := p.torch(ctx, r.task, stock)
		if err != nil {
			return err
		}
		if stock {
			r.stock = append(r.stock, m)
		} else {
			r.tuned = append(r.tuned, m)
		}
	}
	return nil
}

func (p *peers) ours(ctx context.Context, t task) (m measurement, err error) {
	switch t.mode {
	case "attention":
		return p.attention(ctx, t.what)
	case "cold":
		command := exec.CommandContext(ctx, p.infer, "--checkpoint", p.run, corpus.Lesson)
		start := time.Now()
		err := command.Run()
		return measurement{MS: time.Since(start).Seconds() * 1e3}, err
	}
	return read(exec.CommandContext(ctx, p.self, "--ours", "--seconds", fmt.Sprint(p.seconds), t.mode, t.what))
}

// attention runs the benchmark of package model, whose internals it times.
func (p *peers) attention(ctx context.Context, n string) (measurement, error) {
	out, err := exec.CommandContext(ctx, p.modelTest, "-test.run", "^$", "-test.bench", "Attention/n="+n+"$",
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

func (p *peers) torch(ctx context.Context, t task, stock bool) (measurement, error) {
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
