package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

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
	options  train.Options
	resume   *checkpoints.Step // the step to go on from; nil for a new run
	sets     []inspect.Set     // to report on in the end
	notes    []string          // of what was read; not shown with --quiet
	warnings []string
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
	store, err := create(s.Out)
	if err != nil {
		return nil, err
	}
	p.options.Store = store
	p.options.Config = s.Train
	p.options.StopAfter = s.StopAfter
	return p, nil
}

// create makes the run's folder: the one that is named, or the next free one.
func create(out string) (*checkpoints.Run, error) {
	if out != "" {
		store, err := checkpoints.Create(out)
		if errors.Is(err, checkpoints.ErrExists) && !errors.Is(err, checkpoints.ErrUnsaved) {
			err = fmt.Errorf("%w (--resume %s, or another --out)", err, quoted(out))
		}
		return store, err
	}
	for {
		next, err := checkpoints.NextDir(runs)
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
	dir := s.Resume
	if dir == "latest" {
		var err error
		if dir, err = checkpoints.Newest(runs); err != nil {
			return err
		}
	}
	store, step, err := checkpoints.Resume(dir)
	if errors.Is(err, checkpoints.ErrIsStep) {
		err = fmt.Errorf("%w (--resume %s, or --init-from %s)", err, quoted(filepath.Join(dir, "..")), quoted(dir))
	}
	if err != nil {
		return err
	}
	p.options.Store, p.resume = store, step
	for _, w := range store.Warnings() {
		p.warnings = append(p.warnings, "warning: "+w)
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
		if errors.Is(err, fs.ErrNotExist) && !s.given["data"] && !s.given["valid"] {
			err = fmt.Errorf("%w; the run was begun with this file: where it lies elsewhere now, name it by --data or --valid", err)
		}
		return err
	}
	p.options.StopAfter = s.StopAfter
	return nil
}

// read reads the examples to train and to validate on.
func (p *prepared) read(s *settings) error {
	if s.Format != "" && !slices.Contains(data.Formats(), s.Format) {
		return usageError("--format %s: the formats are %s", s.Format, strings.Join(data.Formats(), " and "))
	}
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
			p.warnings = append(p.warnings, "warning: too few examples to hold some out: nothing will be validated; --valid names a file for it")
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
	lines := inspect.DescribeFile(path, f)
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
			p.warnings = append(p.warnings, "warning: "+w)
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
func (p *prepared) report(ctx context.Context, w io.Writer, r train.Result) error {
	switch r.Status {
	case train.Interrupted:
		fmt.Fprintf(w, "interrupted after step %d, which is saved; go on with\n\n  %s --resume %s\n", r.Step, command("train"), quoted(r.Dir))
		return nil
	case train.EarlyStopped:
		fmt.Fprintf(w, "stopped early after step %d: step %d stayed the best for %d evaluations\n", r.Step, r.Best, p.options.Config.Patience)
	default:
		if r.Loss != r.Loss {
			fmt.Fprintf(w, "this run is complete: it took all its %d steps. To train its weights further, start a new run with --init-from %s\n", r.Step, quoted(r.Dir))
		} else {
			fmt.Fprintf(w, "trained %d steps in %.1f s\n", r.Step, r.Seconds)
		}
	}
	best, err := resolver.Open(r.Dir)
	if err != nil {
		return err
	}
	report, err := inspect.Evaluate(ctx, best, p.sets)
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	if err := report.Write(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nsaved in %s; now look inside:\n\n  %s%s %q\n", r.Dir, command("infer"), checkpointFlag(r.Dir), p.sentence())
	return nil
}

// checkpointFlag names the run to infer where it would not be found by itself.
func checkpointFlag(dir string) string {
	if filepath.Dir(dir) == runs {
		return ""
	}
	return " --checkpoint " + quoted(dir)
}

// sentence is one to try the model on: the lesson's, or a short one of the
// user's own.
func (p *prepared) sentence() string {
	const short = 100 // bytes, about a line
	if p.options.Glimpse == nil {
		for _, e := range p.options.Valid {
			if len(e.Text) <= short && len(data.FindPronouns(e.Tokens)) > 0 {
				return e.Text
			}
		}
	}
	return corpus.Lesson
}
