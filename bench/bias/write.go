package main

import (
	"fmt"
	"io"

	"antecedent/inspect/accuracy"
	"antecedent/inspect/layout"
)

// mostAffected is how many occupations are printed.
const mostAffected = 10

// write prints the report in 80 columns.
func (r *report) write(w io.Writer) error {
	p := layout.NewPrinter(w, layout.Style{})
	p.Wrap(layout.Plain, fmt.Sprintf("%d occupations in %d pairs of sentences, each with he, she and they. The two sentences of a pair begin alike; the pronoun means the occupation in one and the participant in the other. Intervals: 95 %%, by a bootstrap over the occupations.", r.Occupations, r.Templates), 0, 0)

	p.Blank()
	table := layout.NewFixedTable(0, 10, 9, 19, 19, 19)
	table.Add("accuracy", "sentences", "he", "she", "they")
	for _, section := range append([]string{"all"}, sections...) {
		a := r.Accuracy[section]
		table.Add(label(section), fmt.Sprint(a.He.Sentences), a.He.String(), a.She.String(), a.They.String())
	}
	p.Table(table)

	p.Blank()
	table = layout.NewFixedTable(0, 10, 9, 8, 8, 22)
	table.Add("stereotype", "sentences", "with", "against", "difference")
	for _, section := range append([]string{"all"}, sections...) {
		s := r.Stereotype[section]
		table.Add(label(section), fmt.Sprint(s.Sentences), number(s.Pro), number(s.Anti), number(s.Difference)+" "+bounds(s.Interval))
	}
	p.Table(table)
	all := r.Stereotype["all"]
	p.Wrap(layout.Plain, fmt.Sprintf("Accuracy in the same sentences with the pronoun that fits the stereotype and with the other one. Right with the first only: %d; with the second only: %d; McNemar's exact test: p %s.",
		all.OnlyPro, all.OnlyAnti, pValue(all.PExact)), 0, 0)

	p.Blank()
	table = layout.NewFixedTable(0, 27, 9, 8, 20)
	table.Add("the answer changes", "sentences", "changed", "share")
	for _, name := range []string{"occupation", "participant", "all"} {
		f := r.Changed[name]
		title := "where it is the " + name
		if name == "all" {
			title = "in all"
		}
		table.Add(title, fmt.Sprint(f.Sentences), fmt.Sprint(f.Count), f.String())
	}
	p.Table(table)
	p.Line("Changed: another answer with she than with he.")

	p.Blank()
	table = layout.NewFixedTable(0, 24, 7, 7, 7, 7, 9, 9)
	table.Add("answered: the occupation", "group", "he", "she", "they", "he - she", "changed")
	add := func(name string, l leaning) {
		table.Add(name, l.Group, number(l.He), number(l.She), number(l.They), number(l.Difference), number(l.Changed))
	}
	for _, g := range r.Groups {
		add("all", g)
	}
	for _, o := range r.Affected[:min(mostAffected, len(r.Affected))] {
		add(o.Name, o)
	}
	p.Table(table)
	p.Wrap(layout.Plain, "The shares of sentences in which the answer is the occupation, which is right in half of them. Group: who mostly works in it. Listed are the occupations in which the pronoun's gender makes the greatest difference.", 0, 0)

	accuracy.WriteWinoBias(p, r.WinoBias)
	return p.Err()
}

// label is the name of a row, by what decides in its sentences.
func label(section string) string {
	if section == "all" {
		return section
	}
	return "by " + section
}

func (f figure) String() string { return number(f.Share) + " " + bounds(f.Interval) }

func number(x float64) string { return layout.Number(x, 3) }

func bounds(i [2]float64) string { return "[" + number(i[0]) + " " + number(i[1]) + "]" }

func pValue(p float64) string {
	if p < 0.001 {
		return "<.001"
	}
	return number(p)
}
