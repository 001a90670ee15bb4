package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/inspect"
	"antecedent/model"
	"antecedent/model/resolver"
	"antecedent/train"
)

// runs is the folder in which runs are made and looked for.
const runs = "checkpoints"

// prepared is a run with everything it needs, ready to train.
type prepared struct {
	options train.Options
	resume  *checkpoints.Step // the step to go on from; nil for a new run
	sets    []inspect.Set     // to report on in the end
	notes   []string
}

func (p *prepared) close() {
	if p.options.Store != nil {
		p.options.Store.Close()
	}
}

func (p *prepared) trainer() (*train.Trainer, error) {
	if p.resume != nil {
		return train.Resume(p.options, p.resume)
	}
	return train.New(p.options)
}

// prepare reads the data and makes or opens the run's folder.
func prepare(s *settings) (*prepared, error) {
	p := &prepared{}
	if s.Resume != "" {
		return p, p.open(s)
	}
	if err := p.read(s); err != nil {
		return nil, err
	}
	if err := p.build(s); err != nil {
		return nil, err
	}
	out := s.Out
	if out == "" {
		var err error
		if out, err = checkpoints.NextDir(runs); err != nil {
			return nil, err
		}
	}
	store, err := checkpoints.Create(out)
	if errors.Is(err, checkpoints.ErrExists) {
		return nil, fmt.Errorf("%w: choose another --out, or go on with it by --resume %s", err, out)
	}
	if err != nil {
		return nil, err
	}
	p.options.Store = store
	p.options.Config = s.Train
	p.options.StopAfter = s.StopAfter
	return p, nil
}

// open goes on with a run: its settings and its data are the run's own.
func (p *prepared) open(s *settings) error {
	dir := s.Resume
	if dir == "latest" {
		var err error
		if dir, err = checkpoints.Newest(runs); err != nil {
			return fmt.Errorf("%w: train a model first", err)
		}
	}
	store, step, err := checkpoints.Resume(dir)
	if err != nil {
		return err
	}
	p.options.Store, p.resume = store, step
	p.notes = store.Warnings()
	for i, w := range p.notes {
		p.notes[i] = "warning: " + w
	}
	state, err := train.ReadState(step)
	if err != nil {
		return err
	}
	var m model.Config
	if err := json.Unmarshal(step.Config, &m); err != nil {
		return fmt.Errorf("%s: config.json: %w", step.Dir, err)
	}
	if err := s.keepTo(state.Config, m, step.Dir); err != nil {
		p.close()
		return err
	}
	if !s.given["data"] {
		s.Data = state.Data.Train
	}
	if !s.given["valid"] {
		s.Valid = state.Data.Valid
	}
	if !s.given["format"] {
		s.Format = state.Data.Format
	}
	if err := p.read(s); err != nil {
		p.close()
		return err
	}
	p.options.StopAfter = s.StopAfter
	return nil
}

// read reads the examples to train and to validate on.
func (p *prepared) read(s *settings) error {
	o := &p.options
	o.Source = train.Source{Train: s.Data, Valid: s.Valid, Format: s.Format}
	if len(s.Data) == 0 {
		if s.Format != "" {
			return usageError("--format is of files: name them by --data")
		}
		c, err := corpus.Load()
		if err != nil {
			return err
		}
		o.Train, o.Valid = c.Train, c.Valid
		o.Glimpse = &data.FromText(corpus.Lesson)[0]
		for _, split := range c.Heldout {
			p.sets = append(p.sets, inspect.Set{Name: split.Name, About: split.About, Examples: split.Examples})
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
			p.notes = append(p.notes, "too few examples to hold some out: nothing will be validated; --valid names a file for it")
		}
	}
	if len(s.Data) > 0 || s.Valid != "" {
		p.sets = []inspect.Set{{Name: "valid", Format: format, Examples: o.Valid}}
	}
	return nil
}

// file reads one file and notes what it holds and what it skips.
func (p *prepared) file(path, format string) ([]data.Example, string, error) {
	f, err := data.ReadFile(path, format)
	if err != nil {
		return nil, "", err
	}
	p.notes = append(p.notes, inspect.DescribeFile(path, f)...)
	return f.Examples, f.Format, nil
}

// build makes the model of a new run.
func (p *prepared) build(s *settings) error {
	if s.InitFrom != "" {
		for _, name := range modelFlags {
			if s.given[name] {
				return usageError("--%s: --init-from takes the model as it is; leave the flag out", name)
			}
		}
		step, err := checkpoints.Open(s.InitFrom)
		if err != nil {
			return err
		}
		for _, w := range step.Warnings {
			p.notes = append(p.notes, "warning: "+w)
		}
		p.notes = append(p.notes, "starting from the weights of "+step.Dir)
		p.options.Resolver, err = resolver.FromStep(step)
		return err
	}
	vocabulary := data.NewVocabulary(p.options.Train, 1)
	s.Model.Vocabulary = vocabulary.Len()
	m, err := model.New(s.Model, s.Train.Seed)
	if err != nil {
		return err
	}
	p.options.Resolver, err = resolver.New(m, vocabulary)
	return err
}

// report says how the run ended, how good its best step is, and what to type
// next.
func (p *prepared) report(ctx context.Context, w io.Writer, r train.Result) int {
	switch r.Status {
	case train.Interrupted:
		fmt.Fprintf(w, "interrupted after step %d, which is saved; go on with\n\n  %s --resume %s\n", r.Step, command("train"), r.Dir)
		return exitInterrupted
	case train.EarlyStopped:
		fmt.Fprintf(w, "stopped early after step %d: step %d stayed the best for %d evaluations\n", r.Step, r.Best, p.options.Config.Patience)
	default:
		if r.Loss != r.Loss {
			fmt.Fprintf(w, "this run is complete: it took all its %d steps. To train its weights further, start a new run with --init-from %s\n", r.Step, r.Dir)
		} else {
			fmt.Fprintf(w, "trained %d steps in %.1f s\n", r.Step, r.Seconds)
		}
	}
	if r.Dir == "" {
		return exitDone
	}
	best, err := resolver.Open(r.Dir)
	if err != nil {
		fmt.Fprintf(w, "train: %v\n", err)
		return exitFailed
	}
	report, err := inspect.Evaluate(ctx, best, p.sets)
	if err == nil {
		fmt.Fprintln(w)
		err = report.Write(w)
	}
	if err != nil {
		fmt.Fprintf(w, "train: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(w, "\nsaved in %s; now look inside:\n\n  %s%s %q\n", r.Dir, command("infer"), checkpointFlag(r.Dir), corpus.Lesson)
	return exitDone
}

// checkpointFlag names the run to infer where it would not be found by itself.
func checkpointFlag(dir string) string {
	if filepath.Dir(dir) == runs {
		return ""
	}
	return " --checkpoint " + dir
}
