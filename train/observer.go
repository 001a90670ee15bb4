package train

// An Observer is notified of what happens in a run, in order, on the goroutine of
// [Trainer.Run]. It cannot change the course of the run.
type Observer interface {
	Started(Start)
	Stepped(Step)
	Evaluated(Evaluation)
	Saved(Checkpoint)
	Ended(Result)
}

// A Start describes a run that begins.
type Start struct {
	Config     Config
	Step       int         // steps taken before; 0 for a new run
	Train      int         // examples
	Mixture    []Component // the sources of these; nil for one alone
	Valid      int         // examples held out to validate on
	Parameters int         // weights to be learned
	Dir        string      // the run's folder, empty where nothing is saved
	Warnings   []string
}

// A Step is one update of the weights.
type Step struct {
	Step     int     `json:"step"`
	Epoch    int     `json:"epoch"`
	Source   string  `json:"source,omitempty"` // of the batch; empty for one alone
	Loss     float64 `json:"loss"`             // mean over the batch, in nats
	GradNorm float64 `json:"grad_norm"`        // before clipping
	LR       float64 `json:"lr"`
	Seconds  float64 `json:"seconds"` // since this process began the run; the one field that a resumed run has otherwise
}

// An Evaluation is the model's score on the examples held out for validation.
type Evaluation struct {
	Step    int     `json:"step"`
	Valid   Scores  `json:"valid"`
	Best    bool    `json:"best"` // better than every evaluation before
	Seconds float64 `json:"seconds"`

	Observed *Observation `json:"-"` // of the example to observe, if there is one
}

// An Observation is what the pronoun of one example attends to at one step of the
// training.
type Observation struct {
	Tokens  []string
	Pronoun int           // its token
	Pointer []float32     // (T) probability that the pronoun refers to each token
	None    float32       // probability that it refers to none of them
	Heads   [][][]float32 // [L][H][T] the pronoun's rows of the attention patterns
}

// A Checkpoint is a step that was saved.
type Checkpoint struct {
	Step     int
	Best     bool
	Warnings []string
}

// A Result is how a run ended.
type Result struct {
	Status Status
	Step   int     // steps taken in all
	Loss   float64 // of the last step; NaN where this process took none
	Valid  Scores  // of the best evaluation
	Best   int     // the step of the best evaluation, 0 where there was none
	Dir    string  // the run's folder, empty where nothing is saved

	Seconds float64 // that this process spent in the run
}
