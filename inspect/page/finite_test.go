package page

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data/corpus"
	"antecedent/model"
)

func TestSnapshotsThatAreNoNumbersAreRefused(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(-1), -3e38} {
		c := contents()
		s := c.Model.Snapshots[2]
		s.Model = slices.Clone(s.Model)
		s.Model[1].Data = slices.Clone(s.Model[1].Data)
		s.Model[1].Data[2] = float32(bad)
		c.Model.Snapshots = []checkpoints.Snapshot{s}
		if err := Write(&bytes.Buffer{}, c); err == nil || !strings.Contains(err.Error(), "the snapshot of step 30") || !strings.Contains(err.Error(), s.Model[1].Name) {
			t.Errorf("%v: the error is %v", bad, err)
		}
	}
}

// A model whose answer to a text is not a number says so, and reads other texts.
func TestAnswersThatAreNoNumbersInTheBrowser(t *testing.T) {
	t.Parallel()
	r := untrained(small, 4)
	r.Model().Update(func(parameters []model.Parameter) {
		for _, p := range parameters {
			if p.Name == "pointer.W_Q" {
				for i := range p.Data {
					p.Data[i] = float32(math.Copysign(1e38, math.Sin(float64(i))))
				}
			}
		}
	})
	c := Contents{Model: Model{Name: "run", Resolver: r}, Sentences: []Sentence{{Text: "The cat sat."}}}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(written(t, c)), 0o644); err != nil {
		t.Fatal(err)
	}
	b := browse(t, "file://"+file, 1280, 900)
	shown := `$("heads").offsetParent !== null`
	b.expect("a text without a pronoun", shown, `!document.body.innerText.includes("NaN")`)
	b.write(corpus.Lesson)
	b.expect("one with", `$("answer").textContent.includes("not a finite number")`, `!(`+shown+`)`, `!document.body.innerText.includes("NaN")`)
	b.write("The cat sat on the mat.")
	b.expect("another without", shown, `!$("answer").textContent.includes("finite")`)
}
