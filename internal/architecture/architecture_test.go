package architecture

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed lists, for each package, which of the project's own packages it may
// import, and which others beside the standard library. A package that is not
// listed may not exist. Data flows one way: commands use what looks inside, that
// uses resolve, and resolve uses checkpoints, model and data.
var allowed = map[string]struct{ own, others []string }{
	"internal/random": {},
	"internal/text":   {},
	"internal/object": {},
	"internal/kernel": {others: []string{"golang.org/x/sys/cpu"}},

	"data/lookup":          {others: []string{"golang.org/x/text/unicode/norm"}},
	"data":                 {own: []string{"data/lookup", "data/vectors", "internal/random"}},
	"data/vectors":         {own: []string{"data/lookup", "internal/text"}},
	"data/vectors/recipe":  {own: []string{"data/vectors"}}, // a generator
	"data/mention":         {own: []string{"data", "data/lookup"}},
	"data/mention/recipe":  {own: []string{"data", "data/mention", "data/vectors"}}, // a generator
	"data/mention/measure": {own: []string{"data", "data/format", "data/mention"}},
	"data/structure":       {own: []string{"data", "data/lookup", "data/mention"}},
	"data/window":          {own: []string{"data", "data/mention"}},
	"data/format":          {own: []string{"data", "data/lookup", "internal/text"}},
	"data/corpus":          {own: []string{"data", "internal/random"}},
	"data/score":           {own: []string{"data", "data/lookup", "internal/random"}},
	"data/mine":            {own: []string{"data", "data/lookup", "data/mention", "internal/text"}},
	"data/mine/check":      {own: []string{"data", "data/mine"}},
	"checkpoints":          {others: []string{"github.com/gofrs/flock"}},

	"model/reference": {},
	"model":           {own: []string{"model/reference", "internal/kernel", "internal/object", "internal/random"}, others: []string{"gorgonia.org/gorgonia", "gorgonia.org/tensor", "github.com/chewxy/hm"}},
	"train":           {own: []string{"model", "data", "data/score", "data/structure", "checkpoints", "internal/kernel", "internal/object", "internal/random", "internal/restore"}},
	"resolve":         {own: []string{"model", "model/reference", "data", "data/lookup", "data/score", "data/structure", "data/vectors", "data/window", "checkpoints", "internal/restore"}},
	"resolve/rewrite": {own: []string{"data", "data/lookup", "data/mention", "data/structure", "resolve"}},

	"resolve/english":        {own: []string{"resolve", "data/mention", "data/vectors", "checkpoints"}},
	"resolve/english/recipe": {own: []string{"data/vectors", "checkpoints"}}, // a generator

	"inspect/layout":       {others: []string{"github.com/rivo/uniseg"}},
	"inspect/inspecttest":  {own: []string{"inspect/layout", "resolve", "model", "data"}},
	"inspect/terminal":     {own: []string{"inspect/layout", "resolve", "model", "data"}},
	"inspect/accuracy":     {own: []string{"inspect/layout", "resolve", "model", "data", "data/format", "data/score", "data/structure"}},
	"inspect/explain":      {own: []string{"inspect/layout", "resolve", "model", "model/reference", "data"}},
	"inspect/compare":      {own: []string{"inspect/layout", "resolve", "model", "data", "data/score", "data/window"}},
	"inspect/faithfulness": {own: []string{"inspect/layout", "resolve", "model", "data", "data/score", "internal/random"}},
	"inspect/predict":      {own: []string{"resolve", "data", "data/format", "data/score"}},
	"inspect/svg":          {own: []string{"inspect/layout", "resolve", "model", "data", "checkpoints"}},
	"inspect/page":         {own: []string{"inspect/layout", "resolve", "model", "data", "data/mention", "data/structure", "data/vectors", "checkpoints"}},
	"inspect/export":       {own: []string{"resolve", "data"}},

	"internal/restore":  {own: []string{"model", "data", "data/structure", "data/vectors", "checkpoints"}},
	"internal/progress": {own: []string{"train", "inspect/layout"}, others: []string{"github.com/schollz/progressbar/v3"}},
	"internal/cli":      {own: []string{"checkpoints", "inspect/layout", "internal/text"}, others: []string{"golang.org/x/term"}},
	"cmd/train":         {own: []string{"train", "resolve", "resolve/english", "inspect/accuracy", "model", "data", "data/corpus", "data/lookup", "data/format", "data/mention", "data/structure", "data/vectors", "data/window", "checkpoints", "internal/cli", "internal/kernel", "internal/mpi", "internal/progress", "internal/restore", "internal/text"}},
	"cmd/infer":         {own: []string{"inspect/accuracy", "inspect/compare", "inspect/explain", "inspect/export", "inspect/faithfulness", "inspect/layout", "inspect/page", "inspect/predict", "inspect/svg", "inspect/terminal", "resolve", "resolve/english", "resolve/rewrite", "model", "data", "data/corpus", "data/format", "data/mine", "data/score", "data/window", "checkpoints", "internal/cli", "internal/text"}},

	"internal/architecture": {},
	"recipes":               {},
	"internal/testenv":      {},
	"internal/mpi":          {},                                                                                                                                                                                                                                                                                                                // with the tag mpi also github.com/ebitengine/purego
	"internal/kernel/asm":   {others: []string{"github.com/mmcloughlin/avo/attr", "github.com/mmcloughlin/avo/build", "github.com/mmcloughlin/avo/operand", "github.com/mmcloughlin/avo/reg", "github.com/mmcloughlin/avo/gotypes", "github.com/mmcloughlin/avo/printer", "github.com/mmcloughlin/avo/pass", "github.com/mmcloughlin/avo/ir"}}, // a generator
	"bench/workload":        {own: []string{"train", "model", "data", "data/vectors", "internal/random"}},
	"bench/bias":            {own: []string{"inspect/accuracy", "inspect/layout", "resolve", "resolve/english", "data", "data/format", "data/score", "internal/cli"}},
	"bench/structure":       {own: []string{"data", "data/format", "data/score", "data/structure"}},
	"bench/compare":         {own: []string{"bench/workload", "data/corpus", "internal/kernel"}},
	"bench/scale":           {own: []string{"bench/workload", "train", "internal/kernel", "internal/mpi"}},
}

