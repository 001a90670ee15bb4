package train

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/score"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/internal/restore"
	"antecedent/model"
)

// temperature returns that of a saved step.
func temperature(t *testing.T, dir string, step int) float64 {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, checkpoints.StepName(step), "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c model.Config
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c.Temperature
}

// evaluations collects the evaluations of a run.
type evaluations struct {
	canceller
	list []Evaluation
}

func (e *evaluations) Evaluated(x Evaluation) { e.list = append(e.list, x) }

// A saved step has the temperature of the last evaluation before it, which fits the
// predictions of its weights; the loss is that of temperature 1.
func TestTemperatureIsSaved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	seen := &evaluations{canceller: canceller{step: -1}}
	start(t, context.Background(), dir, func(o *Options) { o.Config.Keep = 0; o.Observers = []Observer{seen} })
	last := seen.list[len(seen.list)-1]
	if last.Step != 13 || last.Valid.Temperature == 0 || last.Valid.Temperature == 1 {
		t.Fatalf("%+v", last)
	}
	for step, want := range map[int]float64{13: last.Valid.Temperature, 5: seen.list[0].Valid.Temperature, 10: seen.list[1].Valid.Temperature} {
		if saved := temperature(t, dir, step); saved != want {
			t.Errorf("step %d is saved with the temperature %v, want %v", step, saved, want)
		}
	}

	step, err := checkpoints.Open(filepath.Join(dir, checkpoints.StepName(13)))
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Restore(step.Config, restore.Parameters(step.Model))
	if err != nil {
		t.Fatal(err)
	}
	o := toy(t, nil)
	structure.Annotate(o.Valid)
	predict := func() []score.Prediction {
		p, err := score.Predict(context.Background(), o.Encoder, o.Valid, func(b data.Batch) ([]float32, error) { return m.Forward(model.Batch(b)) })
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if again := score.FitTemperature(o.Valid, predict()); again < 0.998 || again > 1.002 {
		t.Errorf("the saved model's predictions ask for a temperature of %v more", again)
	}
	m.SetTemperature(0)
	if plain, err := evaluate(context.Background(), alone{}, m, m.NewSession(), o.Encoder, o.Valid); err != nil || plain.Loss != last.Valid.Loss || plain.Temperature != last.Valid.Temperature {
		t.Errorf("the evaluation was %+v, at temperature 1 it is %+v (%v)", last.Valid, plain, err)
	}
}

// A run that begins with a saved model begins with temperature 1, and takes the same
// steps as from a model that has none.
func TestTemperatureOfAnotherRunIsDropped(t *testing.T) {
	first := filepath.Join(t.TempDir(), "first")
	begin := func(with float64, dir string) {
		start(t, context.Background(), dir, func(o *Options) {
			o.Model.SetTemperature(with)
			o.Config.SaveEvery, o.Config.EvalEvery, o.Config.Keep = 2, 4, 0
		})
	}
	begin(0, first)
	second := filepath.Join(t.TempDir(), "second")
	begin(3, second)
	if outcome(t, first) != outcome(t, second) {
		t.Error("the temperature of the model that a run begins with changes the run")
	}
	if saved := temperature(t, second, 2); saved != 0 {
		t.Errorf("before the first evaluation the temperature is %v", saved)
	}
}

// A model without structure, as that of the lesson, has no temperature.
func TestNoTemperatureWithoutStructure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	start(t, context.Background(), dir, func(o *Options) {
		table, err := vectors.Builtin()
		if err != nil {
			t.Fatal(err)
		}
		o.Encoder = data.Encoder{Vocabulary: o.Encoder.Vocabulary, Vectors: table}
		if o.Model, err = model.New(model.Config{Vocabulary: o.Encoder.Vocabulary.Len(), Vectors: table.Width(), Layers: 1, Heads: 2, Width: 6, Hidden: 5, Radius: 4}, 1); err != nil {
			t.Fatal(err)
		}
	})
	raw, err := os.ReadFile(filepath.Join(dir, checkpoints.StepName(13), "config.json"))
	if err != nil || strings.Contains(string(raw), "temperature") {
		t.Errorf("%s (%v)", raw, err)
	}
}
