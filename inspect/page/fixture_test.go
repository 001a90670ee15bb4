package page

import (
	"context"
	"math"
	"os"
	"strings"
	"sync"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/train"
)

// untrained is a model of random weights with the words of the corpus. A greater
// gain makes its attention sharper, as training does.
func untrained(change func(*model.Config), gain float32) *resolve.Resolver {
	v := data.NewVocabulary(builtin.Train[:2000], 1)
	c := model.Default()
	c.Layers = 2
	c.Vocabulary = v.Len()
	change(&c)
	m, err := model.New(c, 3)
	must(err)
	m.Update(func(parameters []model.Parameter) {
		for _, p := range parameters {
			for i := range p.Data {
				switch {
				case strings.HasSuffix(p.Name, "bias") || strings.Contains(p.Name, ".b_") || strings.HasSuffix(p.Name, "position") || strings.HasSuffix(p.Name, "none") || strings.HasSuffix(p.Name, "structure"):
					p.Data[i] = float32(math.Sin(float64(i*7+len(p.Name)))) * 0.3 // nothing stays zero
				case strings.Contains(p.Name, "W_Q"):
					p.Data[i] *= gain
				}
			}
		}
	})
	e := data.Encoder{Vocabulary: v, Buckets: c.NgramBuckets, Structure: c.Structure}
	if c.Vectors > 0 {
		e.Vectors = frequent()
	}
	r, err := resolve.New(m, e)
	must(err)
	return r
}

// frequent are the word vectors of models here: those of the 4000 most frequent words
// and of readWords.
var frequent = sync.OnceValue(func() *vectors.Table {
	t, err := vectors.Builtin()
	must(err)
	return restrict(t, 4000, nil)
})

// withEnglish makes a model that reads word vectors and structure.
func withEnglish(c *model.Config) {
	c.Vectors, c.Structure = frequent().Width(), len(structure.Features())
}

var builtin = func() *corpus.Corpus {
	c, err := corpus.Load()
	must(err)
	return c
}()

func small(c *model.Config) { c.Width, c.Hidden = 32, 32 }

// trained is a small model after a short training, with its snapshots and history.
var trained = sync.OnceValue(func() Model {
	m := Model{Name: "run-1", Step: 120, Resolver: untrained(small, 1)}
	dir, err := os.MkdirTemp("", "page")
	must(err)
	defer os.RemoveAll(dir)
	store, err := checkpoints.Create(dir)
	must(err)
	defer store.Close()
	c := train.Default()
	c.Steps, c.EvalEvery, c.SaveEvery, c.Snapshots = m.Step, 60, m.Step, 5
	trainer, err := train.New(train.Options{Config: c, Model: m.Resolver.Model(), Encoder: m.Resolver.Encoder(), Train: builtin.Train, Valid: builtin.Valid[:40], Store: store})
	must(err)
	_, err = trainer.Run(context.Background())
	must(err)
	m.Snapshots, err = checkpoints.Snapshots(dir)
	must(err)
	m.History, err = checkpoints.ReadHistory(dir)
	must(err)
	return m
})

func must(err error) {
	if err != nil {
		panic(err)
	}
}
