package resolver_test

import (
	"fmt"
	"log"

	"antecedent/model/resolver"
)

func ExampleResolver_Text() {
	r, err := resolver.Open("checkpoints/run-1")
	if err != nil {
		log.Fatal(err)
	}
	answers, err := r.Text("The dog chewed the slipper because it was hungry.")
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range answers {
		if a.Antecedent != nil {
			fmt.Println(a.Antecedent.Text, a.Antecedent.Probability)
		}
		fmt.Println(a.Resolution.Patterns[0][3]) // what each token looks at in layer 0, head 3
	}
}
