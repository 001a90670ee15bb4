package format

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"antecedent/data"
)

// An annotation collects the entities of a document from brackets: "(12" opens a
// mention of entity 12 at a word, "12)" closes it, "(12)" is a mention of one word.
// Mentions of one entity may nest: a closing bracket closes the one opened last.
type annotation struct {
	open     map[string][]opening
	numbers  map[string]int // of entities, in the order in which they are closed first
	entities [][]data.Span
	brackets int                                              // that were read
	name     func(bracket string) (entity string, whole bool) // reads an opening bracket
}

type opening struct{ word, line int }

// read takes the brackets of one word, joined or separated by "|".
func (a *annotation) read(in *input, column string, word int) {
	if a.open == nil {
		a.open, a.numbers = make(map[string][]opening), make(map[string]int)
	}
	for s := column; s != ""; {
		if a.brackets++; a.brackets > maxWords {
			in.skip(fmt.Errorf("the document has more than %d brackets", maxWords))
			return
		}
		if s[0] == '|' {
			s = s[1:]
			continue
		}
		opens := s[0] == '('
		if opens {
			s = s[1:]
		}
		i := strings.IndexAny(s, "()|")
		if i < 0 {
			i = len(s)
		}
		closes := i < len(s) && s[i] == ')'
		bracket := s[:i]
		if s = s[i:]; closes {
			s = s[1:]
		}
		entity, whole := a.name(bracket)
		switch {
		case entity == "" || !opens && !closes:
			in.skip(fmt.Errorf("%.40q marks no entity: it must be like (12, 12) or (12)", column))
			return
		case opens:
			a.open[entity] = append(a.open[entity], opening{word, in.line})
		}
		if !closes {
			continue
		}
		stack := a.open[entity]
		if len(stack) == 0 {
			in.skip(fmt.Errorf("entity %.20q is closed but not open", entity))
			continue
		}
		last := stack[len(stack)-1]
		a.open[entity] = stack[:len(stack)-1]
		if !whole {
			in.pass("parts of mentions that are not contiguous")
			continue
		}
		number, ok := a.numbers[entity]
		if !ok {
			number = len(a.entities)
			a.numbers[entity], a.entities = number, append(a.entities, nil)
		}
		a.entities[number] = append(a.entities[number], data.Span{Start: last.word, End: word + 1})
	}
}

// finish returns the entities at the end of a document. Mentions that are still open
// are skipped.
func (a *annotation) finish(in *input) [][]data.Span {
	type problem struct {
		line   int
		entity string
	}
	var problems []problem
	for entity, stack := range a.open {
		for _, o := range stack {
			problems = append(problems, problem{o.line, entity})
		}
	}
	slices.SortFunc(problems, func(a, b problem) int {
		return cmp.Or(a.line-b.line, strings.Compare(a.entity, b.entity))
	})
	for _, p := range problems {
		in.skipLine(p.line, fmt.Errorf("entity %.20q is opened but not closed", p.entity))
	}
	entities := a.entities
	*a = annotation{name: a.name}
	return entities
}
