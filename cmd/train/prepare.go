package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/train"
)

// prepared is a run with everything it needs, ready to train.
type prepared struct {
	options  train.Options
	resume   *checkpoints.Step // the step to go on from; nil for a new run
	sets     []accuracy.Set    // to report on in the end
	notes    []string          // of what was read; not shown with --quiet
	warnings []string
}

func (p *prepared) close() {
	if p.options.Store != nil {
		p.options.Store.Close()
	}
}

func (p *prepared) trainer() (*train.Trainer, error) {
	if p.resume == nil {
		return train.New(p.options)
	}
	t, err := train.Resume(p.options, p.resume)
	if errors.Is(err, train.ErrOtherData) {
		err = fmt.Errorf("%w: restore them, or start a new run from its weights with --init-from %s", err, p.resume.Dir)
	}
	return t, err
}

// prepare reads the data and makes or opens the run's folder.
func prepare(s *settings) (*prepared, error) {
	p := &prepared{}
	var err error
	if s.Resume != "" {
		err = p.open(s)
	} else {
		err = p.begin(s)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	p.options.StopAfter = s.StopAfter
	return p, nil
}

// begin makes the folder of a new run, once everything else is known to be
// right.
func (p *prepared) begin(s *settings) error {
	if err := p.read(s); err != nil {
		return err
	}
	if err := p.build(s); err != nil {
		return err
	}
	p.options.Config = s.Train
	var err error
	p.options.Store, err = create(s.Out)
	return err
}

// create makes the run's folder: the one that is named, or the next free one.
func create(out string) (*checkpoints.Run, error) {
	if out != "" {
		store, err := checkpoints.Create(out)
		if errors.Is(err, checkpoints.ErrExists) && !errors.Is(err, checkpoints.ErrUnsaved) {
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

// open goes on with a run: its settings and its data are the run's own.
func (p *prepared) open(s *settings) error {
	name := s.Resume
	if name == "latest" {
		name = "" // the newest run
	}
	dir, err := cli.Checkpoint(name)
	if err != nil {
		return err
	}
	p.options.Store, p.resume, err = checkpoints.Resume(dir)
	if errors.Is(err, checkpoints.ErrIsStep) {
		err = fmt.Errorf("%w (--resume %s, or --init-from %s)", err, cli.Quote(filepath.Join(dir, "..")), cli.Quote(dir))
	}
	if err != nil {
		return err
	}
	p.warn(p.options.Store.Warnings()...)
	state, err := train.ReadState(p.resume)
	if err != nil {
		return err
	}
	var m model.Config
	if err := json.Unmarshal(p.resume.Config, &m); err != nil {
		return fmt.Errorf("%s: config.json: %w", p.resume.Dir, err)
	}
	if err := s.keepTo(state.Config, m, p.resume.Dir); err != nil {
		return err
	}
	given := s.form.Given
	if !given("data") {
		s.Data = state.Data.Train
	}
	if !given("valid") {
		s.Valid = state.Data.Valid
	}
	if !given("format") {
		s.Format = state.Data.Format
	}
	err = p.read(s)
	if errors.Is(err, fs.ErrNotExist) && !given("data") && !given("valid") {
		err = fmt.Errorf("%w; the run was begun with this file: where it lies elsewhere now, name it by --data or --valid", err)
	}
	return err
}

// warn adds warnings, a line each.
func (p *prepared) warn(warnings ...string) {
	for _, w := range warnings {
		p.warnings = append(p.warnings, "warning: "+w)
	}
}

// read reads the examples to train and to validate on.
func (p *prepared) read(s *settings) error {
	if s.Format != "" {
		if err := cli.OneOf("format", s.Format, "formats", data.Formats()); err != nil {
			return err
		}
	}
	o := &p.options
	o.Source = train.Source{Train: s.Data, Valid: s.Valid, Format: s.Format}
	if len(s.Data) == 0 {
		if s.Format != "" {
			return cli.Usage("--format is of files: name them by --data")
		}
		c, err := corpus.Load()
		if err != nil {
			return err
		}
		o.Train, o.Valid = c.Train, c.Valid
		o.Observe = &data.FromText(corpus.Lesson)[0]
		for _, split := range c.Heldout {
			p.sets = append(p.sets, accuracy.Set{Name: split.Name, About: split.About, Examples: split.Examples})
		}
	}
	for _, path := range s.Data {
		examples, _, err := p.file(path, s.Format)
		if err != nil {
			return err
		}
		o.Train = append(o.Train, examples...)
	}
	format := ""
	switch {
	case s.Valid != "":
		examples, f, err := p.file(s.Valid, s.Format)
		if err != nil {
			return err
		}
		o.Valid, format = examples, f
	case len(s.Data) > 0:
		if o.Train, o.Valid = data.HoldOut(o.Train); len(o.Valid) == 0 {
			p.warn("too few examples to hold some out: nothing will be validated; --valid names a file for it")
		}
	}
	if len(s.Data) > 0 || s.Valid != "" {
		p.sets = []accuracy.Set{{Name: "valid", Format: format, Examples: o.Valid}}
	}
	return nil
}

// file reads one file and notes what it holds and what it skips.
func (p *prepared) file(path, format string) ([]data.Example, string, error) {
	f, err := data.ReadFile(path, format)
	if err != nil {
		return nil, "", err
	}
	lines := f.Summary(path)
	if len(f.Skipped) > 0 {
		p.warnings = append(p.warnings, lines...)
	} else {
		p.notes = append(p.notes, lines...)
	}
	return f.Examples, f.Format, nil
}

// build makes the model of a new run.
func (p *prepared) build(s *settings) error {
	if s.InitFrom != "" {
		return p.load(s)
	}
	vocabulary := data.NewVocabulary(p.options.Train, 1)
	s.Model.Vocabulary = vocabulary.Len()
	m, err := model.New(s.Model, s.Train.Seed)
	if err != nil {
		return err
	}
	p.options.Model, p.options.Encoder = m, data.Encoder{Vocabulary: vocabulary, Buckets: s.Model.NgramBuckets}
	return nil
}

// load takes the model of a new run from a checkpoint.
func (p *prepared) load(s *settings) error {
	if name := s.givenModel(); name != "" {
		return cli.Usage("--%s: --init-from takes the model as it is; leave the flag out", name)
	}
	dir, err := cli.Checkpoint(s.InitFrom)
	if err != nil {
		return err
	}
	step, err := checkpoints.Open(dir)
	if err != nil {
		return err
	}
	p.warn(step.Warnings...)
	p.notes = append(p.notes, "starting from the weights of "+step.Dir)
	r, err := resolve.FromStep(step)
	if err != nil {
		return err
	}
	p.options.Model, p.options.Encoder = r.Model(), r.Encoder()
	return nil
}
