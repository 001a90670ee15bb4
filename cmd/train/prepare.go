package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/format"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
	"antecedent/internal/restore"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/resolve/english"
	"antecedent/train"
)

// prepareFirst reads the data and the model, and opens the run's folder. A new one is
// made last, once everything else is known to be right and unless the context is
// cancelled meanwhile.
func (c *command) prepareFirst(ctx context.Context) error {
	if c.resume != "" {
		return c.open(ctx)
	}
	c.settleSources()
	if err := cmp.Or(c.read(ctx), ctx.Err()); err != nil {
		return err
	}
	build := c.build
	if c.initFrom != "" {
		build = c.load
	}
	if err := cmp.Or(build(ctx), ctx.Err()); err != nil {
		return err
	}
	c.markTrained()
	var err error
	c.options.Store, err = create(c.out)
	return err
}

// trainer makes the trainer of what is prepared.
func (c *command) trainer() (*train.Trainer, error) {
	if c.step == nil {
		t, err := train.New(c.options)
		if errors.Is(err, train.ErrFewShares) {
			err = fmt.Errorf("%w: start the run with --shares %d", err, c.processes())
		}
		if err == nil && !c.first() { // process 0 checked its memory before
			err = c.checkMemory(c.model, t.Longest())
		}
		return t, advise(err)
	}
	t, err := train.Resume(c.options, c.step)
	if errors.Is(err, train.ErrOtherData) {
		err = fmt.Errorf("%w: restore them, or start a new run from its weights with --init-from %s", err, c.step.Dir)
	}
	if errors.Is(err, train.ErrFewShares) {
		err = fmt.Errorf("%w, which belong to the run: use fewer processes", err)
	}
	if err != nil {
		return nil, advise(err)
	}
	run := c.options.Config
	if problem := cli.CheckMemory(run.Memory(c.model, t.Longest(), c.processes())); problem != nil {
		return nil, restore.Damaged(c.step, "state.json", fmt.Errorf("config: a batch of %d texts %w", run.Batch, problem))
	}
	return t, nil
}

// create makes the run's folder: the one that is named, or the next free one.
func create(out string) (*checkpoints.Run, error) {
	if out != "" {
		store, err := checkpoints.Create(out)
		if errors.Is(err, checkpoints.ErrExists) && !errors.Is(err, checkpoints.ErrUnsaved) && !errors.Is(err, checkpoints.ErrIsStep) {
			err = fmt.Errorf("%w (--resume %s, or another --out)", err, cli.Quote(out))
		}
		return store, err
	}
	for {
		next, err := checkpoints.NextDir(cli.Runs)
		if err != nil {
			return nil, err
		}
		store, err := checkpoints.Create(next)
		if errors.Is(err, checkpoints.ErrExists) || errors.Is(err, checkpoints.ErrLocked) {
			continue // a process that was begun at the same time took it first
		}
		return store, err
	}
}

// newest opens the run to go on with and returns its newest step.
func (c *command) newest() (*checkpoints.Step, error) {
	name := c.resume
	if name == "latest" {
		name = "" // the newest run
	}
	dir, why, err := cli.Checkpoint(name)
	if name == english.Name && errors.Is(err, checkpoints.ErrNotCheckpoint) {
		err = errors.New("the model in the box is no run to go on with: start a new run from it with --init-from english")
	}
	if err != nil {
		return nil, err
	}
	if why != "" {
		c.notes = append(c.notes, fmt.Sprintf("resuming %s, %s", dir, why))
	}
	var step *checkpoints.Step
	c.options.Store, step, err = checkpoints.Resume(dir)
	if errors.Is(err, checkpoints.ErrIsStep) {
		err = fmt.Errorf("%w (--resume %s, or --init-from %s)", err, cli.Quote(filepath.Join(dir, "..")), cli.Quote(dir))
	}
	if err != nil {
		return nil, err
	}
	c.warn(c.options.Store.Warnings()...)
	c.options.Seen, err = seen(dir)
	if err != nil {
		c.warn(err.Error())
	}
	return step, nil
}

// open goes on with a run: its settings and its data are the run's own.
func (c *command) open(ctx context.Context) error {
	var err error
	if c.step, err = c.newest(); err != nil {
		return err
	}
	state, err := c.goOn()
	if err != nil {
		return err
	}
	if f := state.Data.Format; f != "" && !slices.Contains(format.Names(), f) {
		return restore.Damaged(c.step, "state.json", fmt.Errorf("data.format %.40q is no format", f))
	}
	source := &c.options.Source
	if err := c.keepSources(state.Data); err != nil {
		return err
	}
	if !c.Given("valid") {
		source.Valid = state.Data.Valid
	}
	if !c.Given("format") {
		source.Format = state.Data.Format
	}
	err = c.read(ctx)
	if errors.Is(err, fs.ErrNotExist) && !c.Given("data") && !c.Given("valid") {
		err = fmt.Errorf("%w; the run was begun with this file: where it lies elsewhere now, name it by --data or --valid", err)
	}
	if err == nil {
		c.markTrained()
	}
	return err
}

