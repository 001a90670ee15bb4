package main

import (
	"path/filepath"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
	"antecedent/internal/testenv"
)

func TestRecall(t *testing.T) {
	files := map[string]string{"LitBank": "litbank", "GUM": "gum", "DPR": "xwino/en-dpr-train.tsv"}
	for _, set := range sets {
		t.Run(set.name, func(t *testing.T) {
			testenv.Data(t, files[set.name])
			r, err := set.measure(testenv.DataDir())
			if err != nil {
				t.Fatal(err)
			}
			if r.antecedents < 1000 {
				t.Fatalf("only %d antecedents in %s", r.antecedents, filepath.Join(testenv.DataDir(), files[set.name]))
			}
			if r.Recall() < set.target {
				t.Errorf("recall %.3f, want at least %.3f", r.Recall(), set.target)
			}
			t.Logf("recall %.3f of %d, precision %.3f of %d", r.Recall(), r.antecedents, ratio(r.right, r.mentions), r.mentions)
		})
	}
}

func TestResult(t *testing.T) {
	b := &builder{}
	for i, word := range []string{"The", "man", "'s", "hat", "fell", ".", "It", "was", "his", "."} {
		b.space = b.space && word != "'s"
		b.add(word, i/6, true)
	}
	b.mark("hat", data.Span{Start: 0, End: 4})
	b.mark("hat", data.Span{Start: 6, End: 7})
	b.mark("man", data.Span{Start: 0, End: 3})
	b.mark("man", data.Span{Start: 8, End: 9})
	b.mark("fall", data.Span{Start: 4, End: 5})
	var r result
	r.add(b.document())
	// "The man's hat" before "It", "The man's" before "his"; "fell" is no mention.
	if r.antecedents != 2 || r.found != 2 || r.all != 3 || r.allFound != 2 || r.mentions != 2 || r.right != 2 {
		t.Errorf("%+v of %v", r, mention.Find(b.document().tokens))
	}
}

func TestGender(t *testing.T) {
	testenv.Data(t, "gap/gap-development.tsv")
	r, err := measureGender(testenv.DataDir())
	if err != nil {
		t.Fatal(err)
	}
	names := r.agree + r.differ + r.open
	if names < 1500 || ratio(r.agree, names) < .5 || ratio(r.differ, names) > .02 {
		t.Errorf("%+v: want at least half of the names to agree and at most .02 to differ", r)
	}
	if ratio(r.merged, r.examples) > .01 {
		t.Errorf("%+v: the candidates of an example are different people", r)
	}
}
