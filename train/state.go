package train

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/internal/restore"
	"antecedent/model"
)

// A State is all that a run needs to be resumed, beside the weights and the
// optimizer's moments: state.json of a checkpoint.
type State struct {
	Step      int    `json:"step"` // updates taken
	Position         // of the first source
	Seed      uint64 `json:"seed"`      // Config.Seed
	Horizon   int    `json:"horizon"`   // Config.Steps
	Evaluated int    `json:"evaluated"` // the last step whose evaluation was finished
	Best      *Best  `json:"best"`      // null before the first evaluation
	Patience  int    `json:"patience"`  // evaluations since the best one
	Status    Status `json:"status"`
	Config    Config `json:"config"`
	Data      Source `json:"data"`

	Others []Position `json:"others,omitempty"` // of the sources after the first
}

// position is that of the i-th source.
func (s *State) position(i int) *Position {
	if i == 0 {
		return &s.Position
	}
	return &s.Others[i-1]
}

// Best is the best evaluation so far: the one with the greatest accuracy, and of
// those the one with the least loss.
type Best struct {
	Step  int    `json:"step"`
	Valid Scores `json:"valid"`
}

// better reports whether scores beat the best so far, which may be nil.
func (b *Best) better(s Scores) bool {
	return b == nil || s.Accuracy > b.Valid.Accuracy || s.Accuracy == b.Valid.Accuracy && s.Loss < b.Valid.Loss
}

// A Source says where the examples came from, so that a resumed run can read
// them again. The trainer stores it in each checkpoint, sets the fingerprints and the
// parts, and uses nothing else of it.
type Source struct {
	Train       []string `json:"train"` // files; none for the built-in corpus, "builtin" for it among files
	Valid       string   `json:"valid"`
	Format      string   `json:"format"`
	Fingerprint string   `json:"fingerprint"`       // SHA-256 over the examples of both
	Parts       []Part   `json:"parts,omitempty"`   // the sources, where they have weights: one for each of Train
	Dropped     int      `json:"dropped,omitempty"` // examples that were left out of the training because Valid has their texts
}

