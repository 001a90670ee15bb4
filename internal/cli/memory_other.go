//go:build !linux

package cli

// freeMemory is how many bytes this process is taken to have.
func freeMemory() float64 { return maxMemory }
