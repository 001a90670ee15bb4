package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
)

// A Trainer trains a model. It is made by [New] or [Resume] and runs once.
type Trainer struct {
	run         Options
	streams     []*stream
	vectors     *checkpoints.Vectors // of the first step that was saved, which all share; nil without
	optimizer   *adamW
	sessions    [2]*model.Session // for the shares of a pair; the first evaluates as well
	gradients   *accumulator      // nil for one share
	stop        bool              // a process of the fleet was asked to stop
	state       State
	loss        float64 // of the last step
	began       time.Time
	temperature float64 // of the last evaluation, with which the model is saved; 0 for 1
	labelled    int     // examples of Valid, those that are validated on
	unlearnable Unlearnable
}

// New prepares a run that begins with the model's present weights. The processes of a
// fleet call it together.
func New(o Options) (*Trainer, error) {
	if o.Fleet == nil {
		o.Fleet = alone{}
	}
	if n := o.Fleet.Size(); n < 1 || n&(n-1) != 0 {
		return nil, fmt.Errorf("train: %d processes; use 1, 2, 4, 8, …", n)
	}
	problem := o.settle()
	if err := agree(o.Fleet, o.claims); err != nil {
		return nil, err
	}
	if problem != nil {
		return nil, problem
	}
	uses, err := o.distribute()
	if err != nil {
		return nil, err
	}
	o.Model.SetTemperature(0) // where training began with a saved model
	o.annotate()
	if err := o.examine(uses); err != nil {
		return nil, err
	}
	unlearnable := unlearnableOf(o.Train, uses)
	streams, learnable, err := newStreams(o.Train, o.Mixture, uses, o.Config.Shares, o.Config.Seed)
	if nothing := new(NothingError); errors.As(err, &nothing) {
		nothing.Unlearnable = unlearnable
	}
	if err != nil {
		return nil, err
	}
	o.Train = learnable
	t := &Trainer{
		run:         o,
		streams:     streams,
		optimizer:   newAdam(o.Model.Parameters(), o.Config.WeightDecay, o.Config.Clip),
		loss:        math.NaN(),
		labelled:    data.CountLabelled(o.Valid),
		unlearnable: unlearnable,
	}
	for k := range t.sessions {
		t.sessions[k] = o.Model.NewSession()
	}
	if o.Config.Shares > 1 {
		t.gradients = newAccumulator(o.Fleet, o.Model.Parameters(), o.Config.Shares/o.Fleet.Size())
	}
	source := o.Source
	if o.Fleet.Rank() == 0 { // which has the examples
		source.Fingerprint, source.Parts = fingerprint(o.Train, o.Valid), parts(t.streams)
	}
	if err := Broadcast(o.Fleet, &source); err != nil {
		return nil, err
	}
	t.state = State{Seed: o.Config.Seed, Horizon: o.Config.Steps, Config: o.Config, Data: source}
	if n := len(t.streams); n > 1 {
		t.state.Others = make([]Position, n-1)
	}
	return t, nil
}

// Run trains until the horizon, until patience runs out, for StopAfter steps, or
// until the context is cancelled, and saves the last step, after its evaluation if
// one is due. It returns an error if the run could not go on: if saving failed, or
// one that wraps [ErrDiverged], [ErrDisagree] or [ErrFleet].
func (t *Trainer) Run(ctx context.Context) (Result, error) {
	t.began = time.Now()
	var warnings []string
	err := agree(t.run.Fleet, t.claims)
	if err == nil {
		warnings, err = t.open()
	}
	t.release()
	start := Start{
		Config: t.run.Config, Step: t.state.Step, Train: len(t.run.Train), Mixture: mixture(t.streams), Valid: t.labelled,
		Parameters: t.run.Model.Size(), Dir: t.dir(), Warnings: warnings,
	}
	t.notify(func(o Observer) { o.Started(start) })
	status := Interrupted
	if err == nil {
		status, err = t.train(ctx)
	}
	result := Result{Status: status, Step: t.state.Step, Loss: t.loss, Dir: t.dir(), Seconds: t.seconds()}
	if b := t.state.Best; b != nil {
		result.Best, result.Valid = b.Step, b.Valid
	}
	t.notify(func(o Observer) { o.Ended(result) })
	return result, err
}

