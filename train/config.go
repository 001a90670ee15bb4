package train

import (
	"errors"
	"fmt"
	"math"
)

// A Config says how a model is trained. It is stored with each step, and a resumed
// run goes on with it.
type Config struct {
	Steps       int     `json:"steps"`            // horizon: the learning rate reaches 0 there
	Batch       int     `json:"batch"`            // texts a step
	Shares      int     `json:"shares"`           // equal parts of a batch, whose gradients are added in a fixed tree: 1, 2, 4, …; 0 for 4, or fewer that divide the batch
	LR          float64 `json:"lr"`               // greatest learning rate, reached after the warm-up
	Warmup      int     `json:"warmup"`           // steps over which the learning rate rises from 0
	Dropout     float64 `json:"dropout"`          // probability that an activation is dropped
	WordDropout float64 `json:"word_dropout"`     // probability that a word is read as unknown
	WeightDecay float64 `json:"weight_decay"`     // of matrices; decoupled from the gradient
	Clip        float64 `json:"clip"`             // greatest global norm of the gradient; 0 for no limit
	Seed        uint64  `json:"seed"`             // of weights, order and dropout
	EvalEvery   int     `json:"eval_every"`       // steps between evaluations; the last step is always one
	SaveEvery   int     `json:"save_every"`       // steps between checkpoints; best and last steps are always saved
	Keep        int     `json:"keep"`             // checkpoints kept beside the best; 0 for all
	Patience    int     `json:"patience"`         // evaluations without a better one before stopping early; 0 for never
	Snapshots   int     `json:"snapshots"`        // steps whose weights are kept, to see later how they changed; 0 for none
	Freeze      string  `json:"freeze,omitempty"` // beginnings of the names of parameters that stay as they are, with commas between
}

// Default returns the configuration for the default model and the built-in corpus.
// The numbers were chosen on its validation split.
func Default() Config {
	return Config{
		Steps:       3000,
		Batch:       64,
		LR:          2e-3,
		Warmup:      200, // a slower start finds the word that decides with every seed tried
		Dropout:     0,   // the corpus is too large for the model to memorise
		WordDropout: 0,   // nearly every word has a vector
		WeightDecay: 0.1,
		Clip:        1,
		Seed:        1,
		EvalEvery:   300,
		SaveEvery:   300,
		Keep:        3,
		Patience:    0,
	}
}

// maxShares is the greatest number of shares, and so of processes.
const maxShares = 1 << 10

// usualShares is the number of shares of a batch that can be cut into so many. On one
// process with two processors a step takes as long as with one share, and up to a twentieth
// longer with 8 (go run ./bench/scale -shares 1,2,4,8).
const usualShares = 4

// defaultShares is the greatest number of shares up to [usualShares] that a batch can be
// cut into.
func defaultShares(batch int) int {
	n := usualShares
	for batch%n != 0 {
		n /= 2
	}
	return n
}

// maxSnapshots is the greatest number of snapshots, which a page replays one by one.
const maxSnapshots = 10_000

// Validate returns an error that lists everything that is wrong with the
// configuration, a line each.
func (c Config) Validate() error {
	var errs []error
	for _, problem := range c.problems() {
		errs = append(errs, errors.New("train: "+problem))
	}
	return errors.Join(errs...)
}

// problems lists what is wrong with the configuration.
func (c Config) problems() (problems []string) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	rate := func(x float64) bool { return x >= 0 && x < 1 }
	positive := func(x float64) bool { return x > 0 && !math.IsInf(x, 0) }
	check(c.Steps >= 1, "%d steps; use 1 or more", c.Steps)
	check(c.Batch >= 1, "a batch of %d; use 1 or more", c.Batch)
	check(c.Shares >= 0 && c.Shares <= maxShares && c.Shares&(c.Shares-1) == 0, "%d shares of a batch; use 1, 2, 4, 8, … up to %d", c.Shares, maxShares)
	check(c.Shares <= 0 || c.Shares&(c.Shares-1) != 0 || c.Batch%c.Shares == 0, "a batch of %d cannot be cut into %d equal shares", c.Batch, c.Shares)
	check(positive(c.LR), "learning rate %v; use a number greater than 0", c.LR)
	check(c.Warmup >= 0, "%d steps of warm-up; use 0 or more", c.Warmup)
	check(rate(c.Dropout), "dropout %v; use at least 0 and less than 1", c.Dropout)
	check(rate(c.WordDropout), "word dropout %v; use at least 0 and less than 1", c.WordDropout)
	check(c.WeightDecay == 0 || positive(c.WeightDecay), "weight decay %v; use 0 or more", c.WeightDecay)
	check(c.Clip == 0 || positive(c.Clip), "clipping at %v; use 0 for no limit, or more", c.Clip)
	check(c.EvalEvery >= 1, "an evaluation every %d steps; use 1 or more", c.EvalEvery)
	check(c.SaveEvery >= 1, "a checkpoint every %d steps; use 1 or more", c.SaveEvery)
	check(c.Keep >= 0, "%d checkpoints to keep; use 0 for all, or more", c.Keep)
	check(c.Snapshots >= 0 && c.Snapshots <= maxSnapshots, "%d snapshots; use 0 for none, to %d", c.Snapshots, maxSnapshots)
	check(c.Patience >= 0, "patience %d; use 0 for never, or more", c.Patience)
	return problems
}
