package main

import (
	"errors"
	"io"
	"os"
	"strconv"

	"antecedent/inspect/layout"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
)

// styleFlags are the flags of forms that lay out text.
type styleFlags struct {
	color string
	width int
}

func (s *styleFlags) bind(f *cli.Form) {
	s.color = "auto"
	f.Bind(&s.color, "color WHEN", "auto, always or never; auto is on terminals without NO_COLOR")
	f.Bind(&s.width, "width N", "columns to fill; 0 for the terminal's, or 80")
}

// style is how to lay out text on stdout.
func (s *styleFlags) style(stdout io.Writer) (layout.Style, error) {
	width := s.width
	switch {
	case width < 0:
		return layout.Style{}, cli.Usage("--width %d: use a number of columns, or 0 for the terminal's", width)
	case width == 0:
		width = cli.Width(stdout)
	}
	style, err := layout.NewStyle(s.color, cli.IsTerminal(stdout), width, os.Getenv)
	if err != nil {
		return style, cli.Usage("--color: %w", err)
	}
	return style, nil
}

// headFlags are the flags that name a head.
type headFlags struct {
	layer int // −1 if not given
	head  string
}

func (h *headFlags) bind(f *cli.Form, head, layer string) {
	h.layer = -1
	f.Bind(&h.head, "head LAYER.HEAD", head)
	f.Bind(func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return errors.New("use a number from 0 on")
		}
		h.layer = n
		return nil
	}, "layer N", layer)
}

// find is the head of a model that the flags name; what they leave open is −1.
func (h *headFlags) find(c model.Config) (model.Head, error) {
	head, err := resolve.FindHead(c, h.layer, h.head)
	if err != nil {
		return head, cli.Usage("%w", err)
	}
	return head, nil
}
