package train

import (
	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
)

// Options are the model, the data and the observers of a run.
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
