package structure_test

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/structure"
)

func Example() {
	examples := data.FromText("Anna told the nurse that she was tired.")
	structure.Annotate(examples)

	weights := make([]float32, len(structure.Features())) // learned elsewhere
	for i, f := range structure.Features() {
		switch f.Name {
		case "subject of its clause":
			weights[i] = 0.8
		case "introduced first":
			weights[i] = 0.2
		}
	}
	e := examples[0]
	for k, m := range e.Mentions {
		for i := range structure.Numbers(e.Features[k]) {
			if weights[i] != 0 {
				fmt.Printf("%s: %s %+.1f\n", e.Tokens[m.Head].Text, structure.Features()[i].Name, weights[i])
			}
		}
	}
	// Output:
	// Anna: subject of its clause +0.8
	// Anna: introduced first +0.2
}