func TestImports(t *testing.T) {
	const module = "antecedent/"
	for _, p := range dependencies(t, module+"...") {
		if !p.Standard && len(p.CgoFiles) > 0 {
			t.Errorf("%s needs a C compiler", p.ImportPath)
		}
		name, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours || len(p.GoFiles) == 0 {
			continue
		}
		rule, ok := allowed[name]
		if !ok {
			t.Errorf("%s is not in the list of packages", name)
			continue
		}
		for _, path := range p.Imports {
			own, isOwn := strings.CutPrefix(path, module)
			switch {
			case isOwn && slices.Contains(rule.own, own):
			case !isOwn && !strings.Contains(strings.Split(path, "/")[0], "."): // the standard library
			case !isOwn && slices.Contains(rule.others, path):
			default:
				t.Errorf("%s must not import %s", name, path)
			}
		}
	}
}

// TestMPI checks that the default build of the commands cannot open libraries, and
// that the tag mpi adds that for internal/mpi alone and needs no C compiler.
func TestMPI(t *testing.T) {
	const library, user = "github.com/ebitengine/purego", "antecedent/internal/mpi"
	for _, pattern := range []string{"antecedent/cmd/train", "antecedent/cmd/infer", user} {
		for _, p := range dependencies(t, pattern) {
			if p.ImportPath == library {
				t.Errorf("%s depends on %s without the tag mpi", pattern, library)
			}
		}
	}
	t.Setenv("CGO_ENABLED", "0")
	for _, system := range []string{"linux", "darwin"} {
		t.Setenv("GOOS", system)
		for _, p := range dependencies(t, "antecedent/...", "-tags", "mpi") {
			if strings.HasPrefix(p.ImportPath, "antecedent/") && slices.Contains(p.Imports, library) != (p.ImportPath == user) {
				t.Errorf("with the tag mpi, %s imports %q", p.ImportPath, p.Imports)
			}
		}
		if out, err := exec.Command("go", "build", "-tags", "mpi", user).CombinedOutput(); err != nil {
			t.Errorf("go build -tags mpi for %s: %v\n%s", system, err, out)
		}
	}
}

// A goPackage is what go list says of a package.
type goPackage struct {
	ImportPath                 string
	Imports, GoFiles, CgoFiles []string
	Standard                   bool
}

// dependencies lists packages with all that they import, built with flags of go list.
func dependencies(t *testing.T, pattern string, flags ...string) []goPackage {
	args := append([]string{"list", "-json=ImportPath,Imports,GoFiles,CgoFiles,Standard", "-deps"}, flags...)
	out, err := exec.Command("go", append(args, pattern)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}
