package testenv

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
)

// A Launcher starts several processes that communicate over MPI.
type Launcher struct {
	Name    string // "Open MPI" or "MPICH"
	Library string // its MPI library, for ANTECEDENT_MPI
	path    string
	flags   []string
	env     []string
	tcp     []string // environment for OverTCP
}

// MPI returns the installed launchers of Open MPI and MPICH. Of one that is not
// installed it adds a skipped subtest; without any, the test is skipped.
func MPI(t *testing.T) []Launcher {
	t.Helper()
	var list []Launcher
	for _, kind := range []struct {
		Launcher
		programs  []string
		signature string // in what --version prints
	}{
		{Launcher{
			Name: "Open MPI", Library: "libmpi.so.40",
			flags: []string{"--oversubscribe"}, // more processes than cores
			env:   []string{"OMPI_ALLOW_RUN_AS_ROOT=1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1"},
			tcp:   []string{"OMPI_MCA_pml=ob1", "OMPI_MCA_btl=self,tcp"},
		}, []string{"mpirun.openmpi", "mpirun"}, "Open MPI"},
		{Launcher{
			Name: "MPICH", Library: "libmpich.so.12",
			tcp: []string{"MPIR_CVAR_NOLOCAL=1", "UCX_TLS=self,tcp", "FI_PROVIDER=tcp"},
		}, []string{"mpiexec.mpich", "mpiexec.hydra", "mpiexec"}, "HYDRA"},
	} {
		for _, program := range kind.programs {
			version, err := exec.Command(program, "--version").Output()
			if err == nil && bytes.Contains(version, []byte(kind.signature)) {
				kind.path = program
				list = append(list, kind.Launcher)
				break
			}
		}
		if kind.path == "" {
			t.Run(kind.Name, func(t *testing.T) {
				t.Skipf("no %s (%s); .ci/install-extras installs it on Debian", kind.Name, kind.programs[0])
			})
		}
	}
	if len(list) == 0 {
		t.Skip("neither Open MPI nor MPICH; .ci/install-extras installs them on Debian")
	}
	return list
}

// OverTCP is the launcher with processes that communicate over TCP also within
// the machine, where they would use shared memory.
func (l Launcher) OverTCP() Launcher {
	l.Name += " over TCP"
	l.env = slices.Concat(l.env, l.tcp)
	return l
}

// Command runs a program with arguments in n processes.
func (l Launcher) Command(n int, args ...string) *exec.Cmd {
	c := exec.Command(l.path, slices.Concat(l.flags, []string{"-n", strconv.Itoa(n)}, args)...)
	c.Env = append(os.Environ(), l.env...)
	return c
}
