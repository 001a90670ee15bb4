package main

import (
	"context"
	"path/filepath"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/mention"
)

// A genderResult tells, of the names that gendered pronouns of GAP refer to, how many
// have the gender of the pronoun, the other one, and none that is known; and of how
// many examples both candidates are found to be the same entity.
type genderResult struct {
	agree, differ, open int
	examples, merged    int
}

func measureGender(dir string) (r genderResult, err error) {
	file, err := format.ReadFile(context.Background(), filepath.Join(dir, "gap", "gap-development.tsv"), "")
	if err != nil {
		return r, err
	}
	for _, e := range file.Examples {
		entities := map[int]bool{}
		for _, m := range mention.Find(e.Tokens, e.Candidates...) {
			for _, c := range e.Candidates {
				if m.Span == c {
					entities[m.Entity] = true
				}
			}
			for _, a := range e.Antecedents {
				switch {
				case m.Span != a:
				case m.Gender == 0:
					r.open++
				case m.Gender == data.GenderOf(e.Tokens[e.Pronoun.Start].Text):
					r.agree++
				default:
					r.differ++
				}
			}
		}
		r.examples++
		if len(entities) < len(e.Candidates) {
			r.merged++
		}
	}
	return r, nil
}
