package cli

import "fmt"

// maxMemory is the most that a process is taken to have where the system does not say
// how much memory is left.
const maxMemory = 256 << 30

// leastMemory is taken to be there whatever the system says is available, which is not
// exact.
const leastMemory = 1 << 30

// CheckMemory returns an error, the end of a message, where a number of bytes is more than
// this machine has left for the process.
func CheckMemory(bytes float64) error {
	if free := freeMemory(); bytes > free {
		return fmt.Errorf("needs %s of memory, and there is %s", amount(bytes), amount(free))
	}
	return nil
}

// amount is a number of bytes for people: "about 7.4 TB".
func amount(n float64) string {
	for _, unit := range []string{"bytes", "kB", "MB", "GB", "TB", "PB", "EB"} {
		if n < 999.5 {
			return fmt.Sprintf("about %.3g %s", n, unit)
		}
		n /= 1000
	}
	return "more than 1000 EB"
}
