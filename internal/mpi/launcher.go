package mpi

import (
	"os"
	"strconv"
	"strings"
)

// A launcher is what the environment says of the program that started this
// process and others.
type launcher struct {
	kind  launcherKind
	size  int    // processes started, 0 if there is no launcher
	rank  int    // of this one
	local int    // of these on this machine, 0 if unknown
	intel bool   // hydra: that of Intel MPI
	pmix  bool   // slurm: PMIx, not PMI-2
	path  string // ANTECEDENT_MPI, the library to open
}

type launcherKind int

const (
	noLauncher launcherKind = iota
	openMPI                 // mpirun of Open MPI
	hydra                   // mpiexec of MPICH and Intel MPI
	slurm                   // srun
)

// Launched reports whether a launcher started several processes, of which this
// is one. rank is its number by the environment, which is known before [Open].
func Launched() (rank int, several bool) {
	l := readLauncher(os.Getenv)
	return l.rank, l.size > 1
}

// readLauncher reads the variables that launchers set. The variables of mpirun
// and mpiexec come first: both may run within a job of Slurm.
func readLauncher(getenv func(string) string) launcher {
	number := func(name string) int {
		n, _ := strconv.Atoi(getenv(name))
		return max(n, 0)
	}
	l := launcher{path: getenv("ANTECEDENT_MPI")}
	switch {
	case number("OMPI_COMM_WORLD_SIZE") > 0:
		l.kind, l.size, l.local = openMPI, number("OMPI_COMM_WORLD_SIZE"), number("OMPI_COMM_WORLD_LOCAL_SIZE")
		l.rank = number("OMPI_COMM_WORLD_RANK")
	case number("PMI_SIZE") > 0 && (number("MPI_LOCALNRANKS") > 0 || number("SLURM_STEP_NUM_TASKS") == 0):
		l.kind, l.size, l.local = hydra, number("PMI_SIZE"), number("MPI_LOCALNRANKS")
		l.rank = number("PMI_RANK")
		l.intel = getenv("I_MPI_ROOT") != "" || getenv("I_MPI_MPIRUN") != ""
	case number("SLURM_STEP_NUM_TASKS") > 0:
		l.kind, l.size, l.rank = slurm, number("SLURM_STEP_NUM_TASKS"), number("SLURM_PROCID")
		l.local = tasksOnNode(getenv("SLURM_STEP_TASKS_PER_NODE"), number("SLURM_NODEID"))
		l.pmix = getenv("PMIX_RANK") != ""
	}
	return l
}

// tasksOnNode is the number of tasks on a node by Slurm's list: "2(x3),1" stands
// for 2, 2, 2, 1. It is 0 if the list does not say.
func tasksOnNode(list string, node int) int {
	for item := range strings.SplitSeq(list, ",") {
		count, times, repeated := strings.Cut(strings.TrimSuffix(item, ")"), "(x")
		n := 1
		if repeated {
			n, _ = strconv.Atoi(times)
		}
		if node < n {
			tasks, _ := strconv.Atoi(count)
			return max(tasks, 0)
		}
		node -= n
	}
	return 0
}

// name is the launcher's name for messages.
func (l launcher) name() string {
	switch l.kind {
	case openMPI:
		return "mpirun of Open MPI"
	case hydra:
		return "mpiexec of " + l.product()
	case slurm:
		return "srun"
	}
	return "no launcher"
}

// product is the MPI that the launcher of kind hydra belongs to.
func (l launcher) product() string {
	if l.intel {
		return "Intel MPI"
	}
	return "MPICH"
}

// remedy says what to do if the library finds only one process.
func (l launcher) remedy() string {
	switch l.kind {
	case openMPI:
		return "use the launcher of that library, or set ANTECEDENT_MPI to the libmpi.so of Open MPI"
	case hydra:
		return "use the launcher of that library, or set ANTECEDENT_MPI to the library of " + l.product()
	}
	return "choose with srun --mpi=pmix or --mpi=pmi2 what the library supports (srun --mpi=list lists the names), or set ANTECEDENT_MPI to the library of another MPI"
}

// libraries lists the names under which to look for the launcher's library, the
// most likely first.
func (l launcher) libraries(goos string) []string {
	ompi := []string{"libmpi.so.40"}
	mpich := []string{"libmpich.so.12", "libmpi.so.12"}
	other := []string{"libmpi.so", "libmpich.so"}
	if goos == "darwin" {
		ompi = darwinPaths("libmpi.40.dylib")
		mpich = darwinPaths("libmpi.12.dylib", "libmpich.12.dylib")
		other = darwinPaths("libmpi.dylib", "libmpich.dylib")
	}
	var list []string
	if l.kind == hydra || l.kind == slurm && !l.pmix {
		list = append(append(list, mpich...), ompi...)
	} else {
		list = append(append(list, ompi...), mpich...)
	}
	return append(list, other...)
}

// darwinPaths adds the folders of Homebrew and MacPorts, which the dynamic
// linker of macOS does not search.
func darwinPaths(names ...string) []string {
	var list []string
	for _, name := range names {
		list = append(list, name, "/opt/homebrew/lib/"+name, "/usr/local/lib/"+name,
			"/opt/local/lib/openmpi-mp/"+name, "/opt/local/lib/mpich-mp/"+name)
	}
	return list
}
