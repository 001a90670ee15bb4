package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/internal/random"
	"antecedent/model"
	"antecedent/model/resolver"
)

// Options are what a run is made of.
type Options struct {
	Config    Config
	Resolver  *resolver.Resolver // the model to train, with its vocabulary
	Train     []data.Example     // must hold labelled examples; others are left out
	Valid     []data.Example     // held out; without any there is no best step
	Source    Source             // kept in the checkpoints for who resumes
	Store     *checkpoints.Run   // where steps are saved; nil: nowhere
	Glimpse   *data.Example      // looked at in every evaluation; may be nil
	Observers []Observer
	StopAfter int // stops as an interrupt would after so many steps of this process; 0: never
}

// A Trainer is a run that can be trained, once.
type Trainer struct {
	Options
	optimizer *Adam
	state     State
	loss      float64 // of the last step
	began     time.Time

	batches    [][]int // of the epoch batchEpoch
	batchEpoch int
}

// New prepares a new run with the model's weights as they are.
func New(o Options) (*Trainer, error) {
	if err := o.Config.Validate(); err != nil {
		return nil, err
	}
	var labelled []data.Example
	for _, e := range o.Train {
		if e.Labelled {
			labelled = append(labelled, e)
		}
	}
	if len(labelled) == 0 {
		return nil, errors.New("train: no labelled example to train on")
	}
	o.Train = labelled
	t := &Trainer{
		Options:    o,
		optimizer:  NewAdam(o.Resolver.Model.Parameters(), o.Config.WeightDecay, o.Config.Clip),
		loss:       math.NaN(),
		batchEpoch: -1,
	}
	t.state = State{Seed: o.Config.Seed, Horizon: o.Config.Steps, Config: o.Config, Data: o.Source}
	t.state.Data.Fingerprint = fingerprint(o.Train, o.Valid)
	return t, nil
}

// Run trains until the horizon, until patience runs out, or until the context
// is cancelled, which saves the step that was reached. It returns an error
// where the run could not go on: when saving failed, or with [ErrDiverged].
func (t *Trainer) Run(ctx context.Context) (Result, error) {
	t.began = time.Now()
	start := Start{
		Config: t.Config, Step: t.state.Step, Train: len(t.Train), Valid: len(t.Valid),
		Parameters: t.Resolver.Model.Size(), Dir: t.dir(),
	}
	t.tell(func(o Observer) { o.Started(start) })
	status, err := t.train(ctx)
	result := Result{Status: status, Step: t.state.Step, Loss: t.loss, Dir: t.dir(), Seconds: t.seconds()}
	if b := t.state.Best; b != nil {
		result.Best, result.Valid = b.Step, b.Valid
	}
	t.tell(func(o Observer) { o.Ended(result) })
	return result, err
}

// train is the loop: evaluate when it is due, save when it is due, step.
func (t *Trainer) train(ctx context.Context) (Status, error) {
	if s := t.state.Status; s == Completed || s == EarlyStopped {
		return s, nil
	}
	t.state.Status = Running
	first := t.state.Step
	for {
		if err := t.snapshot(); err != nil {
			return Interrupted, err
		}
		improved := false
		if t.evaluationDue() {
			var err error
			switch improved, err = t.evaluate(ctx); {
			case errors.Is(err, context.Canceled):
				return Interrupted, t.end(Interrupted) // evaluated when resumed
			case err != nil:
				return Interrupted, err
			}
		}
		switch step := t.state.Step; {
		case step >= t.Config.Steps:
			return Completed, t.end(Completed)
		case t.Config.Patience > 0 && t.state.Patience >= t.Config.Patience:
			return EarlyStopped, t.end(EarlyStopped)
		case ctx.Err() != nil, t.StopAfter > 0 && step-first >= t.StopAfter:
			return Interrupted, t.end(Interrupted)
		case improved, step > first && step%t.Config.SaveEvery == 0:
			if err := t.save(); err != nil {
				return Interrupted, err
			}
		}
		if err := t.update(); err != nil {
			if errors.Is(err, ErrDiverged) {
				return Diverged, err
			}
			return Interrupted, err
		}
	}
}

