package main

import (
	"bytes"
	"context"
	"math"
	"os/exec"
	"strings"
	"testing"
	"time"

	"antecedent/bench/workload"
	"antecedent/internal/mpi"
)

// What is computed: two of a million weights exchange half of them to add and half of the
// sums, 4 bytes each.
func TestComputed(t *testing.T) {
	for processes, want := range map[int]float64{1: 0, 2: 4e6, 4: 6e6, 8: 7e6} {
		if got := bytesOf(1e6, processes); got != want {
			t.Errorf("%d processes send %v bytes, want %v", processes, got, want)
		}
	}
	if got, want := boundOf(0.5, 2, 4e6, 1e9), 0.254; math.Abs(got-want) > 1e-12 {
		t.Errorf("bound %v, want %v", got, want)
	}
}

// The processors are divided among the most processes, and one process has all at last.
func TestPlan(t *testing.T) {
	s := plan(workload.All[0], []int{1, 2, 4}, []string{"shared", "tcp"}, 9, 10)
	var got []string
	for _, r := range s.rows {
		got = append(got, strings.Join([]string{string(rune('0' + r.processes)), string(rune('0' + r.cores)), r.transport}, " "))
	}
	if got, want := strings.Join(got, ", "), "1 2 shared, 2 2 shared, 2 2 tcp, 4 2 shared, 4 2 tcp, 1 8 shared"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A step of two processes has two exchanges of gradients; the first steps do not count.
func TestMeter(t *testing.T) {
	var m meter
	const steps = 5
	for i := range (warm + steps) * 2 {
		traffic := mpi.Traffic{Sent: int64(100 * i), Waited: time.Duration(i) * time.Millisecond}
		m.marks = append(m.marks, mark{traffic, time.Unix(0, 0).Add(time.Duration(i) * 4 * time.Millisecond)})
	}
	if sent, waiting := m.ratesOf(2, steps); sent != 200 || waiting != 0.25 {
		t.Errorf("%v bytes a step, %v of the time", sent, waiting)
	}
}

func TestTable(t *testing.T) {
	s := plan(workload.All[0], []int{1, 2}, []string{"tcp"}, 2, 10)
	s.parameters = 1e6
	for i, seconds := range []float64{0.4, 0.25, 0.2} {
		m := measurement{Seconds: seconds, Processors: s.rows[i].cores, Sent: []float64{4e6, 4e6}, Waiting: []float64{0.1, 0.2}, Bandwidth: 1e9}
		s.rows[i].rounds = []measurement{m, m, m}
	}
	var b bytes.Buffer
	s.write(&b)
	for _, want := range []string{
		"| 1 × 1 | – | 400.0 | 400.0 | 2.50 | 1.00 | – | – | – | – | – | – |\n",
		"| 2 × 1 | TCP | 250.0 | 250.0 | 4.00 | 1.60 | 4.00, 4.00 | 4.00 | 10, 20 % | 1.00 | 204.0 | 82 % |\n",
		"R1: 2 processes of one processor each by TCP take 1.250 of the time of one process of 2 processors (medians; 1.250 of the least times).\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
}

// All numbers of shares take as many steps, whose time is measured in each round.
func TestAlternate(t *testing.T) {
	seconds, err := alternate(context.Background(), workload.All[0], []int{1, 4}, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range seconds {
		if len(list) != 3 || list[0] <= 0 {
			t.Errorf("%v", seconds)
		}
	}
}

// The command measures two processes, which send what was computed.
func TestProcesses(t *testing.T) {
	if _, err := findMPIRun(context.Background()); err != nil {
		t.Skipf("%v; .ci/install-extras installs it", err)
	}
	out, err := exec.Command("go", "run", ".", "--workload", "R1", "--rounds", "1", "--steps", "1", "--processes", "2").Output()
	if exit, ok := err.(*exec.ExitError); ok {
		if strings.Contains(string(exit.Stderr), "fewer than one for each") {
			t.Skip("this needs two processors")
		}
		t.Fatalf("%v\n%s", err, exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "| 0.57, 0.57 | 0.57 |") {
		t.Errorf("the bytes are missing in\n%s", out)
	}
}
