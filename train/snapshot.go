package train

import (
	"antecedent/checkpoints"
	"antecedent/internal/restore"
)

// snapshotDue reports whether the weights of a step are to be kept: at 0 and
// at the horizon, and in between at horizon·(i/(N−1))², because a model changes
// fastest at first. With 20 snapshots of 2000 steps these are 0, 6, 22, 50, 89,
// …, 1795, 2000. A single snapshot is of the horizon.
func (c Config) snapshotDue(step int) bool {
	if c.Snapshots == 1 {
		return step == c.Steps
	}
	for i := range c.Snapshots {
		if share := float64(i) / float64(c.Snapshots-1); int(float64(c.Steps)*share*share+0.5) == step {
			return true
		}
	}
	return false
}

// snapshot saves the weights where that is due. It is called before the step is
// saved, so a run that is resumed from a step has all snapshots up to it.
func (t *Trainer) snapshot() error {
	if t.run.Store == nil || !t.run.Config.snapshotDue(t.state.Step) {
		return nil
	}
	if err := t.checkFinite(); err != nil {
		return err
	}
	return t.run.Store.SaveSnapshot(checkpoints.Snapshot{Number: t.state.Step, Model: restore.Tensors(t.run.Model.Parameters())})
}