// update takes one optimizer step.
func (t *Trainer) update() error {
	batch, err := t.nextBatch()
	if err != nil {
		return err
	}
	number := t.state.Step + 1
	loss, gradients, err := t.Resolver.Model.Gradients(batch, model.Dropout{Rate: t.Config.Dropout, Seed: t.Config.Seed, Step: number})
	if err != nil {
		return err
	}
	rate, norm := t.Config.rate(number), math.NaN()
	if finite(loss) {
		norm = t.optimizer.Step(t.Resolver.Model.Parameters(), gradients, rate)
		t.Resolver.Model.Changed()
	}
	if !finite(loss) || !finite(norm) {
		return fmt.Errorf("%w in step %d: loss %v, gradient norm %v", ErrDiverged, number, loss, norm)
	}
	epoch := t.state.Epoch
	t.state.Step, t.loss = number, loss
	if t.state.Batch++; t.state.Batch == len(t.batches) {
		t.state.Epoch, t.state.Batch = epoch+1, 0
	}
	step := Step{Step: number, Epoch: epoch, Loss: loss, GradNorm: norm, LR: rate, Seconds: t.seconds()}
	t.tell(func(o Observer) { o.Stepped(step) })
	return t.log(step)
}

// nextBatch is the batch at the state's place in the order of its epoch.
func (t *Trainer) nextBatch() (model.Batch, error) {
	if t.batchEpoch != t.state.Epoch {
		lengths := make([]int, len(t.Train))
		for i, e := range t.Train {
			lengths[i] = len(e.Tokens)
		}
		t.batches = data.Batches(lengths, t.Config.Batch, t.Config.Seed, uint64(t.state.Epoch))
		t.batchEpoch = t.state.Epoch
	}
	longest := 0
	examples := make([]data.Example, 0, t.Config.Batch)
	for _, i := range t.batches[t.state.Batch] {
		examples = append(examples, t.Train[i])
		longest = max(longest, len(t.Train[i].Tokens))
	}
	b, err := t.Resolver.Encoder.Batch(examples, t.Config.Batch, data.PaddedLength(longest))
	if err != nil {
		return model.Batch{}, err
	}
	t.dropWords(b)
	return model.Batch(b), nil
}

// dropWords makes words unknown at random, so that the model learns what to do
// with words that it has no vector for.
func (t *Trainer) dropWords(b data.Batch) {
	if t.Config.WordDropout == 0 {
		return
	}
	key := random.Key(t.Config.Seed, "word dropout", uint64(t.state.Step+1))
	threshold := uint64(t.Config.WordDropout * (1 << 32))
	for i := range b.Words {
		if random.At(key, uint64(i))>>32 < threshold && i%b.Length != b.Pronouns[i/b.Length] {
			b.Words[i] = 0
		}
	}
}

// evaluationDue reports whether the step that was reached is to be evaluated
// and has not been.
func (t *Trainer) evaluationDue() bool {
	s := t.state.Step
	return len(t.Valid) > 0 && s > t.state.Evaluated && (s%t.Config.EvalEvery == 0 || s >= t.Config.Steps)
}

func (t *Trainer) evaluate(ctx context.Context) (improved bool, err error) {
	scores, err := Evaluate(ctx, t.Resolver, t.Valid)
	if err != nil {
		return false, err
	}
	s := &t.state
	s.Evaluated = s.Step
	s.Patience++
	if s.Best.better(scores) {
		s.Best, s.Patience, improved = &Best{Step: s.Step, Valid: scores}, 0, true
	}
	e := Evaluation{Step: s.Step, Valid: scores, Best: improved, Seconds: t.seconds()}
	if t.Glimpse != nil {
		if e.Glimpse, err = glimpse(t.Resolver, t.Glimpse); err != nil {
			return false, err
		}
	}
	t.tell(func(o Observer) { o.Evaluated(e) })
	return improved, t.log(e)
}

// end saves the last step of the run, or of this process.
func (t *Trainer) end(status Status) error {
	t.state.Status = status
	return t.save()
}

func (t *Trainer) save() error {
	if t.Store == nil {
		return nil
	}
	step, err := t.step()
	if err != nil {
		return err
	}
	best := t.state.Best != nil && t.state.Best.Step == t.state.Step
	if err := t.Store.Save(step, checkpoints.SaveOptions{Best: best, Keep: t.Config.Keep}); err != nil {
		return err
	}
	saved := Checkpoint{Step: t.state.Step, Best: best, Warnings: t.Store.Warnings()}
	t.tell(func(o Observer) { o.Saved(saved) })
	return nil
}

func (t *Trainer) log(row any) error {
	if t.Store == nil {
		return nil
	}
	return t.Store.AppendMetrics(row)
}

func (t *Trainer) dir() string {
	if t.Store == nil {
		return ""
	}
	return t.Store.Dir()
}

func (t *Trainer) seconds() float64 { return time.Since(t.began).Seconds() }

func (t *Trainer) tell(what func(Observer)) {
	for _, o := range t.Observers {
		what(o)
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
