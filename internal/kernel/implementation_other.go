//go:build !amd64 || purego

package kernel

// implementations returns what this processor can run.
func implementations() []*implementation { return []*implementation{portable} }

// multiply computes the panel.
func (p *panel) multiply(*implementation) { multiplyPanel(p) }

func pause() {}
