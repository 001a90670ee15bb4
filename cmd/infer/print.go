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

// pictures draws what every pronoun looked at, for a long text window by window.
func (p *printer) pictures(r *resolve.Reading) error {
	out := p.streams.Out
	if !r.Long() {
		return terminal.WriteAnswers(out, r, p.style)
	}
	for i := range r.Answers {
		span := r.Answers[i].Window
		if i > 0 && span == r.Answers[i-1].Window {
			continue
		}
		shown, err := p.resolver.ReadWindow(r, span)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "Tokens %d to %d of %d:\n\n", span.Start, span.End-1, len(r.Tokens))
		if err := terminal.WriteAnswers(out, shown, p.style); err != nil {
			return err
		}
	}
	return nil
}
