package train

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antecedent/model"
)

// weightsAfter trains a structured model and returns the parameters before and after.
func weightsAfter(t *testing.T, change func(*Options)) (before, after []model.Parameter) {
	t.Helper()
	o := toy(t, nil)
	change(&o)
	copied := func() (list []model.Parameter) {
		for _, p := range o.Model.Parameters() {
			list = append(list, model.Parameter{Name: p.Name, Shape: p.Shape, Data: slices.Clone(p.Data)})
		}
		return list
	}
	before = copied()
	trainer, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trainer.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return before, copied()
}

func changed(before, after []model.Parameter) (names []string) {
	for i := range before {
		if !slices.Equal(before[i].Data, after[i].Data) {
			names = append(names, before[i].Name)
		}
	}
	return names
}

// Frozen parameters stay as they are, decay included, and the others are trained.
func TestFreeze(t *testing.T) {
	before, after := weightsAfter(t, func(o *Options) { o.Config.Freeze = "embed,layer,norm" })
	for _, name := range changed(before, after) {
		if !strings.HasPrefix(name, "pointer.") {
			t.Errorf("%s was trained", name)
		}
	}
	if got := changed(before, after); len(got) != 5 {
		t.Errorf("trained were %q, not all of the pointer", got)
	}
	o := toy(t, nil)
	for freeze, want := range map[string]string{"layer,points": `begins with "points"`, "embed, layer, norm, pointer": "no parameter is left"} {
		o.Config.Freeze = freeze
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q frozen: %v", freeze, err)
		}
	}
}

// Balanced examples do not train the weights of the structural features; others do.
func TestBalanced(t *testing.T) {
	for _, balanced := range []bool{false, true} {
		before, after := weightsAfter(t, func(o *Options) {
			mixed(o)
			for i := range o.Mixture {
				o.Mixture[i].Balanced = balanced
			}
		})
		if got := slices.Contains(changed(before, after), "pointer.structure"); got == balanced {
			t.Errorf("balanced %t: structure was trained: %t", balanced, got)
		}
	}
}

// Resuming a run with frozen parameters ends in the bytes of the uninterrupted run.
func TestFrozenIsTheSameAtACut(t *testing.T) {
	frozen := func(o *Options) { o.Config.Freeze = "embed,layer,norm" }
	straight, cut := filepath.Join(t.TempDir(), "straight"), filepath.Join(t.TempDir(), "cut")
	start(t, context.Background(), straight, frozen)
	start(t, context.Background(), cut, func(o *Options) { frozen(o); o.StopAfter = 5 })
	goOn(t, cut, frozen)
	if outcome(t, straight) != outcome(t, cut) {
		t.Error("the run that was cut ended differently")
	}
}
