// Package train teaches a model from examples, and can stop and go on at any
// step as if it had never stopped.
//
// A [Trainer] is a run: [New] starts one, [Resume] goes on with a saved one,
// [Trainer.Run] trains until a [Status] says why it ended. What happens on the
// way goes to each [Observer] as plain values, to metrics.jsonl and to the
// checkpoints:
//
//	t, err := train.New(train.Options{Config: train.Default(), Model: m, Encoder: encoder, Train: examples, Valid: held})
//	result, err := t.Run(ctx)
//
// Every random draw is a pure function of (seed, purpose, step, index), and the
// optimizer's moments are saved with the weights. So a run that was interrupted
// and resumed ends with the same bytes as one that was not, whatever the
// number of processors. That holds on one kind of processor: another kind may
// round differently.
//
// # What it does not do
//
// It prints nothing and knows no flags or terminals; observers see the run and
// cannot steer it. It trains on one machine.
package train