// fingerprint is a hash of the texts, spans and labels of examples, in their order,
// which decide the course of a run.
func fingerprint(sets ...[]data.Example) string {
	h := sha256.New()
	for _, examples := range sets {
		fmt.Fprintln(h, len(examples))
		for _, e := range examples {
			fmt.Fprintf(h, "%q %v %v %v %v\n", e.Text, e.Pronoun, e.Candidates, e.Antecedents, e.Labelled)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// end saves the last step of the run, or of this process, and returns the status that
// it ended with.
func (t *Trainer) end(status Status) (Status, error) {
	t.state.Status = status
	if err := t.save(); err != nil {
		return failed(err), err
	}
	return status, nil
}

// checkFinite returns an error that wraps [ErrDiverged], and names the array, if a weight
// or a moment of the optimizer is no finite number. Such a step is never saved.
func (t *Trainer) checkFinite() error {
	for _, list := range [][]model.Parameter{t.run.Model.Parameters(), t.optimizer.state()} {
		for i := range list {
			if err := list[i].Finite(); err != nil {
				return fmt.Errorf("%w in step %d: %w", ErrDiverged, t.state.Step, err)
			}
		}
	}
	return nil
}

func (t *Trainer) save() error {
	if t.run.Store == nil {
		return nil
	}
	if err := t.checkFinite(); err != nil {
		return err
	}
	step, err := t.step()
	if err != nil {
		return err
	}
	best := t.state.Best != nil && t.state.Best.Step == t.state.Step
	if err := t.run.Store.Save(step, t.run.Config.Keep); err != nil {
		return err
	}
	saved := Checkpoint{Step: t.state.Step, Best: best, Warnings: t.run.Store.Warnings()}
	t.notify(func(o Observer) { o.Saved(saved) })
	return nil
}

// open keeps with the run which texts it is trained on, and those that the model
// was trained on before, and deletes the steps that an interrupted save did not get to.
func (t *Trainer) open() (warnings []string, err error) {
	if t.run.Store == nil {
		return nil, nil
	}
	if err := t.run.Store.WriteTrained(t.run.Seen.Union(data.TextsOf(t.run.Train))); err != nil {
		return nil, fmt.Errorf("the training was not begun: %w", err)
	}
	t.run.Store.Prune(t.run.Config.Keep)
	return t.run.Store.Warnings(), nil
}

func (t *Trainer) log(row any) error {
	if t.run.Store == nil {
		return nil
	}
	return t.run.Store.AppendMetrics(row)
}

// step makes a checkpoint of the run as it is now. The saved model has the temperature
// of the last evaluation; the one that is trained has none.
func (t *Trainer) step() (*checkpoints.Step, error) {
	c := t.run.Model.Config()
	c.Temperature = t.temperature
	step, err := restore.Of(c, t.run.Model.Parameters(), t.run.Encoder)
	if err != nil {
		return nil, err
	}
	if t.vectors == nil {
		t.vectors = step.Vectors
	}
	step.Number, step.Vectors, step.Optimizer = t.state.Step, t.vectors, restore.Tensors(t.optimizer.state())
	step.State, err = json.Marshal(t.state)
	return step, err
}

// Resume prepares the run that saved a step to go on. Configuration, model and
// encoder are the step's; all other options are the caller's. The error wraps
// [ErrOtherData] if the examples are not the same, and names the file and the field if
// the step's files do not fit each other or the examples.
func Resume(o Options, step *checkpoints.Step) (*Trainer, error) {
	state, err := ReadState(step)
	if err != nil {
		return nil, err
	}
	if o.Model, o.Encoder, err = restore.Step(step, nil); err != nil {
		return nil, err
	}
	temperature := o.Model.Config().Temperature
	o.Config = state.Config
	t, err := New(o)
	if err != nil {
		return nil, err
	}
	if err := sameSources(state.Data, t.state.Data); err != nil {
		return nil, fmt.Errorf("%s: %w", step.Dir, err)
	}
	if err := state.checkPositions(t.streams); err != nil {
		return nil, restore.Damaged(step, stateFile, err)
	}
	if err := t.optimizer.restore(state.Step, restore.Parameters(step.Optimizer)); err != nil {
		return nil, restore.Damaged(step, "optimizer.safetensors", err)
	}
	state.Data = t.state.Data // the files may have moved
	t.state, t.temperature = state, temperature
	return t, nil
}

// state returns the optimizer's moments, named m.<parameter> and v.<parameter>.
// They share its memory.
func (a *adamW) state() []model.Parameter {
	var list []model.Parameter
	for _, m := range a.moments {
		list = append(list, model.Parameter{Name: "m." + m.name, Shape: m.shape, Data: m.first})
	}
	for _, m := range a.moments {
		list = append(list, model.Parameter{Name: "v." + m.name, Shape: m.shape, Data: m.second})
	}
	return list
}

// restore sets the moments to what state returned after that number of steps.
func (a *adamW) restore(steps int, state []model.Parameter) error {
	given := make(map[string]*model.Parameter, len(state))
	for i := range state {
		given[state[i].Name] = &state[i]
	}
	for i, own := range a.state() {
		s := given[own.Name]
		if s == nil || !slices.Equal(s.Shape, own.Shape) || len(s.Data) != len(own.Data) {
			return fmt.Errorf("train: the optimizer's state does not fit the model: %s", own.Name)
		}
		if err := s.Finite(); err != nil {
			return fmt.Errorf("train: %w", err)
		}
		if second := i >= len(a.moments); second && slices.Min(s.Data) < 0 {
			return fmt.Errorf("train: %s holds %v, and the mean of a square is not negative", own.Name, slices.Min(s.Data))
		}
		copy(own.Data, s.Data)
		delete(given, own.Name)
	}
	for i := range state {
		if name := state[i].Name; given[name] != nil {
			return fmt.Errorf("train: the optimizer's state holds %.60q, which the model does not have", name)
		}
	}
	a.steps = steps
	return nil
}
