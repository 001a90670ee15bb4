package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"strings"

	"antecedent/checkpoints"
	"antecedent/data/format"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
	"antecedent/internal/kernel"
	"antecedent/internal/mpi"
	"antecedent/model"
	"antecedent/train"
)

const help = `Teaches a small attention model what pronouns refer to.

  train                            the default model on the built-in corpus
  train --data mine.jsonl          on your own examples; a tenth is held out
  train --data a.tsv --valid b.tsv GAP files are recognised
  train --data a:2 --data builtin  the built-in corpus as well, half as often
  train --resume latest            go on with the newest run
  train --init-from run-1          a new run from trained weights
`

// A command is train with the values of its flags, and with what is made ready
// for the run.
type command struct {
	cli.Command
	out, resume, initFrom string
	model                 model.Config
	vectors               string // of --vectors: a file, builtin or none
	noStructure           bool
	config                string
	quiet, json           bool
	mpi                   bool
	mpiTimeout            int    // seconds
	kernel                string // of --kernel; empty: the fastest

	sources  []source          // of --data; none: the built-in corpus
	options  train.Options     // its Config, Source and StopAfter are flags
	step     *checkpoints.Step // the step to go on from; nil for a new run
	sets     []accuracy.Set    // to report on in the end
	trained  int               // how many examples to validate on are trained on as well
	notes    []string          // of what was read; left out with --quiet
	warnings []string
	world    *mpi.World // with --mpi
	failed   string     // the folder of a run that ended with an error and can be resumed
}

// newCommand is the command with all flags at their defaults.
func newCommand() *command {
	c := &command{model: model.Default(), vectors: "builtin", mpiTimeout: 120}
	c.options.Config = train.Default()
	c.Name, c.Forms = "train", []cli.Form{{Usage: "train", Help: help, Run: c.train}}
	f, source := &c.Flags, &c.options.Source
	f.Group("data")
	f.Bind(c.addSource, "data PATH[:WEIGHT]", `file or folder to train on, or "builtin", the built-in corpus (default); may be repeated. Without weights all examples come equally often; with one, each step takes its texts from a source drawn by weight, 1 where none is given`)
	f.Bind(&source.Valid, "valid PATH", "file or folder to validate on (default: a tenth of the data, the same each time; the built-in corpus has its own)")
	f.Bind(&source.Format, "format NAME", "one of "+strings.Join(format.Names(), ", ")+" (default: seen from the file)")
	f.Group("the run")
	f.Bind(&c.out, "out DIR", "its folder (default: the next free checkpoints/run-N)")
	f.Bind(&c.resume, "resume DIR|latest", "go on with a run from its newest step")
	f.Bind(&c.initFrom, "init-from DIR|english", "start from the weights of a run or a step, or of the model in the box")
	bindTrain(f, &c.options.Config)
	f.Bind(&c.options.StopAfter, "stop-after N", "save and stop after N steps of this process; 0: never")
	f.Group("several processes")
	f.Bind(&c.mpi, "mpi", "as one of the processes that mpirun or srun starts, which divide each batch (a build with -tags mpi)")
	f.Bind(&c.mpiTimeout, "mpi-timeout N", "seconds to wait for another process to join, or in training, before giving up; 0: for ever")
	f.Bind(&c.kernel, "kernel NAME", "avx512, avx2 or portable, where processors differ: all must use the same (default: the fastest)")
	f.Group("the model")
	bindModel(f, &c.model)
	f.Bind(&c.vectors, "vectors FILE|builtin|none", "frozen word vectors: a file in the text form of GloVe or word2vec, .gz too; those in the program; or none")
	f.Bind(&c.noStructure, "no-structure", "leave out the structural features (default: on the built-in corpus alone)")
	f.Group("output")
	f.Bind(&c.config, "config FILE", `flags as a JSON object, such as {"steps": 500}; the command line wins`)
	f.Bind(&c.quiet, "quiet", "no progress and no report: only the run's folder, on standard output")
	f.Bind(&c.json, "json", "one JSON object on standard output at the end")
	return c
}

