package restore_test

import (
	"reflect"
	"testing"

	"antecedent/data"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/internal/restore"
	"antecedent/model"
)

// A step that was made of a model and an encoder makes the same ones again.
func TestStepOf(t *testing.T) {
	table, err := vectors.New([]string{"", "cat", "mat"}, 2, []int8{0, 0, 3, 4, -5, 6}, []float32{1, 0.5, 0.25})
	if err != nil {
		t.Fatal(err)
	}
	words := data.NewVocabulary(data.FromText("The cat saw it."), 1)
	for name, e := range map[string]data.Encoder{
		"words":                 {Vocabulary: words},
		"n-grams":               {Vocabulary: words, Buckets: 16},
		"vectors and structure": {Vocabulary: words, Vectors: table, Structure: len(structure.Features())},
	} {
		c := model.Default()
		c.Vocabulary, c.NgramBuckets, c.Vectors, c.Structure = e.Sizes()
		m, err := model.New(c, 3)
		if err != nil {
			t.Fatal(err)
		}
		step, err := restore.Of(m.Config(), m.Parameters(), e)
		if err != nil {
			t.Fatal(err)
		}
		again, encoder, err := restore.Step(step, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again.Config() != m.Config() || !reflect.DeepEqual(again.Parameters(), m.Parameters()) {
			t.Errorf("%s: another model", name)
		}
		if got, want := contents(encoder), contents(e); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the encoder has %v, not %v", name, got, want)
		}
	}
}

// contents is all that an encoder has.
func contents(e data.Encoder) []any {
	list := []any{e.Vocabulary.Words(), e.Buckets, e.Structure}
	if v := e.Vectors; v != nil {
		list = append(list, v.Words(), v.Width(), v.Values(), v.Scales())
	}
	return list
}
