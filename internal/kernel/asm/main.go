// Command asm writes the assembly of package kernel, with the declarations Go
// needs to call it:
//
//	go run ./asm -dir .
//
// Every kernel is written once and emitted twice, for the two instruction sets
// that [isa] describes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// files are the generated files and what goes into each, for either set.
var files = []struct {
	name string
	emit func(*emitter)
}{
	{"multiply", func(e *emitter) {
		e.panel()
		e.copyColumns()
		if e.isa == avx2 { // as fast as memory there, so the other set shares them
			e.transpose()
		}
	}},
	{"vector", func(e *emitter) {
		e.sumRows()
		e.add()
		e.addScaled()
		e.maskReLU()
		e.dot()
		e.sumSquares()
		e.adam()
	}},
	{"wait", func(e *emitter) {
		if e.isa == avx2 { // every processor has it
			e.pause()
		}
	}},
	{"gather", func(e *emitter) {
		e.gatherRows()
		e.scatterRows()
	}},
	{"row", func(e *emitter) {
		e.exponential()
		e.softmaxRows()
		e.softmaxBackwardRows()
		e.layerNorm()
		e.layerNormBackward()
	}},
}

func main() {
	dir := flag.String("dir", ".", "where to write")
	flag.Parse()
	for _, f := range files {
		if err := write(*dir, f.name, f.emit); err != nil {
			fmt.Fprintln(os.Stderr, "asm:", err)
			os.Exit(1)
		}
	}
}

// write makes name_amd64.s and name_amd64.go of what emit emits.
func write(dir, name string, emit func(*emitter)) error {
	ctx := build.NewContext()
	ctx.ConstraintExpr("amd64,!purego")
	constants := make(map[string]bool)
	for _, isa := range []isa{avx2, avx512} {
		emit(&emitter{Context: ctx, isa: isa, constants: constants})
	}
	file, err := ctx.Result()
	if err != nil {
		build.LogError(log.New(os.Stderr, "", 0), err, 0)
		return err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return err
	}
	config := printer.Config{Argv: []string{"go", "run", "./asm"}, Pkg: "kernel"}
	for extension, make := range map[string]printer.Builder{".s": printer.NewGoAsm, ".go": printer.NewStubs} {
		text, err := make(config).Print(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name+"_amd64"+extension), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}
