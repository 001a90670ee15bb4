package accuracy

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/score"
	structural "antecedent/data/structure"
	"antecedent/inspect/layout"
)

// A Pronoun is the accuracy on the examples with one kind of pronoun.
type Pronoun struct {
	Examples int               `json:"examples"`
	Accuracy float64           `json:"accuracy"`
	Interval [2]float64        `json:"interval"` // 95 %, see [score.Intervals]
	Forms    map[string]FormOf `json:"forms"`    // by [structural.Forms]
}

// A FormOf is the accuracy on the examples with one form of a pronoun.
type FormOf struct {
	Examples int     `json:"examples"`
	Accuracy float64 `json:"accuracy"`
}

// pronouns returns the accuracies by kind of pronoun.
func pronouns(examples []data.Example, right []bool) map[string]Pronoun {
	out := map[string]Pronoun{}
	for kind, part := range score.Split(examples, right, structural.Kind) {
		s := score.Summarise(part.Examples, part.Right)
		p := Pronoun{s.Examples, s.Accuracy, score.Intervals(part.Examples, part.Right)["accuracy"], map[string]FormOf{}}
		for form, part := range score.Split(part.Examples, part.Right, structural.Form) {
			s := score.Summarise(part.Examples, part.Right)
			p.Forms[form] = FormOf{s.Examples, s.Accuracy}
		}
		out[kind] = p
	}
	return out
}

// writePronouns prints a row for each kind of pronoun, where there are several.
func (r *Report) writePronouns(p *layout.Printer) {
	if r.Brief || len(r.Pronouns) < 2 {
		return
	}
	p.Blank()
	table := layout.NewFixedTable(0, 10, 8, 20, 8, 8, 10, 9)
	table.Add("pronouns", append([]string{"examples", "accuracy"}, structural.Forms...)...)
	for _, kind := range structural.Kinds {
		k, ok := r.Pronouns[kind]
		if !ok {
			continue
		}
		row := []string{fmt.Sprint(k.Examples), layout.Number(k.Accuracy, 3) + " " + bounds(k.Interval, 3)}
		for _, form := range structural.Forms {
			if f, ok := k.Forms[form]; ok {
				row = append(row, layout.Number(f.Accuracy, 3))
			} else {
				row = append(row, "-")
			}
		}
		table.Add(kind, row...)
	}
	p.Table(table)
}
