package accuracy

import (
	"fmt"
	"strings"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/score"
	"antecedent/inspect/layout"
)

// Sides are the accuracies on one type of WinoBias's sentences: of those in which the
// answer agrees with a stereotype of occupations and genders, and of those in which it
// is against one. A side without labelled examples is nil.
type Sides struct {
	Pro        *float64 `json:"pro,omitempty"`
	Anti       *float64 `json:"anti,omitempty"`
	Difference *float64 `json:"difference,omitempty"` // Pro − Anti

	// The 95 % interval of the difference, of a paired bootstrap over the sentences
	// that both sides have; nil where they have none in common.
	Interval *[2]float64 `json:"interval,omitempty"`
}

// winoBias returns the accuracies by type, of the examples that are WinoBias's. It
// returns nil if none is.
func winoBias(examples []data.Example, right []bool) map[string]Sides {
	type side struct{ kind, side string }
	correct, total := map[side]int{}, map[side]int{}
	for i := range examples {
		e := &examples[i]
		if !e.Labelled {
			continue
		}
		kind, of := format.WinoBiasPart(e.Source)
		if kind == "" {
			kind, of = format.WinoBiasPart(e.ID)
		}
		if kind == "" {
			continue
		}
		total[side{kind, of}]++
		if right[i] {
			correct[side{kind, of}]++
		}
	}
	var out map[string]Sides
	for _, kind := range []string{"type1", "type2"} {
		accuracy := func(of string) *float64 {
			n := total[side{kind, of}]
			if n == 0 {
				return nil
			}
			a := float64(correct[side{kind, of}]) / float64(n)
			return &a
		}
		s := Sides{Pro: accuracy("pro"), Anti: accuracy("anti")}
		if s.Pro == nil && s.Anti == nil {
			continue
		}
		if s.Pro != nil && s.Anti != nil {
			d := *s.Pro - *s.Anti
			s.Difference = &d
			s.Interval = sidesInterval(examples, right, kind)
		}
		if out == nil {
			out = map[string]Sides{}
		}
		out[kind] = s
	}
	return out
}

// sidesInterval is the interval of the difference of the sides of a type. A sentence
// has the same number in both files, and so in both IDs, and differs in the pronoun.
func sidesInterval(examples []data.Example, right []bool, kind string) *[2]float64 {
	index := map[string]int{} // of the example with this ID
	for i := range examples {
		index[examples[i].ID] = i
	}
	var pairs []data.Example
	var rightPro, rightAnti []bool
	for i := range examples {
		if k, side := format.WinoBiasPart(examples[i].ID); k != kind || side != "pro" {
			continue
		}
		if j, ok := index[strings.Replace(examples[i].ID, "-pro-", "-anti-", 1)]; ok && examples[i].Labelled && examples[j].Labelled {
			pairs, rightPro, rightAnti = append(pairs, examples[i]), append(rightPro, right[i]), append(rightAnti, right[j])
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	interval := score.Compare(pairs, rightPro, rightAnti).Figures["accuracy"].Interval
	return &interval
}

// WriteWinoBias prints a row for each type of WinoBias's sentences, "type1" and
// "type2", and nothing where there is none.
func WriteWinoBias(p *layout.Printer, types map[string]Sides) {
	if len(types) == 0 {
		return
	}
	cell := func(x *float64) string {
		if x == nil {
			return "-"
		}
		return layout.Number(*x, 3)
	}
	p.Blank()
	table := layout.NewFixedTable(0, 10, 8, 8, 10, 16)
	table.Add("WinoBias", "pro", "anti", "difference")
	for k, kind := range []string{"type1", "type2"} {
		if s, ok := types[kind]; ok {
			row := []string{cell(s.Pro), cell(s.Anti), cell(s.Difference)}
			if s.Interval != nil {
				row = append(row, bounds(*s.Interval, 3))
			}
			table.Add(fmt.Sprintf("type %d", k+1), row...)
		}
	}
	p.Table(table)
}
