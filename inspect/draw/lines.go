package draw

import (
	"fmt"
	"io"

	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// faintest is the weight from which on a line is drawn.
const faintest = 0.02

// Lines draws one head as lines from each word on the left, which looks, to the
// words on the right that it looks at: the wider the line, the more weight. The
// lines of pronouns are in a colour of their own, with their weights.
func Lines(w io.Writer, answers []resolver.Answer, layer, head int) error {
	if err := check(answers); err != nil {
		return err
	}
	a := &answers[0]
	if err := checkHead(a, layer, head); err != nil {
		return err
	}
	pattern := a.Resolution.Patterns[layer][head]
	n := len(pattern)
	pitch, f := 25.0, font{size: 14, fill: ink}
	if n > 40 {
		pitch, f.size = 17, 11.5
	}

	// 1. columns: words, lines, words, the pronoun's weights
	const widest, gap, number = 150, 240.0, 46.0
	label := 0.0
	for _, token := range a.Example.Tokens {
		label = max(label, min(widest, widthOf(layout.Printable(token.Text), strong(f, true))))
	}
	need := 2*label + gap + 2*10 + number
	p := newPage(need)
	left := margin + (p.width-need)/2 + label
	from, to := left+10, left+10+gap

	title, beside := answerOf(a)
	p.heading("Head "+headName(layer, head), "here "+title+", "+beside,
		"Lines run from each word that looks (left) to the words it looks at (right); the wider, the more weight.")
	p.y += 8
	top := p.y
	y := func(i int) float64 { return top + (float64(i)+0.5)*pitch }

	// 2. the lines, pronouns' last and so above the others
	pronouns := map[int]bool{}
	for _, each := range answers {
		for i := each.Example.Pronoun.Start; i < each.Example.Pronoun.End; i++ {
			pronouns[i] = true
		}
	}
	for _, ofPronouns := range []bool{false, true} {
		color := blue
		if ofPronouns {
			color = vermilion
		}
		fmt.Fprintf(&p.b, `<g fill="none" stroke="%s" stroke-linecap="round">`+"\n", color)
		for i, row := range pattern {
			for j, weight := range row {
				if pronouns[i] != ofPronouns || isNaN(weight) || weight < faintest {
					continue
				}
				opacity := 0.10 + 0.45*float64(weight)
				if ofPronouns {
					opacity = 0.35 + 0.6*float64(weight)
				}
				fmt.Fprintf(&p.b, `<path d="M%s %sC%s %s %s %s %s %s" stroke-width="%s" stroke-opacity="%s"><title>%s</title></path>`+"\n",
					num(from), num(y(i)), num(from+gap*0.45), num(y(i)), num(to-gap*0.45), num(y(j)), num(to), num(y(j)),
					num(0.6+7*float64(min(1, weight))), num(min(1, opacity)),
					escape(fmt.Sprintf("%s → %s %.4f", a.Example.Tokens[i].Text, a.Example.Tokens[j].Text, weight)))
			}
		}
		p.ungroup()
	}

	// 3. the words on both sides, and what the pronoun gives to each
	marks := marksOf(a)
	for i, token := range a.Example.Tokens {
		base := y(i) + f.size*0.36
		p.named(left, base, end, strong(f, pronouns[i]), token.Text, label)
		right := f
		if marks[i] == answerMark {
			right = font{size: f.size, bold: true, fill: vermilion}
		}
		short, gives := clip(token.Text, label, right), ""
		weight := pattern[a.Example.Pronoun.Start][i]
		if len(answers) == 1 && weight >= 0.005 {
			gives = layout.Hundredths(weight)
		}
		p.group(token.Text)
		p.two(to+10, base, right, short, 8, font{size: f.size - 1, fill: vermilion}, gives)
		p.ungroup()
	}
	p.y = top + pitch*float64(n) + 2
	note := fmt.Sprintf("Weights under %.0f %% are not drawn. ", 100*faintest)
	if len(answers) == 1 {
		note += fmt.Sprintf("The numbers are what %q gives to each word, in hundredths.", layout.Printable(words(a, a.Example.Pronoun)))
	} else {
		note += "The lines of pronouns are red."
	}
	p.lines(note, noteFont, 15)
	return p.write(w, fmt.Sprintf("Head %s as lines: %s", headName(layer, head), a.Example.Text))
}
