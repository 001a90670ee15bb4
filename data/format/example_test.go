package format_test

import (
	"context"
	"fmt"

	"antecedent/data/format"
)

// Rows that cannot be used are skipped, with a reason.
func ExampleReadFile() {
	file, err := format.ReadFile(context.Background(), "testdata/small.jsonl", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(file.Examples), "examples of format", file.Format)
	for _, skipped := range file.Skipped {
		fmt.Println(skipped)
	}
	// Output:
	// 5 examples of format jsonl
	// data: small.jsonl:7: pronoun [8,40) is not within the text's 12 characters
	// data: small.jsonl:8: unknown key "antecedent"; the keys are id, text, pronoun, candidates, antecedents, pair, pronoun_text, candidate_texts, antecedent_texts
	// data: small.jsonl:9: the JSON object is cut off; each line must hold a whole one
}
