package train

import (
	"fmt"
	"slices"
	"strings"

	"antecedent/model"
)

// wanted returns the gradients of a step on a batch of a source, nil for the parameters
// that the step is to leave as they are: those that [Config.Only] leaves out, and of a
// balanced source the weights of the structural features.
func (t *Trainer) wanted(gradients [][]float32, from *stream) [][]float32 {
	gradients = slices.Clone(gradients)
	for i, p := range t.run.Model.Parameters() {
		if !strings.HasPrefix(p.Name, t.run.Config.Only) || from.Balanced && isStructure(p.Name) {
			gradients[i] = nil
		}
	}
	return gradients
}

// isStructure reports whether a parameter holds weights of the structural features.
func isStructure(name string) bool { return name == "pointer.structure" || name == "pointer.given" }

// checkOnly returns an error if [Config.Only] leaves no parameter to train.
func checkOnly(only string, parameters []model.Parameter) error {
	if slices.ContainsFunc(parameters, func(p model.Parameter) bool { return strings.HasPrefix(p.Name, only) }) {
		return nil
	}
	return fmt.Errorf("train: no parameter of the model has a name that begins with %q: they begin with embed, layer, norm and pointer", only)
}