// bindTrain defines the flags whose values belong to a run for good.
func bindTrain(f *cli.Flags, t *train.Config) {
	f.Bind(&t.Steps, "steps N", "steps to train; the learning rate reaches 0 there")
	f.Bind(&t.Batch, "batch N", "texts a step")
	f.Bind(&t.Shares, "shares N", "equal parts of a batch, which as many processes can divide: 1, 2, 4, …; 0: 4, or what divides the batch")
	f.Bind(&t.LR, "lr X", "greatest learning rate")
	f.Bind(&t.Warmup, "warmup N", "steps over which the learning rate rises to it")
	f.Bind(&t.Dropout, "dropout X", "probability that an activation is dropped")
	f.Bind(&t.WordDropout, "word-dropout X", "probability that a word is read as unknown")
	f.Bind(&t.WeightDecay, "weight-decay X", "decay of the weight matrices")
	f.Bind(&t.Clip, "clip X", "greatest norm of a gradient; 0: no limit")
	f.Bind(&t.Seed, "seed N", "seed of every random draw")
	f.Bind(&t.EvalEvery, "eval-every N", "steps between evaluations")
	f.Bind(&t.SaveEvery, "save-every N", "steps between checkpoints")
	f.Bind(&t.Keep, "keep N", "checkpoints to keep beside the best; 0: all")
	f.Bind(&t.Snapshots, "snapshots N", "moments, mostly early ones, whose weights are kept for infer html")
	f.Bind(&t.Freeze, "freeze PREFIX,…", "leave the parameters as they are whose names begin so, such as embed,layer,norm or pointer.structure")
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
	f.Bind(&m.NoContent, "no-content", "leave out what attention and the word vectors say: the structural features alone decide")
}

// check reads the configuration file, if any, and checks the flags. All errors
// are of usage.
func (c *command) check(ctx context.Context, operands []string) error {
	if len(operands) > 0 {
		return cli.Usage("unexpected argument %q: data is named by --data", operands[0])
	}
	if c.config != "" {
		if err := c.ReadConfig(ctx, c.config); err != nil {
			return err
		}
	}
	switch {
	case c.resume != "" && c.initFrom != "":
		return cli.Usage("--resume goes on with a run and --init-from starts a new one: give one of them")
	case c.resume != "" && c.out != "":
		return cli.Usage("--resume goes on in the run's own folder: leave out --out")
	case c.mpiTimeout < 0:
		return cli.Usage("--mpi-timeout %d: use 0 or more", c.mpiTimeout)
	case c.options.StopAfter < 0:
		return cli.Usage("--stop-after %d: use 0 or more", c.options.StopAfter)
	}
	if name := c.givenModel(); name != "" && c.initFrom != "" {
		return cli.Usage("--%s: --init-from takes the model as it is; leave the flag out", name)
	}
	if c.kernel != "" {
		if err := kernel.Use(c.kernel); err != nil {
			return cli.Usage("--kernel: %w", err)
		}
	}
	m := c.model
	m.Vocabulary = 1 // not known before the data is read
	if m.NoContent && !c.noStructure {
		m.Structure = 1 // nor is how many features there are
	}
	if err := errors.Join(c.options.Config.Validate(), m.Validate()); err != nil {
		return cli.Usage("%w", err)
	}
	return c.checkMemory(m, 1) // at least; again when the data is read
}

// keep takes over the settings of a run to be resumed. A flag that says
// otherwise is an error of usage.
func (c *command) keep(run train.Config, m model.Config) (problem error) {
	var stored cli.Flags
	bindTrain(&stored, &run)
	bindModel(&stored, &m)
	c.Visit(func(given *flag.Flag) {
		was, now := stored.Lookup(given.Name), given.Value.String()
		if problem == nil && was != nil && now != was.DefValue {
			problem = cli.Usage("--%s %s: the run was begun with %s, which belongs to it. Leave the flag out, or start a new run from its weights with --init-from %s", given.Name, now, cmp.Or(was.DefValue, "none"), c.step.Dir)
		}
	})
	switch {
	case problem != nil:
	case c.Given("vectors") && !c.sameVectors():
		problem = cli.Usage("--vectors: the word vectors belong to the run. Leave the flag out, or start a new run")
	case c.Given("no-structure") && c.noStructure != (m.Structure == 0):
		problem = cli.Usage("--no-structure: the run was begun with %d structural features, which belong to it. Leave the flag out, or start a new run", m.Structure)
	}
	c.options.Config, c.model = run, m
	return problem
}

// givenModel is a flag of the model that was given, if any.
func (c *command) givenModel() (name string) {
	var flags cli.Flags
	bindModel(&flags, &model.Config{})
	c.Visit(func(given *flag.Flag) {
		if flags.Lookup(given.Name) != nil || given.Name == "vectors" || given.Name == "no-structure" {
			name = given.Name
		}
	})
	return name
}
