package data_test

import (
	"fmt"

	"antecedent/data"
)

// From a file to the batches of an epoch.
func Example() {
	file, err := data.ReadFile("testdata/small.jsonl", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, skipped := range file.Skipped {
		fmt.Println(skipped)
	}
	var lengths []int
	for _, e := range file.Examples {
		lengths = append(lengths, len(e.Tokens))
	}
	encoder := data.Encoder{Vocabulary: data.NewVocabulary(file.Examples, 1)}
	for _, indices := range data.Batches(lengths, 4, 1, 0) {
		var examples []data.Example
		longest := 0
		for _, i := range indices {
			examples = append(examples, file.Examples[i])
			longest = max(longest, lengths[i])
		}
		batch, err := encoder.Batch(examples, 4, data.PaddedLength(longest))
		fmt.Println(batch.Length, batch.Lengths, err)
	}
	// Output:
	// data: small.jsonl:7: pronoun [8,40) is not within the text's 12 characters
	// data: small.jsonl:8: unknown key "antecedent"; the keys are id, text, pronoun, candidates, antecedents, pair
	// data: small.jsonl:9: the JSON object is cut off; each line must hold a whole one
	// 12 [11 0 0 0] <nil>
	// 12 [6 4 6 11] <nil>
}

func ExampleFromText() {
	for _, e := range data.FromText("Ann fed the cat because it mewed at her.") {
		fmt.Println(e.ID, e.Tokens[e.Pronoun.Start].Text)
	}
	// Output:
	// 1 it
	// 2 her
}
