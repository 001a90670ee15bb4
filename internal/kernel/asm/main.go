// Command asm writes the assembly of package kernel and the Go declarations of
// its functions. It runs in the folder of that package:
//
//	go run ./asm -dir .
//
// Each kernel is written once and emitted twice, for the two instruction sets that
// [isa] describes.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"log"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func main() {
	dir := flag.String("dir", ".", "where to write")
	flag.Parse()
	if err := generate(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "asm:", err)
		os.Exit(1)
	}
}

// generate writes assembly_amd64.s and assembly_amd64.go.
func generate(dir string) error {
	declared, err := declarations("panel.go")
	if err != nil {
		return err
	}
	ctx := build.NewContext()
	ctx.ConstraintExpr("amd64,!purego")
	constants := make(map[string]bool)
	for _, isa := range []isa{avx2, avx512} {
		e := &emitter{Context: ctx, isa: isa, declared: declared, constants: constants}
		e.multiplyPanel()
		e.copyColumns()
		if isa == avx2 { // both sets use it
			e.transpose8()
		}
		e.softmaxRows()
		e.softmaxBackwardRows()
		e.layerNorm()
		e.layerNormBackward()
		e.gatherRows()
		e.scatterRows()
		e.sumRows()
		e.add()
		e.addScaled()
		e.dot()
		e.sumSquares()
		e.adam()
	}
	pause(ctx)
	file, err := ctx.Result()
	if err != nil {
		build.LogError(log.New(os.Stderr, "", 0), err, 0)
		return err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return err
	}
	config := printer.Config{Argv: []string{"go", "run", "./asm"}, Pkg: "kernel"}
	for extension, format := range map[string]printer.Builder{".s": printer.NewGoAsm, ".go": printer.NewStubs} {
		text, err := format(config).Print(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "assembly_amd64"+extension), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// declarations returns the types that a Go file of package kernel declares, for
// kernels that have a struct as an argument. The file must not need other files.
func declarations(path string) (*types.Package, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return new(types.Config).Check("kernel", set, []*ast.File{file}, nil)
}
