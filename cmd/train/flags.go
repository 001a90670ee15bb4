package main

import (
	"errors"
	"flag"

	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/train"
)

const help = `Teaches a small attention model what pronouns refer to.

  train                            the default model on the built-in corpus
  train --data mine.jsonl          on your own examples; a tenth is held out
  train --data a.tsv --valid b.tsv GAP files are recognised
  train --resume latest            go on with the newest run
  train --init-from run-1          a new run from trained weights
`

// settings are what flags and the configuration file say.
type settings struct {
	form cli.Form

	Data      []string
	Valid     string
	Format    string
	Out       string
	Resume    string
	InitFrom  string
	StopAfter int
	Train     train.Config
	Model     model.Config
	Config    string
	Quiet     bool
	JSON      bool
}

// newSettings are the settings before any flag is read.
func newSettings() *settings {
	s := &settings{Train: train.Default(), Model: model.Default()}
	s.form.Help, s.form.Run = help, s.train
	f := &s.form.Flags
	f.Group("data")
	f.Bind(&s.Data, "data PATH", "file to train on; may be repeated (default: the built-in corpus)")
	f.Bind(&s.Valid, "valid PATH", "file to validate on (default: the same tenth of the data)")
	f.Bind(&s.Format, "format NAME", "jsonl or gap (default: seen from the file)")
	f.Group("the run")
	f.Bind(&s.Out, "out DIR", "its folder (default: the next free checkpoints/run-N)")
	f.Bind(&s.Resume, "resume DIR|latest", "go on with a run from its newest step")
	f.Bind(&s.InitFrom, "init-from DIR", "start from the weights of a run or a step")
	bindTrain(f, &s.Train)
	f.Bind(&s.StopAfter, "stop-after N", "save and stop after N steps of this process; 0: never")
	f.Group("the model")
	bindModel(f, &s.Model)
	f.Group("output")
	f.Bind(&s.Config, "config FILE", `flags as a JSON object, such as {"steps": 500}; flags win`)
	f.Bind(&s.Quiet, "quiet", "no progress")
	f.Bind(&s.JSON, "json", "one JSON object on standard output at the end")
	return s
}

// bindTrain defines the flags whose values belong to a run for good.
func bindTrain(f *cli.Flags, t *train.Config) {
	f.Bind(&t.Steps, "steps N", "steps to train; the learning rate reaches 0 there")
	f.Bind(&t.Batch, "batch N", "examples a step")
	f.Bind(&t.LR, "lr X", "greatest learning rate")
	f.Bind(&t.Warmup, "warmup N", "steps until it is reached")
	f.Bind(&t.Dropout, "dropout X", "probability that an activation is dropped")
	f.Bind(&t.WordDropout, "word-dropout X", "probability that a word is read as unknown")
	f.Bind(&t.WeightDecay, "weight-decay X", "decay of the weight matrices")
	f.Bind(&t.Clip, "clip X", "greatest norm of a gradient; 0: no limit")
	f.Bind(&t.Seed, "seed N", "of every random draw")
	f.Bind(&t.EvalEvery, "eval-every N", "steps between evaluations")
	f.Bind(&t.SaveEvery, "save-every N", "steps between checkpoints")
	f.Bind(&t.Keep, "keep N", "checkpoints to keep beside the best; 0: all")
	f.Bind(&t.Snapshots, "snapshots N", "moments, mostly early, to keep the weights of: for infer html")
	f.Bind(&t.Patience, "patience N", "stop after N evaluations without a better one; 0: never")
}

// bindModel defines the flags that describe the model.
func bindModel(f *cli.Flags, m *model.Config) {
	f.Bind(&m.Layers, "layers N", "attention layers; 0: the pointer alone")
	f.Bind(&m.Heads, "heads N", "attention heads a layer")
	f.Bind(&m.Width, "width N", "width of a word's vector")
	f.Bind(&m.Hidden, "hidden N", "hidden width of the network behind attention")
	f.Bind(&m.Radius, "radius N", "distance beyond which all distances count alike")
	f.Bind(&m.NgramBuckets, "ngram-buckets N", "hashed character n-grams for unseen words; 0: none")
	f.Bind(&m.NoScale, "no-scale", "leave out the division by √K")
}

// complete reads the configuration file, if any, and checks the settings. All
// errors are of usage.
func (s *settings) complete(operands []string) error {
	if len(operands) > 0 {
		return cli.Usage("unexpected argument %q: data is named by --data", operands[0])
	}
	if s.Config != "" {
		if err := s.form.ReadConfig(s.Config); err != nil {
			return err
		}
	}
	switch {
	case s.Resume != "" && s.InitFrom != "":
		return cli.Usage("--resume goes on with a run and --init-from starts a new one: give one of them")
	case s.Resume != "" && s.Out != "":
		return cli.Usage("--resume goes on in the run's own folder: leave out --out")
	case s.StopAfter < 0:
		return cli.Usage("--stop-after %d: use 0 or more", s.StopAfter)
	}
	m := s.Model
	m.Vocabulary = 1 // not known before the data is read
	if err := errors.Join(s.Train.Validate(), m.Validate()); err != nil {
		return cli.Usage("%w", err)
	}
	return nil
}

// keepTo takes over the settings of a run to be resumed. A flag that says
// otherwise is an error of usage.
func (s *settings) keepTo(run train.Config, m model.Config, step string) error {
	var stored cli.Flags
	bindTrain(&stored, &run)
	bindModel(&stored, &m)
	var problem error
	stored.VisitAll(func(was *flag.Flag) {
		now := s.form.Lookup(was.Name).Value.String()
		if problem == nil && s.form.Given(was.Name) && now != was.DefValue {
			problem = cli.Usage("--%s %s: the run was begun with %s, which belongs to it. Leave the flag out, or start a new run from its weights with --init-from %s", was.Name, now, was.DefValue, step)
		}
	})
	s.Train, s.Model = run, m
	return problem
}

// givenModel is a flag of the model that was given, if any.
func (s *settings) givenModel() (name string) {
	var flags cli.Flags
	bindModel(&flags, &model.Config{})
	flags.VisitAll(func(g *flag.Flag) {
		if s.form.Given(g.Name) {
			name = g.Name
		}
	})
	return name
}