// goOn takes over the settings of the run that saved the step, and returns its state.
func (c *command) goOn() (train.State, error) {
	state, err := train.ReadState(c.step)
	if err != nil {
		return state, err
	}
	m, err := restore.Config(c.step)
	if err != nil {
		return state, err
	}
	return state, c.keep(state.Config, m)
}

// warn adds warnings, a line each.
func (c *command) warn(warnings ...string) {
	for _, w := range warnings {
		c.warnings = append(c.warnings, "warning: "+w)
	}
}

// read reads the examples to train and to validate on.
func (c *command) read(ctx context.Context) error {
	o := &c.options
	var files []string
	for _, s := range c.sources {
		if s.path != builtin {
			files = append(files, s.path)
		}
	}
	if o.Source.Valid != "" {
		files = append(files, o.Source.Valid)
	}
	if err := cli.CheckFormat(o.Source.Format, files, format.Names()); err != nil {
		return err
	}
	if err := cmp.Or(c.readSources(ctx), ctx.Err()); err != nil {
		return err
	}
	sets := c.validSets()
	for _, s := range sets {
		o.Valid = append(o.Valid, s.Examples...)
	}
	if o.Source.Valid != "" {
		f, err := c.readFile(ctx, o.Source.Valid)
		if err != nil {
			return err
		}
		o.Valid = f.Examples
		sets = []accuracy.Set{{Name: "valid", Format: f.Format, Examples: o.Valid}}
	}
	switch {
	case len(files) == 0:
	case len(sets) > 1:
		c.sets = sets
	default:
		all := accuracy.Set{Name: "valid", Examples: o.Valid}
		if len(sets) == 1 {
			all.Format = sets[0].Format
		}
		c.sets = []accuracy.Set{all}
	}
	switch {
	case data.CountLabelled(o.Valid) > 0:
	case o.Source.Valid != "":
		c.warn("no example of " + o.Source.Valid + " says what its pronoun refers to: nothing will be validated, and no step is the best")
	case len(o.Valid) > 0:
		c.warn("no example that is held out says what its pronoun refers to: nothing will be validated; --valid names a file for it")
	default:
		c.warn("too few examples to hold some out: nothing will be validated; --valid names a file for it")
	}
	if !c.labelled() {
		return fmt.Errorf("%s: no example says what its pronoun refers to, so there is nothing to train on; infer predict answers such examples", c.sources[0].path)
	}
	c.dropLeaks()
	c.mix()
	if len(o.Train) == 0 && o.Source.Dropped > 0 {
		return fmt.Errorf("all %d examples to train on are validated on as well, and none is left: validate on others, or leave out --valid, and a tenth is held out", o.Source.Dropped)
	}
	return nil
}

// labelled reports whether a source has an example to learn from.
func (c *command) labelled() bool {
	for _, s := range c.sources {
		if slices.ContainsFunc(s.train, func(e data.Example) bool { return e.Labelled }) {
			return true
		}
	}
	return false
}

// readFile reads one file and notes what it holds and what it skips.
func (c *command) readFile(ctx context.Context, path string) (*format.File, error) {
	f, err := format.ReadFile(ctx, path, c.options.Source.Format)
	switch {
	case err != nil:
	case !f.Clean():
		c.warnings = append(c.warnings, f.Summary(path)...)
	default:
		c.notes = append(c.notes, f.Summary(path)...)
	}
	return f, err
}

// build makes the model of a new run.
func (c *command) build(ctx context.Context) (err error) {
	if c.options.Encoder, err = c.encoder(ctx); err != nil {
		return err
	}
	c.model.Vocabulary, _, c.model.Vectors, c.model.Structure = c.options.Encoder.Sizes()
	if err := c.checkMemory(c.model, c.longest()); err != nil {
		return err
	}
	c.options.Model, err = model.New(c.model, c.options.Config.Seed)
	return err
}

// load takes the model of a new run from a checkpoint.
func (c *command) load(context.Context) error {
	step, err := c.initial()
	if err != nil {
		return err
	}
	c.warn(step.Warnings...)
	r, err := resolve.FromStep(step)
	if err != nil {
		return err
	}
	c.options.Model, c.options.Encoder = r.Model(), r.Encoder()
	if err := c.checkMemory(r.Config(), c.longest()); err != nil {
		return err
	}
	if step.Dir == "" {
		return nil // the model in the box, of which it is not recorded
	}
	if c.options.Seen, err = seen(step.Dir); err != nil {
		c.warn(err.Error())
	}
	return nil
}

// seen is the texts that a run, or a step of it, was trained on, as far as it is known.
func seen(dir string) (data.Texts, error) {
	hashes, err := checkpoints.ReadTrained(dir)
	return data.Texts(hashes), err
}

// initial is the step that --init-from names.
func (c *command) initial() (*checkpoints.Step, error) {
	if c.initFrom == english.Name {
		c.notes = append(c.notes, "starting from the weights of the model in the box (english)")
		return english.Step()
	}
	dir, _, err := cli.Checkpoint(c.initFrom)
	if err != nil {
		return nil, err
	}
	step, err := checkpoints.Open(dir)
	if err == nil {
		c.notes = append(c.notes, "starting from the weights of "+step.Dir)
	}
	return step, err
}
