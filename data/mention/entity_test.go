package mention

import (
	"fmt"
	"strings"
	"testing"

	"antecedent/data"
)

func TestEntities(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Dr. Anna Smith left. Smith was tired. Anna slept.", "Smith0 Smith0 Anna0"},
		{"Smith left. Then Anna Smith slept, and Dr. Smith too.", "Smith0 Smith0 Smith0"},
		{"Mr. Smith met Mrs. Smith.", "Smith0 Smith1"},
		{"Mrs. Smith met John Smith.", "Smith0 Smith1"},
		{"Mr. Lewis met Lewis.", "Lewis0 Lewis0"},
		{"Mrs. Lewis met Lewis.", "Lewis0 Lewis0"},
		{"John Smith met Anna Smith.", "Smith0 Smith1"},
		{"J. K. Rowling wrote. Joanne Rowling read. Rowling slept.", "Rowling0 Rowling0 Rowling0"},
		{"King Henry VIII met Henry.", "Henry0 Henry0"},
		{"The University of Oxford and the University of Cambridge are in England.", "University0 University1 England2"},
		{"We saw the Bank of England in England. The Bank was closed.", "Bank0 England1 Bank0"},
		{"A dog saw the cat. The dog barked at a tree.", "dog0 cat1 dog0 tree2"},
		{"We saw Rose. The rose was red.", "Rose0 rose1"},
	} {
		tokens := data.Tokenize(c.text)
		var got []string
		for _, m := range Find(tokens) {
			got = append(got, fmt.Sprint(tokens[m.Head].Text, m.Entity))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

func TestGenderNumberKind(t *testing.T) {
	gender := map[data.Gender]string{0: "", data.Masculine: "m", data.Feminine: "f"}
	number := map[data.Number]string{0: "", data.Singular: "1", data.Plural: "2"}
	kind := map[data.Kind]string{0: "", data.Person: "person", data.Animal: "animal", data.Thing: "thing"}
	for text, want := range map[string]string{
		// names: by title, by first name, by the name of the whole entity
		"Then Mrs. Lee left.":               "f1person",
		"Then Mr. Taylor left.":             "m1person",
		"Then Dr. Lee left.":                "1person",
		"Then Elizabeth Darcy left.":        "f1person",
		"Then John left.":                   "m1person",
		"Will left.":                        "m1person",
		"Then May Smith left.":              "f1person",
		"Then Anna Smith and Smith left.":   "f1person f1person",
		"Then Queen Victoria left.":         "f1person",
		"Then Smith left.":                  "1person",
		"Then Dad left.":                    "m1person",
		"We saw London and Microsoft.":      "1thing 1thing",
		"The CEO left.":                     "1person", // no man, as "ceo" may be a first name
		"The University of Oxford rejoiced": "thing",
		// definitional nouns
		"The queen met an actress and a waiter.": "f1person f1person m1person",
		"The boys met the women.":                "m2person f2person",
		"My sister loves her uncle.":             "f1person m1person",
		// an occupation has no gender
		"The nurse met the engineer and the secretary.": "1person 1person 1person",
		"The doctor, the plumber and the carpenter":     "1person 1person 1person",
		// kinds
		"The dogs saw a cat.":                 "2animal 1animal",
		"The cow saw the stone and the idea.": "1animal 1thing 1thing",
		"His tail and the cookies":            "1thing 2thing",
		"The children and the people":         "2person 2person",
		// groups may be "they"
		"The team met the committee.": "thing thing",
		"The police came.":            "2person",
		"The two met the rich.":       " ",
		"tom told mary a story":       "m1person f1person 1thing",
	} {
		var got []string
		for _, m := range Find(data.Tokenize(text)) {
			got = append(got, gender[m.Gender]+number[m.Number]+kind[m.Kind])
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s\n got %q\nwant %q", text, s, want)
		}
	}
}

// No noun has a gender unless a list says so, that is unless its meaning does.
func TestCertainGender(t *testing.T) {
	for text, want := range map[string]bool{
		"Anna slept.": true, "Mrs Denham slept.": true, "The aunt slept.": true, "Peter Denham slept.": true,
		"Denham slept.": false, "Hadid slept.": false, "The nurse slept.": false, "Dr Denham slept.": false,
	} {
		found := Find(data.Tokenize(text))
		if len(found) != 1 || found[0].Certain != want {
			t.Errorf("%s: %+v, want a gender that is certain: %t", text, found, want)
		}
	}
}

func TestNoGenderFromOccupations(t *testing.T) {
	for _, word := range strings.Fields(`accountant assistant attendant attorney auditor baker carpenter cashier ceo chief cleaner clerk
		construction-worker cook counselor designer developer driver editor farmer guard hairdresser housekeeper janitor laborer lawyer
		librarian manager mechanic mover nurse physician receptionist salesperson secretary sheriff supervisor tailor teacher writer
		engineer pilot soldier model dancer singer player president professor scientist`) {
		tokens := data.Tokenize("We met the " + word + ".")
		for _, m := range Find(tokens) {
			if m.Gender != 0 {
				t.Errorf("the %s has gender %d", word, m.Gender)
			}
		}
	}
}
