package corpus_test

import (
	"fmt"

	"antecedent/data/corpus"
)

// The first minimal pair of a split: its candidates, its answers and what decides. A
// lexicon that was edited gives other sentences.
func Example() {
	c, err := corpus.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	split, _ := c.Split("nouns")
	fmt.Println(split.About)
	for _, e := range split.Examples[:2] {
		fmt.Println(e.ID, e.Text)
		for _, s := range e.Candidates {
			fmt.Println("  candidate ", e.Tokens[s.Start].Text)
		}
		fmt.Println("  antecedent", e.Tokens[e.Antecedents[0].Start].Text)
		if s, ok := c.Predicate(e.ID); ok {
			fmt.Println("  decided by", e.Tokens[s.Start].Text)
		}
	}
	// Output:
	// two nouns that training has only in sentences without a rival
	// nouns-1a The nephews photographed the lanes because they were blind.
	//   candidate  nephews
	//   candidate  lanes
	//   antecedent nephews
	//   decided by blind
	// nouns-1b The nephews photographed the lanes because they had been widened.
	//   candidate  nephews
	//   candidate  lanes
	//   antecedent lanes
	//   decided by widened
}
