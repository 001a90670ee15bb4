package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"antecedent/checkpoints"
	"antecedent/inspect"
	"antecedent/inspect/draw"
	"antecedent/model/resolver"
)

// svgFlags are those of the svg form alone.
func svgFlags(f *flag.FlagSet, s *settings) {
	f.StringVar(&s.Out, "o", "", "")
	f.StringVar(&s.View, "view", "heatmap", "")
	s.Look.flags(f)
}

// svg draws a picture of one text, or of a run's training.
func svg(_ context.Context, s *settings, _ io.Reader, stdout, stderr io.Writer) error {
	if s.JSON {
		return fmt.Errorf("svg makes pictures; the numbers are in infer --json and infer export; %w", errUsage)
	}
	switch s.View {
	case "loss":
		if len(s.Texts) > 0 {
			return fmt.Errorf("--view loss is of a run and takes no text; %w", errUsage)
		}
		return drawLoss(s, stdout)
	case "heatmap", "lines", "grid":
	default:
		return fmt.Errorf("--view %s: the views are heatmap, lines, grid and loss; %w", s.View, errUsage)
	}
	switch {
	case s.Look.Query != "":
		return fmt.Errorf("--query is of explain; %w", errUsage)
	case s.Look.Head == "" && s.Look.Layer != nil:
		return fmt.Errorf("--layer alone names no head: use --head LAYER.HEAD; %w", errUsage)
	case s.Look.Head != "" && s.View == "grid":
		return fmt.Errorf("--view grid shows all heads; leave out --head, or use --view heatmap; %w", errUsage)
	}
	if len(s.Texts) != 1 {
		return fmt.Errorf("svg takes one text as an argument, in quotes, and got %d; %w", len(s.Texts), errUsage)
	}
	r, err := open(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	answers, err := r.Text(s.Texts[0])
	if err != nil {
		return fmt.Errorf("%.40q: %w", s.Texts[0], err)
	}
	at, err := s.Look.head(r.Model.Config())
	if err != nil {
		return err
	}
	if at.Head < 0 && s.View == "lines" {
		at.Layer, at.Head = telling(answers)
	}
	return output(s.Out, stdout, func(w io.Writer) error {
		switch {
		case s.View == "lines":
			return draw.Lines(w, answers, at.Layer, at.Head)
		case s.View == "grid":
			return draw.Grid(w, answers)
		case at.Head >= 0:
			return draw.Head(w, answers, at.Layer, at.Head)
		}
		return draw.Rows(w, answers)
	})
}

// telling is the head to draw where none was named: the one in which the first
// pronoun looks most at the evidence.
func telling(answers []resolver.Answer) (layer, head int) {
	if _, evidence := inspect.Looks(&answers[0]); evidence != nil {
		return evidence.Layer, evidence.Head
	}
	return 0, 0
}

func drawLoss(s *settings, stdout io.Writer) error {
	dir := s.Checkpoint
	if dir == "" {
		newest, err := checkpoints.Newest("checkpoints")
		if errors.Is(err, checkpoints.ErrNoRun) {
			return errors.New("there is no run in checkpoints: run train first, or name one with --checkpoint")
		}
		if err != nil {
			return err
		}
		dir = newest
	}
	h, err := history(dir)
	if err != nil {
		return err
	}
	return output(s.Out, stdout, func(w io.Writer) error { return draw.Loss(w, h) })
}

// history reads how a run went, to be drawn.
func history(dir string) (draw.History, error) {
	read, err := checkpoints.ReadHistory(dir)
	h := draw.History{Name: read.Name}
	for _, loss := range read.Losses {
		h.Steps = append(h.Steps, draw.Step(loss))
	}
	for _, e := range read.Evaluations {
		h.Evals = append(h.Evals, draw.Eval(e))
	}
	return h, err
}
