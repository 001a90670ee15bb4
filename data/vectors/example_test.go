package vectors_test

import (
	"fmt"
	"log"
	"strings"

	"antecedent/data/vectors"
)

func ExampleReadFrom() {
	const text = `cat 0.9 0.1 0.2
dog 0.8 0.2 0.1
street 0.1 0.9 0.8
`
	wanted := func(word string) bool { return word != "dog" }
	table, report, err := vectors.ReadFrom(strings.NewReader(text), "small.txt", wanted)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Rows, "rows,", report.Kept, "kept")
	id, known := table.ID("Street")
	fmt.Println(id, known, table.Words()[id])
	_, known = table.ID("dog")
	fmt.Println(known)
	// Output:
	// 3 rows, 2 kept
	// 2 true street
	// false
}
