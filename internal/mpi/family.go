//go:build mpi && (linux || darwin)

package mpi

import (
	"fmt"
	"strings"

	"github.com/ebitengine/purego"
)

// The standard leaves the representation of handles to the library. A family is
// a set of libraries with the same one. Handles that MPI sets, such as requests,
// fit into a uintptr in both.
type family struct {
	world        uintptr // MPI_COMM_WORLD
	bytes        uintptr // MPI_BYTE
	errorsReturn uintptr // MPI_ERRORS_RETURN
}

// Handles of the libraries with the binary interface of MPICH are int constants
// of mpi.h.
var mpichFamily = family{world: 0x44000000, bytes: 0x4c00010d, errorsReturn: 0x54000001}

// recognise finds out the family of an open library that calls itself version.
// In Open MPI handles are addresses of variables of the library.
func recognise(handle uintptr, version string) (f family, err error) {
	for name, variable := range map[string]*uintptr{
		"ompi_mpi_comm_world":    &f.world,
		"ompi_mpi_byte":          &f.bytes,
		"ompi_mpi_errors_return": &f.errorsReturn,
	} {
		if *variable, err = purego.Dlsym(handle, name); err != nil {
			break
		}
	}
	if err == nil {
		return f, nil
	}
	for _, name := range []string{"MPICH", "MVAPICH", "Intel(R) MPI"} {
		if strings.Contains(version, name) {
			return mpichFamily, nil
		}
	}
	return family{}, fmt.Errorf("the MPI library %q is neither Open MPI nor of the family of MPICH: set ANTECEDENT_MPI to the library of one of these, and use its launcher", version)
}
