package vectors

import (
	_ "embed"
	"sync"
)

//go:generate go run ./recipe ../../../shared/data/vectors/glove.6B.100d.part.txt.gz

//go:embed builtin.bin
var builtinBytes []byte

// Builtin returns the table in the binary: the vectors of GloVe 6B, of width
// 100, for the words of ordinary English (SOURCES.md), without the gender
// direction in words that are not gendered by definition. Its rows are in the
// order of how frequent the words are. It is decoded once, in some
// milliseconds.
var Builtin = sync.OnceValues(func() (*Table, error) { return Unmarshal(builtinBytes) })
