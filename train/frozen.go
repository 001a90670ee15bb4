package train

import (
	"fmt"
	"slices"
	"strings"

	"antecedent/model"
)

// wanted returns the gradients of a step on a batch of a source, nil for the parameters
// that the step is to leave as they are: those that [Config.Freeze] names, and of a
// balanced source the weights of the structural features.
func (t *Trainer) wanted(gradients [][]float32, from *stream) [][]float32 {
	gradients = slices.Clone(gradients)
	for i, p := range t.run.Model.Parameters() {
		if t.run.Config.frozen(p.Name) || from.Balanced && isStructure(p.Name) {
			gradients[i] = nil
		}
	}
	return gradients
}

// isStructure reports whether a parameter holds weights of the structural features.
func isStructure(name string) bool { return strings.HasPrefix(name, "pointer.structure") }

// freezes are the beginnings of names in Freeze.
func (c Config) freezes() []string {
	return strings.FieldsFunc(c.Freeze, func(r rune) bool { return r == ',' || r == ' ' })
}

// frozen reports whether a parameter is to stay as it is.
func (c Config) frozen(name string) bool {
	return slices.ContainsFunc(c.freezes(), func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// checkFreeze returns an error if a beginning in [Config.Freeze] is of no parameter, or
// if none is left to train.
func checkFreeze(c Config, parameters []model.Parameter) error {
	for _, prefix := range c.freezes() {
		if !slices.ContainsFunc(parameters, func(p model.Parameter) bool { return strings.HasPrefix(p.Name, prefix) }) {
			return fmt.Errorf("train: no parameter of the model has a name that begins with %.60q: they begin with embed, layer, norm and pointer", prefix)
		}
	}
	if !slices.ContainsFunc(parameters, func(p model.Parameter) bool { return !c.frozen(p.Name) }) {
		return fmt.Errorf("train: with %.60s frozen, no parameter is left to train", c.Freeze)
	}
	return nil
}
