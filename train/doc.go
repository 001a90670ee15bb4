// Package train trains a model on examples, and can stop and resume at any step
// as if it had never stopped.
//
// [New] makes the [Trainer] of a new run, [Resume] that of a saved one, and
// [Trainer.Run] trains; the [Status] of its result says why it ended. What happens
// on the way is reported to each [Observer], and recorded in metrics.jsonl and the
// checkpoints:
//
//	t, err := train.New(train.Options{Config: train.Default(), Model: m, Encoder: encoder, Train: examples, Valid: held})
//	result, err := t.Run(ctx)
//
// The examples may be of several sources, each a [Component] of the steps. Then the batch
// of a step is of one source, which is drawn by weight.
//
// Each evaluation of a model with structure also fits the temperature of its
// probabilities, see [model.Config.PointerTemperature], to the examples held out. Steps
// that are saved from then on have it in their configuration; training itself does not
// use it.
//
// Every random draw is a pure function of (seed, purpose, step, index), and the
// optimizer's moments are saved with the weights. So a run that was interrupted
// and resumed ends with the same bytes as one that was not, whatever the
// number of processors: each step, and each row of metrics.jsonl but for its
// "seconds", the time since the process began the run. Which of its older steps are
// still there may differ, as an interrupt saves one more. That holds on one kind of
// processor: another kind may round differently.
//
// # Several processes
//
// A batch is cut into shares ([Config.Shares]), whose gradients are added in one binary
// tree. The processes of a [Fleet] divide the shares, the evaluations and the search for
// mentions; each has the model and takes every step of the optimizer. The examples are
// those of process 0, which hands each of the others what it trains on. Their number does
// not change a bit of the run: the loss is divided by the labelled examples of the whole
// batch, and what dropout draws, how texts are padded and which texts a share has depend
// on the batch alone. At the start and at each evaluation they compare hashes of all that
// they must have in common ([ErrDisagree]).
//
// # What it does not do
//
// It prints nothing and knows no flags, terminals or networks.
package train
