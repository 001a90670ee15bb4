package cli

import (
	"math"
	"strings"
	"testing"
)

func TestCheckMemory(t *testing.T) {
	if err := CheckMemory(1 << 29); err != nil {
		t.Error(err)
	}
	if free := freeMemory(); free < 1<<20 || free > 1e15 {
		t.Errorf("%v bytes are free", free)
	}
	for bytes, want := range map[float64]string{
		7.4e15:      "needs about 7.4 PB of memory, and there is about ",
		1e37:        "needs more than 1000 EB of memory",
		math.Inf(1): "needs more than 1000 EB of memory",
	} {
		if err := CheckMemory(bytes); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
	for n, want := range map[float64]string{0: "about 0 bytes", 999: "about 999 bytes", 999_600: "about 1 MB", 2.37e10: "about 23.7 GB"} {
		if got := amount(n); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
