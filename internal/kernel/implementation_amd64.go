//go:build amd64 && !purego

package kernel

import "golang.org/x/sys/cpu"

//go:generate go run ./asm -dir .

var avx2 = &implementation{
	name:     "avx2",
	tileRows: 6, tileCols: 16, lanes: 8,

	copyColumns: copyColumnsAVX2,
	transpose8:  transpose8AVX2,

	gatherRows:  gatherRowsAVX2,
	scatterRows: scatterRowsAVX2,

	sumRows:    sumRowsAVX2,
	add:        addAVX2,
	addScaled:  addScaledAVX2,
	dot:        dotAVX2,
	sumSquares: sumSquaresAVX2,

	softmaxRows:         softmaxRowsAVX2,
	softmaxBackwardRows: softmaxBackwardRowsAVX2,

	layerNorm:         layerNormAVX2,
	layerNormBackward: layerNormBackwardAVX2,

	adam: adamAVX2,
}

var avx512 = &implementation{
	name:     "avx512",
	tileRows: 12, tileCols: 32, lanes: 16,

	copyColumns: copyColumnsAVX512,
	transpose8:  transpose8AVX2, // limited by memory, not by registers

	gatherRows:  gatherRowsAVX512,
	scatterRows: scatterRowsAVX512,

	sumRows:    sumRowsAVX512,
	add:        addAVX512,
	addScaled:  addScaledAVX512,
	dot:        dotAVX512,
	sumSquares: sumSquaresAVX512,

	softmaxRows:         softmaxRowsAVX512,
	softmaxBackwardRows: softmaxBackwardRowsAVX512,

	layerNorm:         layerNormAVX512,
	layerNormBackward: layerNormBackwardAVX512,

	adam: adamAVX512,
}

// implementations returns what this processor can run, the fastest first. Package
// cpu reports an instruction set only if the operating system saves its registers
// too.
func implementations() []*implementation {
	var list []*implementation
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		if cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasBMI2 {
			list = append(list, avx512)
		}
		list = append(list, avx2)
	}
	return append(list, portable)
}

// multiply computes the panel. The kernels are called by name because an argument
// of a function value, such as a field of implementation, escapes to the heap.
func (p *panel) multiply(im *implementation) {
	switch im {
	case avx512:
		multiplyPanelAVX512(p)
	case avx2:
		multiplyPanelAVX2(p)
	default:
		multiplyPanel(p)
	}
}
