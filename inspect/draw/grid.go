package draw

import (
	"fmt"
	"io"
	"math"

	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// Grid draws the patterns of all heads side by side, a row of them for each
// layer, to find the one to look at closely.
func Grid(w io.Writer, answers []resolver.Answer) error {
	if err := check(answers); err != nil {
		return err
	}
	a := &answers[0]
	if err := checkHead(a, 0, 0); err != nil {
		return err
	}
	n := len(a.Example.Tokens)
	// 1. cells of whole or half pixels, so that edges are sharp
	cell := min(12, max(1, math.Floor(2*150/float64(n))/2))
	side := cell * float64(n)
	const gap, above, below, tick = 22.0, 20.0, 20.0, 9.0
	outer := max(side, 118) + tick + gap
	heads := len(a.Resolution.Patterns[0])
	across := min(heads, max(1, int((1100+gap)/outer)))
	p := newPage(float64(across)*outer - gap)

	title, beside := answerOf(a)
	p.heading("All heads", "here "+title+", "+beside,
		"One small map for each head, a row of them for each layer; in a map, rows are words that look and columns words looked at, in the order of the text.")

	// 2. the maps, each with what its pronoun looks at most
	pronoun := a.Example.Pronoun
	for l, layer := range a.Resolution.Patterns {
		p.y += 6
		for h, pattern := range layer {
			if h > 0 && h%across == 0 {
				p.y += above + side + below
			}
			x, y := margin+tick+float64(h%across)*outer, p.y+above
			best := 0
			for j, weight := range pattern[pronoun.Start] {
				if weight > pattern[pronoun.Start][best] {
					best = j
				}
			}
			weight := pattern[pronoun.Start][best]
			p.group(fmt.Sprintf("head %s: %s → %s %.4f", headName(l, h), words(a, pronoun), a.Example.Tokens[best].Text, weight))
			p.text(x, y-6, start, font{size: 12, bold: true, fill: ink}, headName(l, h))
			p.raster(pattern, x, y, cell)
			p.rect(x-0.5, y-0.5, side+1, side+1, 0, "none", `stroke="`+frame+`"`)
			at := y + (float64(pronoun.Start)+float64(pronoun.End))/2*cell
			p.path(fmt.Sprintf("M%s %sl-6 -4v8z", num(x-2), num(at)), vermilion, "")
			room := outer - gap - tick - widthOf(" 100", noteFont)
			p.text(x, y+side+14, start, noteFont, clip("→ "+layout.Printable(a.Example.Tokens[best].Text), room, noteFont)+" "+layout.Hundredths(weight))
			p.ungroup()
		}
		p.y += above + side + below
	}
	p.scale()
	p.y += 4
	p.lines(fmt.Sprintf("The red arrow points at the row of %q; below each map stands the word that it looks at most, in hundredths.", layout.Printable(words(a, pronoun))), noteFont, 15)
	return p.write(w, "All heads: "+a.Example.Text)
}
