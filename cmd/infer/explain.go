package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"antecedent/data"
	"antecedent/inspect"
	"antecedent/model"
)

// look is what the flags say about where to look. The zero look leaves it open.
type look struct {
	Layer *int
	Head  string
	Query string
}

// flags adds those that name a place in the model.
func (l *look) flags(f *flag.FlagSet) {
	f.Func("layer", "", func(text string) error {
		var n int
		if _, err := fmt.Sscanf(text+"\n", "%d\n", &n); err != nil || n < 0 {
			return errors.New("use a number from 0 on")
		}
		l.Layer = &n
		return nil
	})
	f.StringVar(&l.Head, "head", "", "")
	f.StringVar(&l.Query, "query", "", "")
}

// head is the place of the head in a model.
func (l *look) head(c model.Config) (inspect.Place, error) {
	layer := -1
	if l.Layer != nil {
		layer = *l.Layer
	}
	at, err := inspect.FindHead(c, layer, l.Head)
	if err != nil {
		return at, fmt.Errorf("%w; %w", err, errUsage)
	}
	return at, nil
}

// heatMap is the head to draw after an answer, nil for none.
func (s *settings) heatMap(c model.Config) (*inspect.Place, error) {
	switch l := s.Look; {
	case l.Query != "":
		return nil, fmt.Errorf("--query is of explain; %w", errUsage)
	case l.Layer == nil && l.Head == "":
		return nil, nil
	case l.Head == "":
		return nil, fmt.Errorf("--layer %d: name one of its heads too, as --head %d.0; %w", *l.Layer, *l.Layer, errUsage)
	case s.JSON:
		return nil, fmt.Errorf("--head draws a map; --json has every head without it; %w", errUsage)
	}
	at, err := s.Look.head(c)
	return &at, err
}

// explain takes apart what the attention did with one text.
func explain(_ context.Context, s *settings, _ io.Reader, stdout, stderr io.Writer) error {
	style, err := s.style(stdout)
	if err != nil {
		return err
	}
	if len(s.Texts) != 1 {
		return fmt.Errorf("explain takes one text as an argument, in quotes, and got %d; %w", len(s.Texts), errUsage)
	}
	r, err := open(s.Checkpoint, stderr)
	if err != nil {
		return err
	}
	at, err := s.Look.head(r.Model.Config())
	if err != nil {
		return err
	}
	if s.Look.Query != "" {
		if at.Query, err = inspect.FindQuery(data.Tokenize(s.Texts[0]), s.Look.Query); err != nil {
			return fmt.Errorf("--query: %w", err)
		}
	}
	e, err := inspect.Explain(r, s.Texts[0], at)
	if errors.Is(err, inspect.ErrNoQuery) {
		return fmt.Errorf("%.40q: there is no pronoun to start from: name the word that is to look by --query", s.Texts[0])
	}
	if err != nil {
		return err
	}
	if s.JSON {
		return e.WriteJSON(stdout)
	}
	return e.Write(stdout, style)
}
