//go:build mpi && (linux || darwin)

package mpi

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/ebitengine/purego"
)

// load opens the launcher's MPI library and initialises it.
func load(l launcher) (library, error) {
	// The message of a failed dlopen or dlsym is kept for the thread that called it,
	// and purego asks for it by a second call.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// UCX, below MPICH and Open MPI, would otherwise take over signals that the
	// runtime of Go handles, such as SIGSEGV. It reads the variable when it is loaded.
	if err := os.Setenv("UCX_ERROR_SIGNALS", ""); err != nil {
		return nil, err
	}
	handle, path, err := openLibrary(l)
	if err != nil {
		return nil, err
	}
	c, err := newCalls(handle)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, c.initialise()
}

// openLibrary opens the library that ANTECEDENT_MPI names, or else the first that
// is found of the launcher's.
func openLibrary(l launcher) (handle uintptr, path string, err error) {
	// Plug-ins of Open MPI may look for the symbols of the library globally.
	const mode = purego.RTLD_NOW | purego.RTLD_GLOBAL
	if l.path != "" {
		if handle, err = purego.Dlopen(l.path, mode); err != nil {
			err = fmt.Errorf("the MPI library of ANTECEDENT_MPI cannot be opened: %s", oneLine(err.Error()))
		}
		return handle, l.path, err
	}
	var broken string
	for _, path := range l.libraries(runtime.GOOS) {
		handle, err := purego.Dlopen(path, mode)
		if err == nil {
			return handle, path, nil
		}
		if s := oneLine(err.Error()); broken == "" && !strings.HasPrefix(s, path+": cannot open shared object file") && runtime.GOOS == "linux" {
			broken = " (" + s + ")"
		}
	}
	return 0, "", errors.New("no MPI library was found" + broken + ": install Open MPI or MPICH (on Debian openmpi-bin or mpich), or add its folder to LD_LIBRARY_PATH, or set ANTECEDENT_MPI to the path of its libmpi.so")
}

// oneLine replaces line breaks and tabs by spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
