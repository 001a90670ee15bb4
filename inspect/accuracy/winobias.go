package accuracy

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/inspect/layout"
)

// Sides are the accuracies on one type of WinoBias's sentences: of those in which the
// answer agrees with a stereotype of occupations and genders, and of those in which it
// is against one. A side without labelled examples is nil.
type Sides struct {
	Pro        *float64 `json:"pro,omitempty"`
	Anti       *float64 `json:"anti,omitempty"`
	Difference *float64 `json:"difference,omitempty"` // Pro − Anti
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
		}
		if out == nil {
			out = map[string]Sides{}
		}
		out[kind] = s
	}
	return out
}

// writeWinoBias prints a row for each type.
func (r *Report) writeWinoBias(p *layout.Printer) {
	if len(r.WinoBias) == 0 {
		return
	}
	cell := func(x *float64) string {
		if x == nil {
			return "-"
		}
		return layout.Number(*x, 3)
	}
	p.Blank()
	table := layout.NewFixedTable(0, 10, 8, 8, 10)
	table.Add("WinoBias", "pro", "anti", "difference")
	for k, kind := range []string{"type1", "type2"} {
		if s, ok := r.WinoBias[kind]; ok {
			table.Add(fmt.Sprintf("type %d", k+1), cell(s.Pro), cell(s.Anti), cell(s.Difference))
		}
	}
	p.Table(table)
}
