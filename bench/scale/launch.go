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
)

// A launch is how a workload is trained once.
type launch struct {
	workload  string
	steps     int
	processes int
	cores     int    // of each process
	transport string // shared or tcp
}

// programs are what is launched.
type programs struct {
	dir    string // of what was built
	worker string // this command, built with MPI
	mpirun string
}

// newPrograms builds this command with MPI.
func newPrograms(ctx context.Context) (p *programs, err error) {
	p = new(programs)
	if p.mpirun, err = findMPIRun(ctx); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp("", "scale"); err != nil {
		return nil, err
	}
	p.worker = filepath.Join(p.dir, "scale")
	build := exec.CommandContext(ctx, "go", "build", "-tags", "mpi", "-o", p.worker, "antecedent/bench/scale")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		p.close()
		return nil, fmt.Errorf("go build, in a folder of the repository: %w\n%s", err, out)
	}
	return p, nil
}

func (p *programs) close() { os.RemoveAll(p.dir) }

// findMPIRun finds the launcher of Open MPI.
func findMPIRun(ctx context.Context) (string, error) {
	for _, name := range []string{"mpirun.openmpi", "mpirun"} {
		if out, err := exec.CommandContext(ctx, name, "--version").Output(); err == nil && bytes.Contains(out, []byte("Open MPI")) {
			return name, nil
		}
	}
	return "", errors.New("no mpirun of Open MPI: install it (Debian: apt-get install openmpi-bin), or measure one process with --shares 1,2,4,8,16")
}

// run launches the processes and returns what they measured.
func (p *programs) run(ctx context.Context, l launch) (m measurement, err error) {
	c := p.command(ctx, l)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return m, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, stderr.Bytes())
	}
	return m, json.Unmarshal(out, &m)
}

func (p *programs) command(ctx context.Context, l launch) *exec.Cmd {
	args := []string{
		"-n", strconv.Itoa(l.processes),
		"--map-by", fmt.Sprintf("slot:PE=%d", l.cores), "--bind-to", "core", // so many cores for each process, which are its own
	}
	if l.transport == "tcp" {
		args = append(args, "--mca", "pml", "ob1", "--mca", "btl", "self,tcp")
	}
	args = append(args, p.worker, "--worker", "--workload", l.workload, "--steps", strconv.Itoa(l.steps))
	c := exec.CommandContext(ctx, p.mpirun, args...)
	c.Env = append(os.Environ(), "OMPI_ALLOW_RUN_AS_ROOT=1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1") // in a container the user is often root
	return c
}
