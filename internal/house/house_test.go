package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// may lists, for each package, which of the project's own packages it may
// import, and which of others beside the standard library. A package that is
// not listed may not exist.
var may = map[string]struct{ own, others []string }{
	"internal/random":   {},
	"internal/kernel":   {others: []string{"golang.org/x/sys/cpu"}},
	"data":              {own: []string{"internal/random"}},
	"data/score":        {own: []string{"data", "internal/random"}},
	"data/corpus":       {own: []string{"data", "internal/random"}},
	"checkpoints":       {others: []string{"github.com/gofrs/flock"}},
	"model":             {own: []string{"internal/kernel", "internal/random"}, others: []string{"gorgonia.org/gorgonia", "gorgonia.org/tensor", "github.com/chewxy/hm"}},
	"model/resolver":    {own: []string{"model", "data", "data/score", "checkpoints"}},
	"train":             {own: []string{"model", "model/resolver", "data", "data/score", "checkpoints", "internal/kernel", "internal/random"}},
	"inspect":           {own: []string{"inspect/layout", "model", "model/resolver", "data", "data/score"}},
	"inspect/layout":    {others: []string{"github.com/rivo/uniseg"}},
	"inspect/compare":   {own: []string{"inspect/layout", "resolve", "model", "data", "data/score"}},
	"inspect/explain":   {own: []string{"inspect/layout", "resolve", "model", "model/reference", "data"}},
	"inspect/draw":      {own: []string{"inspect", "inspect/layout", "model/resolver", "data"}},
	"inspect/export":    {own: []string{"inspect", "model", "model/resolver", "data"}},
	"inspect/faith":     {own: []string{"inspect/layout", "model", "model/resolver", "data", "data/score", "internal/random"}},
	"inspect/page":      {own: []string{"model", "model/resolver", "data", "inspect/draw"}},
	"internal/progress": {own: []string{"train", "inspect/layout"}, others: []string{"github.com/schollz/progressbar/v3"}},
	"cmd/train":         {own: []string{"train", "inspect", "model", "model/resolver", "data", "data/corpus", "checkpoints", "internal/progress"}, others: []string{"golang.org/x/term"}},
	"cmd/infer":         {own: []string{"inspect/draw", "inspect/export", "inspect/layout", "inspect/page", "inspect", "inspect/faith", "model", "model/resolver", "data", "data/corpus", "checkpoints"}, others: []string{"golang.org/x/term"}},
	"internal/house":    {},

	"internal/kernel/asm": {others: []string{"github.com/mmcloughlin/avo/attr", "github.com/mmcloughlin/avo/build", "github.com/mmcloughlin/avo/operand", "github.com/mmcloughlin/avo/reg", "github.com/mmcloughlin/avo/gotypes", "github.com/mmcloughlin/avo/printer", "github.com/mmcloughlin/avo/pass", "github.com/mmcloughlin/avo/ir"}}, // a generator
	"bench/workload":      {own: []string{"train", "model", "model/resolver", "data", "internal/random"}},
	"bench/compare":       {own: []string{"bench/workload", "data/corpus", "internal/kernel"}},
}

func TestArrows(t *testing.T) {
	const module = "antecedent/"
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles,CgoFiles,Standard", "-deps", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath                 string
			Imports, GoFiles, CgoFiles []string
			Standard                   bool
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if !p.Standard && len(p.CgoFiles) > 0 {
			t.Errorf("%s needs a C compiler", p.ImportPath)
		}
		name, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours || len(p.GoFiles) == 0 {
			continue
		}
		rule, ok := may[name]
		if !ok {
			t.Errorf("%s is not in the plan of the house", name)
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
