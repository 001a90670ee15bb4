package train

import (
	"errors"
	"fmt"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
)

// Options are the model, the data and the observers of a run. The processes of a fleet have
// the examples of process 0, and need no others.
type Options struct {
	Config    Config
	Model     *model.Model     // to be trained; Resume makes its own
	Encoder   data.Encoder     // with the model's vocabulary; Resume makes its own
	Train     []data.Example   // those that are not labelled are left out
	Mixture   []Component      // the sources that Train consists of, one after the other; nil: one source
	Valid     []data.Example   // held out; without a labelled one there is no best step
	Seen      data.Texts       // that the model was trained on before; nil: none are known
	Source    Source           // where the examples came from, stored in the checkpoints
	Store     *checkpoints.Run // where steps are saved; nil: nowhere
	Observe   *data.Example    // whose attention each evaluation reports; may be nil
	Observers []Observer
	Fleet     Fleet // the processes that train together; nil for this one alone
	StopAfter int   // steps of this process after which it stops, to be resumed; 0: no limit
}

// ErrFewShares is wrapped by the error of a fleet of more processes than a batch has shares.
var ErrFewShares = errors.New("each process needs a share of the batch")

// settle replaces what is left open by its default, and returns an error if the options do
// not fit each other.
func (o *Options) settle() error {
	if err := o.Config.Validate(); err != nil {
		return err
	}
	if o.Config.Shares == 0 {
		o.Config.Shares = defaultShares(o.Config.Batch)
	}
	if n := o.Fleet.Size(); n > o.Config.Shares {
		return fmt.Errorf("train: %w (processes: %d, shares: %d)", ErrFewShares, n, o.Config.Shares)
	}
	if o.Fleet.Rank() > 0 { // process 0 does it
		o.Store, o.Observers, o.Observe = nil, nil, nil
	}
	if o.Model == nil || o.Encoder.Vocabulary == nil {
		return errors.New("train: a model and an encoder with its vocabulary are needed")
	}
	if err := o.Model.Config().Fits(o.Encoder.Sizes()); err != nil {
		return fmt.Errorf("train: the encoder does not fit the model: %w", err)
	}
	return checkFreeze(o.Config, o.Model.Parameters())
}
