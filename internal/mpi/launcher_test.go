package mpi

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// environment makes a getenv of words NAME=VALUE.
func environment(words string) func(string) string {
	return func(name string) string {
		for word := range strings.FieldsSeq(words) {
			if value, ok := strings.CutPrefix(word, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func TestReadLauncher(t *testing.T) {
	for _, c := range []struct {
		name, environment string
		want              launcher
		first             string // of the libraries, on Linux
	}{
		{"none", "", launcher{}, "libmpi.so.40"},
		{"library", "ANTECEDENT_MPI=/opt/libmpi.so", launcher{path: "/opt/libmpi.so"}, "libmpi.so.40"},
		{"not numbers", "OMPI_COMM_WORLD_SIZE=x PMI_SIZE=-1 SLURM_STEP_NUM_TASKS=", launcher{}, "libmpi.so.40"},
		{"mpirun of Open MPI", "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_SIZE=2 OMPI_COMM_WORLD_RANK=3 PMIX_RANK=3",
			launcher{kind: openMPI, size: 4, rank: 3, local: 2}, "libmpi.so.40"},
		{"mpirun in a job of Slurm", "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_SIZE=2 SLURM_STEP_NUM_TASKS=2 SLURM_NTASKS=4",
			launcher{kind: openMPI, size: 4, local: 2}, "libmpi.so.40"},
		{"mpiexec of MPICH", "PMI_SIZE=3 PMI_RANK=1 MPI_LOCALNRANKS=3 MPI_LOCALRANKID=1",
			launcher{kind: hydra, size: 3, rank: 1, local: 3}, "libmpich.so.12"},
		{"mpiexec of MPICH in a job of Slurm", "PMI_SIZE=3 MPI_LOCALNRANKS=1 SLURM_STEP_NUM_TASKS=3",
			launcher{kind: hydra, size: 3, local: 1}, "libmpich.so.12"},
		{"Intel MPI", "PMI_SIZE=3 MPI_LOCALNRANKS=3 I_MPI_ROOT=/opt/intel",
			launcher{kind: hydra, size: 3, local: 3, intel: true}, "libmpich.so.12"},
		{"another launcher with PMI", "PMI_SIZE=8 PMI_RANK=0", launcher{kind: hydra, size: 8}, "libmpich.so.12"},
		{"srun with PMI-2", "PMI_SIZE=6 PMI_RANK=5 SLURM_PROCID=5 SLURM_STEP_NUM_TASKS=6 SLURM_STEP_TASKS_PER_NODE=2(x3) SLURM_NODEID=2",
			launcher{kind: slurm, size: 6, rank: 5, local: 2}, "libmpich.so.12"},
		{"srun with PMIx", "PMIX_RANK=5 SLURM_STEP_NUM_TASKS=7 SLURM_STEP_TASKS_PER_NODE=2(x3),1 SLURM_NODEID=3",
			launcher{kind: slurm, size: 7, local: 1, pmix: true}, "libmpi.so.40"},
		{"srun of one process", "SLURM_STEP_NUM_TASKS=1 SLURM_STEP_TASKS_PER_NODE=1 SLURM_NODEID=0",
			launcher{kind: slurm, size: 1, local: 1}, "libmpich.so.12"},
		{"a job of Slurm without srun", "SLURM_NTASKS=4 SLURM_NPROCS=4 SLURM_JOB_ID=7", launcher{}, "libmpi.so.40"},
	} {
		got := readLauncher(environment(c.environment))
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		list := got.libraries("linux")
		if list[0] != c.first || !slices.Contains(list, "libmpi.so.40") || !slices.Contains(list, "libmpich.so.12") {
			t.Errorf("%s: libraries %q, want %s first", c.name, list, c.first)
		}
		for _, path := range got.libraries("darwin") {
			if !strings.HasSuffix(path, ".dylib") {
				t.Errorf("%s: library %s on macOS", c.name, path)
			}
		}
	}
}

func TestTasksOnNode(t *testing.T) {
	for _, c := range []struct {
		list string
		want []int // by node
	}{
		{"", []int{0, 0}},
		{"3", []int{3, 0}},
		{"2(x3),1", []int{2, 2, 2, 1, 0}},
		{"1,4(x2),2", []int{1, 4, 4, 2, 0}},
		{"x,-2", []int{0, 0, 0}},
	} {
		for node, want := range c.want {
			if got := tasksOnNode(c.list, node); got != want {
				t.Errorf("%q: %d tasks on node %d, want %d", c.list, got, node, want)
			}
		}
	}
}

func TestLaunched(t *testing.T) {
	for _, name := range []string{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"} {
		if os.Getenv(name) != "" {
			t.Skip("a launcher started the test")
		}
	}
	if _, several := Launched(); several {
		t.Error("launched without a launcher")
	}
	t.Setenv("PMI_SIZE", "1")
	if _, several := Launched(); several {
		t.Error("a launcher of one process")
	}
	t.Setenv("PMI_SIZE", "2")
	if _, several := Launched(); !several {
		t.Error("not launched")
	}
}
