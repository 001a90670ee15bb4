package main

import (
	"context"
	"errors"
	"fmt"

	"antecedent/checkpoints"
	"antecedent/internal/restore"
	"antecedent/train"
)

// prepare makes the run ready. Process 0 reads the data and the model. The others, which
// need none of their files, are handed the model here, and examples by their trainers.
func (c *command) prepare(ctx context.Context) error {
	if !c.together() {
		return c.prepareFirst(ctx)
	}
	var start struct {
		Step        *checkpoints.Step // nil if process 0 failed
		Interrupted bool              // process 0 was
	}
	var failed error
	if c.first() {
		if failed = c.prepareFirst(ctx); failed == nil {
			start.Step, failed = c.start()
		}
		start.Interrupted = errors.Is(failed, context.Canceled)
	}
	if err := train.Broadcast(c.world, &start); err != nil {
		return err
	}
	switch {
	case start.Interrupted:
		return settled{context.Canceled}
	case start.Step == nil:
		return c.settleFirst(failed)
	case c.first():
		return nil
	}
	return c.follow(start.Step)
}

// start is the step that the run begins with, or goes on from.
func (c *command) start() (*checkpoints.Step, error) {
	if c.step != nil {
		return c.step, nil
	}
	m := c.options.Model
	return restore.Of(m.Config(), m.Parameters(), c.options.Encoder)
}

// follow makes the run ready from the step of process 0. Flags that would say otherwise
// are an error.
func (c *command) follow(start *checkpoints.Step) (err error) {
	if len(start.State) > 0 {
		c.step = start
		_, err = c.goOn()
		return err
	}
	own := c.model // what the flags say
	if c.options.Model, c.options.Encoder, err = restore.Step(start, nil); err != nil {
		return err
	}
	c.model = c.options.Model.Config()
	own.Vocabulary, own.Vectors, own.Structure = c.model.Vocabulary, c.model.Vectors, c.model.Structure // of the data
	if c.initFrom == "" && own != c.model {
		return fmt.Errorf("%w on the shape of the model: its flags are not those of process 0", train.ErrDisagree)
	}
	return nil
}
