package data_test

import (
	"fmt"
	"slices"

	"antecedent/data"
)

// From texts to the batches of an epoch. The two pronouns of the first text share its
// row of a batch, and a batch may be short.
func Example() {
	examples := slices.Concat(
		data.FromText("Ann fed the cat because it mewed at her."),
		data.FromText("The dog barked because it was hungry."),
		data.FromText("It rained."),
	)
	encoder := data.Encoder{Vocabulary: data.NewVocabulary(examples, 1)}
	texts := data.GroupTexts(examples)
	var lengths []int
	for _, text := range texts {
		lengths = append(lengths, len(examples[text[0]].Tokens))
	}
	fmt.Println("examples of each text:", texts, "tokens:", lengths)

	const size, seed, epoch = 2, 1, 0
	for _, batch := range data.Batches(lengths, size, seed, epoch) {
		var queries []data.Example
		longest := 0
		for _, text := range batch {
			for _, i := range texts[text] {
				queries = append(queries, examples[i])
			}
			longest = max(longest, lengths[text])
		}
		b, err := encoder.Batch(queries, size, data.PaddedLength(longest))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("texts %v: lengths %v padded to %d, pronouns %v in rows %v\n", batch, b.Lengths, b.Length, b.Pronouns, b.Texts)
	}
	// Output:
	// examples of each text: [[0 1] [2] [3]] tokens: [10 8 3]
	// texts [2 1]: lengths [3 8] padded to 8, pronouns [0 4] in rows [0 1]
	// texts [0]: lengths [10 0] padded to 12, pronouns [5 8] in rows [0 0]
}

func ExampleFromText() {
	for _, e := range data.FromText("Ann fed the cat because it mewed at her.") {
		fmt.Println(e.ID, e.Tokens[e.Pronoun.Start].Text)
	}
	// Output:
	// 1 it
	// 2 her
}
