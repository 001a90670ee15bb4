package damage_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/train"
)

// resume opens the run for training and closes it again.
func resume(t testing.TB, s *scratch) outcome {
	store, step, err := checkpoints.Resume(s.dir)
	if err != nil {
		return outcome{err: err}
	}
	o := outcome{value: sumOf(step), warnings: store.Warnings()}
	if err := store.Close(); err != nil {
		return outcome{err: err}
	}
	o.history, o.changed = lines(s), s.changed(t)
	return o
}

// finish resumes the training and runs it to its horizon. The value is every byte of the
// last step, and the step that is then opened.
func finish(t testing.TB, s *scratch) (o outcome) {
	store, step, err := checkpoints.Resume(s.dir)
	if err != nil {
		return outcome{err: err}
	}
	defer func() {
		if err := store.Close(); err != nil && o.err == nil {
			o.err = err
		}
	}()
	options := options(t, small)
	options.Store = store
	seen, err := checkpoints.ReadTrained(s.dir)
	if err != nil {
		o.warnings = append(o.warnings, err.Error())
	}
	options.Seen = data.Texts(seen)
	options.Observers = []train.Observer{saver{&o.warnings}}
	trainer, err := train.Resume(options, step)
	if err != nil {
		return outcome{err: err}
	}
	r, err := trainer.Run(context.Background())
	if err != nil {
		return outcome{err: err}
	}
	o.warnings = append(o.warnings, store.Warnings()...)
	h := sha256.New()
	for _, name := range []string{"config.json", "vocab.txt", "model.safetensors", "optimizer.safetensors", "state.json", "manifest.json"} {
		content, err := os.ReadFile(filepath.Join(s.path(checkpoints.StepName(horizon)), name))
		if err != nil {
			return outcome{err: err}
		}
		h.Write(content)
	}
	latest, err := os.ReadFile(s.path("latest"))
	if err != nil {
		return outcome{err: err}
	}
	opened := openStep(s.dir)
	if opened.err != nil {
		return opened
	}
	o.warnings = append(o.warnings, opened.warnings...)
	o.history = lines(s)
	o.value = fmt.Sprintf("%v, latest %q %x, opens %s", r.Status, latest, h.Sum(nil)[:8], opened.value)
	return o
}

// A saver gathers the warnings of the saves of a run.
type saver struct{ warnings *[]string }

func (saver) Started(train.Start)        {}
func (saver) Stepped(train.Step)         {}
func (saver) Evaluated(train.Evaluation) {}
func (saver) Ended(train.Result)         {}
func (s saver) Saved(c train.Checkpoint) { *s.warnings = append(*s.warnings, c.Warnings...) }
