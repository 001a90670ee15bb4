package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"antecedent/internal/cli"
	"antecedent/internal/mpi"
	"antecedent/train"
)

// A settled error is one that all processes have, and that process 0 prints.
type settled struct{ error }

func (s settled) Unwrap() error { return s.error }

// join makes this process one of those that train together.
func (c *command) join(ctx context.Context) error {
	if !c.mpi {
		if rank, several := mpi.Launched(); several && rank == 0 {
			c.warn("several processes were started, and without --mpi each of them trains a model of its own")
		}
		return nil
	}
	var err error
	if c.world, err = mpi.Open(ctx, c.timeout()); err != nil {
		return err
	}
	c.options.Fleet = c.world
	if n := c.world.Size(); n&(n-1) != 0 {
		return c.settleFirst(fmt.Errorf("%d processes cannot divide the shares of a batch, whose number is a power of two: start 1, 2, 4, 8, …", n))
	}
	if warning := mpi.Bound(); warning != "" {
		c.warn(warning)
	}
	if c.world.Size() > 1 {
		library, _, _ := strings.Cut(c.world.Library(), ",")
		c.notes = append(c.notes, fmt.Sprintf("%d processes train together, by %s", c.world.Size(), library))
	}
	return nil
}

// timeout is how long another process is waited for; 0 is no limit.
func (c *command) timeout() time.Duration { return time.Duration(c.mpiTimeout) * time.Second }

// together reports whether there are other processes.
func (c *command) together() bool { return c.processes() > 1 }

// processes is how many train together.
func (c *command) processes() int {
	if c.world == nil {
		return 1
	}
	return c.world.Size()
}

// first reports whether this process is the one that saves and prints.
func (c *command) first() bool { return c.world == nil || c.world.Rank() == 0 }

// settle ends what all processes do by themselves: an error of one becomes the error of
// all. Where processes wait for each other, settle comes first.
func (c *command) settle(err error) error {
	if !c.together() || errors.As(err, new(settled)) {
		return err
	}
	const size = 1 << 10
	said := make([]byte, size)
	if err != nil {
		host, _ := os.Hostname()
		copy(said[copy(said, host+"\x00"):], err.Error())
	}
	all, lost := train.Gather(c.world, said)
	if lost != nil {
		return lost
	}
	var problems []error
	for rank := range c.world.Size() {
		host, problem, found := strings.Cut(strings.TrimRight(string(all[rank*size:(rank+1)*size]), "\x00"), "\x00")
		switch {
		case !found:
		case rank == 0 && c.first():
			problems = append(problems, err)
		case len(problems) > 0 && strings.HasPrefix(problems[0].Error(), problem): // all have it
		case rank == 0:
			problems = append(problems, errors.New(problem))
		default:
			problems = append(problems, fmt.Errorf("process %d on %s: %s", rank, host, problem))
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return c.settleFirst(errors.Join(problems...))
}

// settleUsage settles an error in the arguments, after which the process would otherwise
// end before it joined the others, which MPICH would let wait for it.
func (c *command) settleUsage(ctx context.Context, err error, args []string) error {
	rank, several := mpi.Launched()
	if !several {
		return err
	}
	if slices.Contains(args, "--mpi") || slices.Contains(args, "-mpi") {
		c.mpi = true
		if failed := c.join(ctx); c.world != nil {
			return cmp.Or(failed, c.settle(err))
		}
	}
	if rank > 0 {
		return cli.ErrReported // by process 0
	}
	return err
}

// settleFirst makes an error that all processes have one that process 0 alone prints.
func (c *command) settleFirst(err error) error {
	if !c.first() {
		err = cli.ErrReported
	}
	return settled{err}
}

// ended returns how a run ended for a process other than the first, which prints what
// all processes know.
func (c *command) ended(r train.Result, err error) error {
	switch {
	case errors.Is(err, train.ErrDisagree), errors.Is(err, train.ErrDiverged):
		return settled{cli.ErrReported}
	case err == nil && r.Status == train.Interrupted:
		return context.Canceled
	}
	return err
}

// advise adds what to do to an error of processes that differ.
func advise(err error) error {
	if errors.Is(err, train.ErrKernels) {
		return fmt.Errorf("%w: give all the same --kernel, such as avx2", err)
	}
	return err
}

// leave ends this process's part in the fleet. An error that only it has ends the others.
func (c *command) leave(code int, err error) {
	switch {
	case c.world == nil:
	case code == cli.ExitDone, errors.Is(err, context.Canceled), errors.Is(err, train.ErrDisagree), errors.As(err, new(settled)):
		c.world.SetTimeout(0) // process 0 may still score and print
		c.world.Close()
	default:
		c.world.Abort(code)
	}
}
