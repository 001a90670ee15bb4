package mention_test

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/mention"
)

func Example() {
	tokens := data.Tokenize("Dr. Anna Smith met the old man's sister. Smith was late.")
	for _, m := range mention.Find(tokens) {
		fmt.Println(tokens[m.Head].Text, m.Span, "entity", m.Entity)
	}
	// Output:
	// Smith {0 4} entity 0
	// man {5 8} entity 1
	// sister {9 10} entity 2
	// Smith {11 12} entity 0
}
