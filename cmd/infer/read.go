package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"antecedent/internal/cli"
	"antecedent/resolve"
)

// eachReading reads texts and calls visit for each, with what was read or with the
// problem, which has been reported. A problem does not keep the other texts from being
// read. The error is that of visit, that which ended the sequence, or
// [cli.ErrReported] where a text could not be read. Of a text without a pronoun stderr
// is told; that is no problem.
func eachReading(ctx context.Context, r *resolve.Resolver, texts iter.Seq2[cli.Text, error], s cli.Streams, visit func(t cli.Text, reading *resolve.Reading, problem error) error) error {
	failed := false
	for t, err := range texts {
		if err != nil && !errors.As(err, new(*cli.TextError)) {
			return err
		}
		var reading *resolve.Reading
		if err == nil {
			if reading, err = readLong(ctx, r, t.Text, s.Err); err != nil {
				err = fmt.Errorf("%s: %w", t.Where, err)
			}
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			failed = true
			fmt.Fprintf(s.Err, "infer: %v\n", err)
		case len(reading.Answers) == 0:
			notePronoun(s, t)
		}
		if err := visit(t, reading, err); err != nil {
			return err
		}
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}

// notePronoun tells of a text without a pronoun, which is no failure.
func notePronoun(s cli.Streams, t cli.Text) {
	fmt.Fprintf(s.Err, "infer: %s: %v\n", t.Where, resolve.ErrNoPronoun)
}
