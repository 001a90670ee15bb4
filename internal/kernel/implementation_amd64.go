//go:build amd64 && !purego

package kernel

import "golang.org/x/sys/cpu"

//go:generate go run ./asm -dir .

// implementations lists what this processor and its operating system can run,
// the fastest first. Package cpu reports an extension only if the system also
// saves its registers when it switches processes.
func implementations() []*implementation {
	list := []*implementation{portable}
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return list
	}
	list = append([]*implementation{{
		name:     "AVX2",
		tileRows: 6, tileCols: 16, lanes: 8,
		panel:       panelAVX2,
		copyColumns: copyColumnsAVX2,
		transpose8:  transpose8AVX2,

		gatherRows:  gatherRowsAVX2,
		scatterRows: scatterRowsAVX2,

		sumRows:    sumRowsAVX2,
		add:        addAVX2,
		addScaled:  addScaledAVX2,
		maskReLU:   maskReLUAVX2,
		dot:        dotAVX2,
		sumSquares: sumSquaresAVX2,

		exp:                 expAVX2,
		softmaxRows:         softmaxRowsAVX2,
		softmaxBackwardRows: softmaxBackwardRowsAVX2,

		layerNorm:         layerNormAVX2,
		layerNormBackward: layerNormBackwardAVX2,

		adam: adamAVX2,
	}}, list...)
	if !cpu.X86.HasAVX512F || !cpu.X86.HasAVX512VL || !cpu.X86.HasBMI2 {
		return list
	}
	return append([]*implementation{{
		name:     "AVX-512",
		tileRows: 12, tileCols: 32, lanes: 16,
		panel:       panelAVX512,
		copyColumns: copyColumnsAVX512,
		transpose8:  transpose8AVX2,

		gatherRows:  gatherRowsAVX512,
		scatterRows: scatterRowsAVX512,

		sumRows:    sumRowsAVX512,
		add:        addAVX512,
		addScaled:  addScaledAVX512,
		maskReLU:   maskReLUAVX512,
		dot:        dotAVX512,
		sumSquares: sumSquaresAVX512,

		exp:                 expAVX512,
		softmaxRows:         softmaxRowsAVX512,
		softmaxBackwardRows: softmaxBackwardRowsAVX512,

		layerNorm:         layerNormAVX512,
		layerNormBackward: layerNormBackwardAVX512,

		adam: adamAVX512,
	}}, list...)
}
