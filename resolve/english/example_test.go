package english_test

import (
	"fmt"
	"log"

	"antecedent/resolve/english"
)

func Example() {
	r, err := english.Open()
	if err != nil {
		log.Fatal(err)
	}
	reading, err := r.Read("The animal didn't cross the street because it was too tired.")
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range reading.Answers {
		if a.Antecedent != nil {
			fmt.Println(reading.Words(a.Pronoun), "→", a.Antecedent.Text)
		}
	}
	// Output:
	// it → The animal
}