// train is the loop: evaluate when it is due, save when it is due, step.
func (t *Trainer) train(ctx context.Context) (Status, error) {
	if s := t.state.Status; s == Completed || s == EarlyStopped {
		return s, nil
	}
	t.state.Status = Running
	first := t.state.Step
	if err := t.reserve(); err != nil {
		return failed(err), err
	}
	for {
		if err := t.snapshot(); err != nil {
			return failed(err), err
		}
		improved := false
		if t.evaluationDue() {
			// A step is saved once, with its evaluation, so an interrupt waits for it.
			var err error
			if improved, err = t.evaluate(context.WithoutCancel(ctx)); err != nil {
				if errors.Is(err, model.ErrNotFinite) {
					err = fmt.Errorf("%w in step %d: %w", ErrDiverged, t.state.Step, err)
				}
				return t.fail(err)
			}
		}
		switch step := t.state.Step; {
		case step >= t.run.Config.Steps:
			return t.end(Completed)
		case t.run.Config.Patience > 0 && t.state.Patience >= t.run.Config.Patience:
			return t.end(EarlyStopped)
		case t.asked(ctx):
			return t.end(Interrupted)
		case t.run.StopAfter > 0 && step-first >= t.run.StopAfter:
			return t.end(Stopped)
		case improved, step > first && step%t.run.Config.SaveEvery == 0:
			if err := t.save(); err != nil {
				return failed(err), err
			}
		}
		if err := t.update(ctx); err != nil {
			return t.fail(err)
		}
	}
}

// asked reports whether the run is to stop here, at the request of any process. Processes
// learn of a request to another with the gradients of a step.
func (t *Trainer) asked(ctx context.Context) bool {
	if t.run.Fleet.Size() == 1 {
		return ctx.Err() != nil
	}
	return t.stop
}

// fail is the end of a run in which an error occurred. If only other processes were lost,
// the last step is as good as any other, and process 0 saves it.
func (t *Trainer) fail(err error) (Status, error) {
	if errors.Is(err, ErrFleet) && t.run.Fleet.Rank() == 0 {
		err = errors.Join(err, t.endAlone())
	}
	return failed(err), err
}

// endAlone saves the last step without the other processes, after its evaluation if one is
// due: a run that goes on from a step must not evaluate it, and then save it otherwise.
func (t *Trainer) endAlone() error {
	t.run.Fleet = alone{}
	if t.evaluationDue() {
		if _, err := t.evaluate(context.Background()); err != nil {
			return err
		}
	}
	_, err := t.end(Interrupted)
	return err
}

// update takes one optimizer step.
func (t *Trainer) update(ctx context.Context) error {
	number := t.state.Step + 1
	i := draw(t.streams, t.run.Config.Seed, number)
	from, position := t.streams[i], t.state.position(i)
	loss, gradients, err := t.compute(ctx, from, *position)
	if err != nil {
		return err
	}
	gradients = t.wanted(gradients, from)
	rate, norm := t.run.Config.rate(number), math.NaN()
	if finite(loss) {
		t.run.Model.Update(func(p []model.Parameter) { norm = t.optimizer.step(p, gradients, rate) })
	}
	if !finite(loss) || !finite(norm) {
		return fmt.Errorf("%w in step %d: loss %v, gradient norm %v", ErrDiverged, number, loss, norm)
	}
	step := Step{Step: number, Epoch: position.Epoch, Loss: loss, GradNorm: norm, LR: rate, Seconds: t.seconds()}
	if len(t.streams) > 1 {
		step.Source = from.Name
	}
	t.state.Step, t.loss = number, loss
	if position.Batch++; position.Batch == len(from.batches) {
		*position = Position{Epoch: position.Epoch + 1}
	}
	t.notify(func(o Observer) { o.Stepped(step) })
	return t.log(step)
}

func (t *Trainer) dir() string {
	if t.run.Store == nil {
		return ""
	}
	return t.run.Store.Dir()
}

func (t *Trainer) seconds() float64 { return time.Since(t.began).Seconds() }

func (t *Trainer) notify(event func(Observer)) {
	for _, o := range t.run.Observers {
		event(o)
	}
}
