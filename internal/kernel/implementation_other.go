//go:build !amd64 || purego

package kernel

// implementations lists what this processor can run.
func implementations() []*implementation { return []*implementation{portable} }

func pause() {}
