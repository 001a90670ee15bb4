package train

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"antecedent/checkpoints"
)

func TestSnapshotSteps(t *testing.T) {
	for _, c := range []struct {
		snapshots, steps int
		want             []int
	}{
		{0, 9, nil},
		{1, 9, []int{9}},
		{2, 9, []int{0, 9}},
		{4, 9, []int{0, 1, 4, 9}},
		{5, 2000, []int{0, 125, 500, 1125, 2000}},
		{9, 3, []int{0, 1, 2, 3}}, // no more than there are steps
	} {
		var got []int
		for step := 0; step <= c.steps; step++ {
			if (Config{Snapshots: c.snapshots, Steps: c.steps}).snapshotDue(step) {
				got = append(got, step)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d snapshots of %d steps are at %v, want %v", c.snapshots, c.steps, got, c.want)
		}
	}
}

// A snapshot holds the weights that a checkpoint of its step holds, and keeping
// snapshots changes nothing else of a run.
func TestSnapshotsOfARun(t *testing.T) {
	with, without := filepath.Join(t.TempDir(), "with"), filepath.Join(t.TempDir(), "without")
	start(t, context.Background(), with, nil)
	start(t, context.Background(), without, func(o *Options) { o.Config.Snapshots = 0 })
	snapshots, err := checkpoints.Snapshots(with)
	if err != nil || len(snapshots) != 4 || snapshots[0].Number != 0 || snapshots[3].Number != 13 {
		t.Fatalf("%d snapshots: %v", len(snapshots), err)
	}
	for _, dir := range []string{with, without} {
		step, err := checkpoints.Open(filepath.Join(dir, checkpoints.StepName(13)))
		if err != nil {
			t.Fatal(err)
		}
		for i, tensor := range step.Model {
			if s := snapshots[3].Model[i]; s.Name != tensor.Name || !slices.Equal(s.Data, tensor.Data) {
				t.Errorf("%s: the snapshot's %s is not that of the step", dir, tensor.Name)
			}
		}
	}
	if none, err := checkpoints.Snapshots(without); err != nil || len(none) > 0 {
		t.Errorf("%d snapshots of a run without any: %v", len(none), err)
	}
}
