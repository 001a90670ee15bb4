//go:build unix

package kernel

import (
	"syscall"
	"testing"
	"unsafe"
)

// guarded returns n numbers before a page that can be neither read nor written, so
// that a kernel that goes past the end crashes. Before them are canaries.
func guarded(t testing.TB, n int) []float32 {
	page := syscall.Getpagesize()
	size := (4*(n+canaries) + page - 1) / page * page
	memory, err := syscall.Mmap(-1, 0, size+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Munmap(memory); err != nil {
			t.Error(err)
		}
	})
	if err := syscall.Mprotect(memory[size:], syscall.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	all := unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(memory))), size/4)
	return guard(t, all, len(all)-n, len(all))
}
