//go:build !(mpi && (linux || darwin))

package mpi

import (
	"fmt"
	"runtime"
)

// load fails: this program cannot open libraries.
func load(launcher) (library, error) { return nil, absent(runtime.GOOS) }

// absent is the error of a program without MPI.
func absent(goos string) error {
	if goos == "linux" || goos == "darwin" {
		return fmt.Errorf("this program was built without MPI: build it with CGO_ENABLED=0 go build -tags mpi")
	}
	return fmt.Errorf("MPI needs Linux or macOS, and this program was built for %s", goos)
}
