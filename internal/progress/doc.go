// Package progress shows a training run to a person: a bar on a terminal
// ([Bar]), plain lines anywhere else ([Lines]). Both are observers of the run.
package progress

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/train"
)

// evaluation writes one evaluation as a line, and what the pronoun of the
// glimpse attends to as a second one.
func evaluation(w io.Writer, e train.Evaluation, steps int) {
	best := ""
	if e.Best {
		best = "  best"
	}
	pairs := ""
	if e.Valid.Pairs > 0 {
		pairs = fmt.Sprintf("  pairs %.3f", e.Valid.PairAccuracy)
	}
	fmt.Fprintf(w, "step %*d/%d  held-out loss %s  accuracy %.3f%s  %s%s\n",
		digits(steps), e.Step, steps, layout.Number(e.Valid.Loss, 4), e.Valid.Accuracy, pairs, layout.Duration(e.Seconds), best)
	if e.Glimpse != nil {
		fmt.Fprintf(w, "  %s\n", glance(e.Glimpse))
	}
}

// glance says in a line what the pronoun points at, and what its attention heads
// look at most: the heads that look hardest, where there are many.
func glance(g *train.Glimpse) string {
	type look struct {
		head   string
		token  int
		weight float32
	}
	var looks []look
	for l, heads := range g.Heads {
		for h, row := range heads {
			best := look{head: fmt.Sprintf("%d.%d", l, h)}
			for t, w := range row {
				if w > best.weight {
					best.token, best.weight = t, w
				}
			}
			looks = append(looks, best)
		}
	}
	const most = 4 // heads that a line has room for
	for len(looks) > most {
		weakest := 0
		for i, l := range looks {
			if l.weight < looks[weakest].weight {
				weakest = i
			}
		}
		looks = slices.Delete(looks, weakest, weakest+1)
	}
	line := fmt.Sprintf("“%s” → %s", g.Tokens[g.Pronoun], strongest(g.Tokens, g.Pointer, g.None, 2))
	for i, l := range looks {
		if i == 0 {
			line += "; heads"
		}
		line += fmt.Sprintf(" %s %s %.2f", l.head, g.Tokens[l.token], l.weight)
		if i < len(looks)-1 {
			line += ","
		}
	}
	return line
}

// strongest lists the n tokens with the greatest weight, NONE among them.
func strongest(tokens []string, pointer []float32, none float32, n int) string {
	weights := append(append([]float32{}, pointer...), none)
	var parts []string
	for range min(n, len(weights)) {
		best := 0
		for i, w := range weights {
			if w > weights[best] {
				best = i
			}
		}
		name := "none"
		if best < len(tokens) {
			name = tokens[best]
		}
		parts = append(parts, fmt.Sprintf("%s %.2f", name, weights[best]))
		weights[best] = -1
	}
	return strings.Join(parts, ", ")
}

// start describes what the run sets out to do.
func start(w io.Writer, s train.Start) {
	fmt.Fprintf(w, "training %s weights on %s examples, %s held out\n%d steps of %d",
		layout.Grouped(s.Parameters), layout.Grouped(s.Train), layout.Grouped(s.Valid), s.Config.Steps, s.Config.Batch)
	if s.Dir != "" {
		fmt.Fprintf(w, "; saving to %s", s.Dir)
	}
	fmt.Fprintln(w)
	if s.Step > 0 {
		fmt.Fprintf(w, "going on from step %d\n", s.Step)
	}
}

func digits(n int) int { return len(fmt.Sprint(n)) }
