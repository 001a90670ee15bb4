// Package progress shows a training run to a person: a bar on a terminal
// ([Bar]), plain lines anywhere else ([Lines]). Both are observers of the run.
package progress

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/train"
)

// writeEvaluation writes one evaluation as a line, and what the observed pronoun
// attends to as a second one.
func writeEvaluation(w io.Writer, e train.Evaluation, steps int) {
	best := ""
	if e.Best {
		best = "  best"
	}
	pairs := ""
	if e.Valid.Pairs > 0 {
		pairs = fmt.Sprintf("  pairs %.3f", e.Valid.PairAccuracy)
	}
	loss, accuracy := "-", "-" // where nothing could be validated on
	if e.Valid.Examples > 0 {
		loss, accuracy = layout.Number(e.Valid.Loss, 4), layout.Number(e.Valid.Accuracy, 3)
	}
	fmt.Fprintf(w, "step %*d/%d  held-out loss %s  accuracy %s%s  %s%s\n",
		digits(steps), e.Step, steps, loss, accuracy, pairs, layout.Duration(e.Seconds), best)
	if e.Observed != nil {
		fmt.Fprintf(w, "  %s\n", observed(e.Observed))
	}
}

// observed says in a line what the pronoun points at, and for at most four heads,
// those with the greatest weights, which token each attends to most.
func observed(o *train.Observation) string {
	pointer := append(looks(o.Tokens, o.Pointer), look{"none", o.None})
	line := fmt.Sprintf("“%s” → %s", o.Tokens[o.Pronoun], list(strongest(pointer, 2)))
	var heads []look
	for l, rows := range o.Heads {
		for h, row := range rows {
			most := strongest(looks(o.Tokens, row), 1)[0]
			heads = append(heads, look{fmt.Sprintf("%d.%d %s", l, h, most.name), most.weight})
		}
	}
	if shown := strongest(heads, 4); len(shown) > 0 {
		heads = slices.DeleteFunc(heads, func(l look) bool { return !slices.Contains(shown, l) })
		line += "; heads " + list(heads)
	}
	return line
}

// A look is a weight and the name of what it is on.
type look struct {
	name   string
	weight float32
}

// looks are the weights of a row, one for each token.
func looks(tokens []string, row []float32) []look {
	all := make([]look, len(row))
	for t, weight := range row {
		all[t] = look{tokens[t], weight}
	}
	return all
}

// strongest returns the n greatest weights, or all where there are fewer.
func strongest(looks []look, n int) []look {
	looks = slices.SortedStableFunc(slices.Values(looks), func(a, b look) int { return cmp.Compare(b.weight, a.weight) })
	return looks[:min(n, len(looks))]
}

func list(looks []look) string {
	var parts []string
	for _, l := range looks {
		parts = append(parts, fmt.Sprintf("%s %.2f", l.name, l.weight))
	}
	return strings.Join(parts, ", ")
}

// writeStart describes what the run sets out to do.
func writeStart(w io.Writer, s train.Start) {
	examples := layout.Grouped(s.Train) + " examples"
	if s.Mixture != nil {
		examples = sources(s.Mixture)
	}
	held := layout.Grouped(s.Valid)
	if s.Valid == 0 {
		held = "none"
	}
	layout.NewPrinter(w, layout.Style{Width: 79}).Wrap(layout.Plain,
		fmt.Sprintf("training %s weights on %s, %s held out", layout.Grouped(s.Parameters), examples, held), 0, 2)
	fmt.Fprintf(w, "%d steps of %d", s.Config.Steps, s.Config.Batch)
	if s.Dir != "" {
		fmt.Fprintf(w, "; saving to %s", s.Dir)
	}
	fmt.Fprintln(w)
	if s.Step > 0 {
		fmt.Fprintf(w, "going on from step %d\n", s.Step)
	}
	writeWarnings(w, s.Warnings)
}

// sources lists the sources of the examples, their weights, and the part of the steps
// that each is drawn in.
func sources(mixture []train.Component) string {
	total := 0.0
	for _, s := range mixture {
		total += s.Weight
	}
	var list []string
	for _, s := range mixture {
		text := fmt.Sprintf("%s %s ×%g (%s)", s.Name, layout.Grouped(s.Examples), s.Weight, layout.Percent(s.Weight/total, 0))
		list = append(list, strings.ReplaceAll(text, " ", layout.NBSP))
	}
	return fmt.Sprintf("%d sources: %s", len(mixture), strings.Join(list, ", "))
}

func writeWarnings(w io.Writer, warnings []string) {
	for _, warning := range warnings {
		fmt.Fprintf(w, "warning: %s\n", warning)
	}
}

// digits is how many digits a number of steps has.
func digits(n int) int { return len(strconv.Itoa(n)) }

// A clock estimates the time left from the steps of this process: those of an
// earlier one, before a resume, say nothing about its pace.
type clock struct{ first, steps int }

// left is the number of seconds left after a step, by the seconds until then.
func (c clock) left(step int, seconds float64) float64 {
	return seconds / float64(max(1, step-c.first)) * float64(c.steps-step)
}
