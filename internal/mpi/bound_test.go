package mpi

import "testing"

func TestBound(t *testing.T) {
	for _, c := range []struct {
		name            string
		l               launcher
		usable, machine int
		want            string
	}{
		{"no launcher", launcher{}, 1, 8, ""},
		{"unknown number", launcher{kind: openMPI, size: 2}, 1, 8, ""},
		{"all of the machine", launcher{kind: openMPI, size: 2, local: 1}, 8, 8, ""},
		{"its part", launcher{kind: openMPI, size: 2, local: 2}, 4, 8, ""},
		{"a core for each", launcher{kind: openMPI, size: 2, local: 2}, 1, 2, ""},
		{"a core for each but one", launcher{kind: openMPI, size: 2, local: 2}, 1, 3, ""},
		{"more processes than processors", launcher{kind: openMPI, size: 5, local: 5}, 1, 2, ""},
		{"not bound", launcher{kind: openMPI, size: 5, local: 5}, 2, 2, ""},
		{"one core of many", launcher{kind: openMPI, size: 2, local: 1}, 1, 8,
			"this process may use 1 processor, but its part of the machine is 8 of 8 (1 process runs here): start mpirun with --bind-to none"},
		{"two cores of many", launcher{kind: hydra, size: 4, local: 2}, 2, 16,
			"this process may use 2 processors, but its part of the machine is 8 of 16 (2 processes run here): start mpiexec with -bind-to none"},
		{"Intel MPI", launcher{kind: hydra, size: 4, local: 2, intel: true}, 2, 16,
			"this process may use 2 processors, but its part of the machine is 8 of 16 (2 processes run here): start mpiexec with I_MPI_PIN=0 in the environment"},
		{"Slurm", launcher{kind: slurm, size: 4, local: 2}, 1, 16,
			"this process may use 1 processor, but its part of the machine is 8 of 16 (2 processes run here): start srun with --cpus-per-task=8, or --cpu-bind=none"},
	} {
		if got := bound(c.l, c.usable, c.machine); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestListLength(t *testing.T) {
	for list, want := range map[string]int{"": 0, "0": 1, "0-3": 4, "0-3,8,10-11": 7, "3-1": 0, "a": 0, "0-": 0, "1,,2": 0} {
		if got := listLength(list); got != want {
			t.Errorf("%q: %d, want %d", list, got, want)
		}
	}
	if n := machineProcessors(); n < 1 {
		t.Errorf("the machine has %d processors", n)
	}
}
