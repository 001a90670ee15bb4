package train

import (
	"fmt"
	"math"

	"antecedent/checkpoints"
	"antecedent/internal/object"
	"antecedent/internal/restore"
)

const stateFile = "state.json"

// ReadState returns the state that a checkpoint's step was saved with. The error names
// the field that no run could have saved with the step.
func ReadState(step *checkpoints.Step) (State, error) {
	var s State
	err := object.Unmarshal(step.State, &s)
	if err == nil {
		err = s.check(step.Number)
	}
	if err != nil {
		return s, restore.Damaged(step, stateFile, err)
	}
	s.Config.Shares = max(1, s.Config.Shares) // of a run that was begun before there were shares
	return s, nil
}

// check compares the fields with one another, and with the number of the step in the
// manifest.
func (s *State) check(number int) error {
	if problems := s.Config.problems(); len(problems) > 0 {
		return fmt.Errorf("config: %s", problems[0])
	}
	switch c := s.Config; {
	case s.Step != number:
		return fmt.Errorf("step %d, but the manifest is of step %d", s.Step, number)
	case s.Horizon != c.Steps:
		return fmt.Errorf("horizon %d, but config.steps is %d", s.Horizon, c.Steps)
	case s.Step > s.Horizon:
		return fmt.Errorf("step %d is beyond the horizon, %d", s.Step, s.Horizon)
	case s.Seed != c.Seed:
		return fmt.Errorf("seed %d, but config.seed is %d", s.Seed, c.Seed)
	case s.Evaluated < 0 || s.Evaluated > s.Step:
		return fmt.Errorf("evaluated %d, which is no step up to %d", s.Evaluated, s.Step)
	case s.Patience < 0 || s.Patience > s.Step:
		return fmt.Errorf("patience %d, which is no number of evaluations up to step %d", s.Patience, s.Step)
	case s.Status == Completed && s.Step < s.Horizon:
		return fmt.Errorf("status %q at step %d of %d", s.Status, s.Step, s.Horizon)
	case s.Status == EarlyStopped && (c.Patience == 0 || s.Patience < c.Patience):
		return fmt.Errorf("status %q with patience %d of %d", s.Status, s.Patience, c.Patience)
	case s.Data.Dropped < 0:
		return fmt.Errorf("data.dropped %d is less than 0", s.Data.Dropped)
	case s.Best != nil && (s.Best.Step < 0 || s.Best.Step > s.Step):
		return fmt.Errorf("best.step %d, which is no step up to %d", s.Best.Step, s.Step)
	case s.Best != nil:
		if err := s.Best.Valid.check(); err != nil {
			return fmt.Errorf("best.valid.%w", err)
		}
	}
	return nil
}

// check returns an error for scores that no evaluation has.
func (s Scores) check() error {
	share := func(x float64) bool { return x >= 0 && x <= 1 }
	const greatestLoss = 1000 // of the least float32 it is 103
	switch {
	case !(math.Abs(s.Loss) <= greatestLoss):
		return fmt.Errorf("loss %v", s.Loss)
	case s.Examples < 1 || s.Correct < 0 || s.Correct > s.Examples:
		return fmt.Errorf("correct: %d of %d examples", s.Correct, s.Examples)
	case s.Pairs < 0 || s.PairsCorrect < 0 || s.PairsCorrect > s.Pairs:
		return fmt.Errorf("pairs_correct: %d of %d pairs", s.PairsCorrect, s.Pairs)
	case !share(s.Accuracy):
		return fmt.Errorf("accuracy %v is not from 0 to 1", s.Accuracy)
	case !share(s.PairAccuracy):
		return fmt.Errorf("pair_accuracy %v is not from 0 to 1", s.PairAccuracy)
	}
	return nil
}

// checkPositions compares the position of each source with the batches of its epoch.
func (s *State) checkPositions(streams []*stream) error {
	if len(s.Others) != len(streams)-1 {
		return fmt.Errorf("others: the positions of %d sources, not of %d", 1+len(s.Others), len(streams))
	}
	for i, from := range streams {
		name, p := "", s.position(i)
		if i > 0 {
			name = fmt.Sprintf("others[%d].", i-1)
		}
		if p.Epoch < 0 || p.Epoch > s.Step { // each has a batch at least
			return fmt.Errorf("%sepoch %d, which is none that begins up to step %d", name, p.Epoch, s.Step)
		}
		from.open(p.Epoch, s.Config.Batch)
		if n := len(from.batches); p.Batch < 0 || p.Batch >= n {
			return fmt.Errorf("%sbatch %d of an epoch of %d", name, p.Batch, n)
		}
	}
	return nil
}
