package main

import (
	"fmt"

	"antecedent/inspect/layout"
	"antecedent/inspect/terminal"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
)

// A printer prints what was read of a text.
type printer struct {
	streams  cli.Streams
	resolver *resolve.Resolver
	style    layout.Style
	head     model.Head // whose weights are all printed; −1 for none
	look     bool       // whether every pronoun has a picture
}

// print prints the answers of a text or, unless query is −1, what that token looks at;
// then the weights of the head. Several pronouns or texts have a list of answers.
func (p *printer) print(r *resolve.Reading, query int, several bool) error {
	out, printed, err := p.streams.Out, true, error(nil)
	switch {
	case query >= 0:
		r, query, err = picture(p.resolver, r, query, p.streams.Err)
		if err == nil {
			err = terminal.WriteLook(out, r, query, p.style)
		}
	case len(r.Answers) == 0:
		printed = false
	case p.look || len(r.Answers) == 1 && !several:
		err = p.pictures(r)
	default:
		err = terminal.WriteList(out, r, p.style)
	}
	if err != nil || p.head.Head < 0 {
		return err
	}
	shown, _, err := picture(p.resolver, r, -1, p.streams.Err)
	if err != nil {
		return err
	}
	if printed {
		fmt.Fprintln(out)
	}
	return terminal.WriteMap(out, shown, p.head, p.style)
}

// mostPictures is how many pronouns of a text are drawn. A picture has a line for each
// head, of a text of 512 words and marks twenty times.
const mostPictures = 20

// pictures draws what the first pronouns looked at, for a long text window by window, and
// says how many are left out.
func (p *printer) pictures(r *resolve.Reading) error {
	out, drawn := p.streams.Out, min(len(r.Answers), mostPictures)
	if err := p.draw(r, drawn); err != nil {
		return err
	}
	if left := len(r.Answers) - drawn; left > 0 {
		l := layout.NewPrinter(out, p.style)
		l.Blank()
		l.Wrap(layout.Plain, fmt.Sprintf("%s and %s more pronouns: --query NUMBER draws what one token looks at, and without --look each pronoun has a line", l.Ellipsis(), layout.Grouped(left)), 0, 2)
		return l.Err()
	}
	return nil
}

// draw draws what the first pronouns looked at.
func (p *printer) draw(r *resolve.Reading, n int) error {
	out := p.streams.Out
	if !r.Long() {
		return terminal.WriteAnswers(out, r, r.Answers[:n], p.style)
	}
	for i := 0; i < n; {
		span, end := r.Answers[i].Window, i+1
		for end < n && r.Answers[end].Window == span {
			end++
		}
		shown, err := p.resolver.ReadWindow(r, span)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "Tokens %d to %d of %d:\n\n", span.Start, span.End-1, len(r.Tokens))
		if err := terminal.WriteAnswers(out, shown, shown.Answers[:end-i], p.style); err != nil {
			return err
		}
		i = end
	}
	return nil
}
