//go:build !(mpi && (linux || darwin))

package mpi

import (
	"runtime"
	"testing"
)

func TestAbsent(t *testing.T) {
	for goos, want := range map[string]string{
		"linux":   "this program was built without MPI: build it with CGO_ENABLED=0 go build -tags mpi",
		"darwin":  "this program was built without MPI: build it with CGO_ENABLED=0 go build -tags mpi",
		"windows": "MPI needs Linux or macOS, and this program was built for windows",
	} {
		if got := absent(goos).Error(); got != want {
			t.Errorf("%s: %s, want %s", goos, got, want)
		}
	}
	if _, err := Open(t.Context(), 0); err == nil || err.Error() != absent(runtime.GOOS).Error() {
		t.Errorf("Open: %v", err)
	}
	if _, err := Open(t.Context(), 0); err == nil {
		t.Error("a second Open succeeded")
	}
}
