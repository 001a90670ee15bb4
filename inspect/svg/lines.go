package svg

import (
	"fmt"
	"io"

	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// faintest is the least weight for which a line is drawn.
const faintest = 0.02

// Lines draws the pattern (T,T) of one head as lines from each query on the left
// to the keys on the right: the wider the line, the more weight. The lines of
// pronouns, or of the token query, have a colour of their own.
func Lines(w io.Writer, r *resolve.Reading, head model.Head, query int) error {
	q, pattern, err := patternOf(r, head, query)
	if err != nil {
		return err
	}
	a := q.answers[0]
	n := len(pattern)
	pitch, f := 25.0, font{size: 14, fill: ink}
	if n > 40 {
		pitch, f.size = 17, 11.5
	}

	// 1. columns: words, lines, words, the pronoun's weights
	const gap, numbers = 240.0, 46.0
	label := labelWidth(r, 150, f)
	need := 2*label + gap + 2*10 + numbers
	p := newPicture(need)
	left := margin + (p.width-need)/2 + label
	from, to := left+10, left+10+gap

	p.heading("Head "+head.String(), besideHead(r, a),
		"Lines run from each word that looks (left) to the words it looks at (right); the wider, the more weight.")
	p.y += 8
	top := p.y
	y := func(i int) float64 { return top + (float64(i)+0.5)*pitch }

	// 2. the lines, those of the words that look last and so above the others
	for _, ofPronouns := range []bool{false, true} {
		color := blue
		if ofPronouns {
			color = vermilion
		}
		p.add(`<g fill="none" stroke="%s" stroke-linecap="round">`, color)
		for i, row := range pattern {
			for j, weight := range row {
				if q.looks[i] != ofPronouns || !(weight >= faintest) {
					continue
				}
				opacity := 0.10 + 0.45*float64(weight)
				if ofPronouns {
					opacity = 0.35 + 0.6*float64(weight)
				}
				p.add(`<path d="M%v %vC%v %v %v %v %v %v" stroke-width="%v" stroke-opacity="%v"><title>%s</title></path>`,
					from, y(i), from+gap*0.45, y(i), to-gap*0.45, y(j), to, y(j), 0.6+7*float64(min(1, weight)), min(1, opacity),
					escape(weightOf(r.Tokens[i].Text, r.Tokens[j].Text, weight)))
			}
		}
		p.ungroup()
	}

	// 3. the words on both sides, and the weight on each of the one that looks
	marks := marksOf(r, a, r.Looks(a))
	for i, token := range r.Tokens {
		base := y(i) + f.size*0.36
		p.word(left, base, end, f.strong(q.looks[i]), token.Text, label)
		right := f
		if marks[i] == answerMark {
			right = font{size: f.size, bold: true, fill: vermilion}
		}
		short, number := clip(token.Text, label, right), ""
		weight := pattern[a.Pronoun.Start][i]
		if len(q.answers) == 1 && weight >= 0.005 {
			number = layout.Hundredths(weight)
		}
		p.group(token.Text)
		p.two(to+10, base, right, short, 8, font{size: f.size - 1, fill: vermilion}, number)
		p.ungroup()
	}
	p.y = top + pitch*float64(n) + 2
	note := fmt.Sprintf("Weights under %.0f %% are not drawn. ", 100*faintest)
	if len(q.answers) == 1 {
		note += fmt.Sprintf("The numbers are what %q gives to each word, in hundredths.", r.Words(a.Pronoun))
	} else {
		note += "The lines of pronouns are red."
	}
	p.note(note)
	return p.write(w, fmt.Sprintf("Head %s as lines: %s", head, r.Text))
}
