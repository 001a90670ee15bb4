package svg

import (
	"fmt"
	"io"
	"math"

	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// Grid draws the patterns (T,T) of all heads side by side, small and without
// numbers, a row of maps for each layer. The model must have layers. The row of the
// first pronoun, or that of the token query, has an arrow.
func Grid(w io.Writer, r *resolve.Reading, query int) error {
	q, _, err := patternOf(r, model.Head{}, query)
	if err != nil {
		return err
	}
	a := q.answers[0]
	n := len(r.Tokens)
	// 1. cells of whole or half pixels, so that edges are sharp
	cell := min(12, max(1, math.Floor(2*150/float64(n))/2))
	side := cell * float64(n)
	const gap, above, below, tick = 22.0, 20.0, 20.0, 9.0
	outer := max(side, 118) + tick + gap
	heads := len(r.Patterns[0])
	across := min(heads, max(1, int((1100+gap)/outer)))
	p := newPicture(float64(across)*outer - gap)

	p.heading("All heads", besideHead(r, a),
		"One small map for each head, a row of them for each layer; in a map, rows are words that look and columns words looked at, in the order of the text.")

	// 2. the maps, each with the token that the pronoun attends to most
	pronoun, left := r.Words(a.Pronoun), 0
	for l, layer := range r.Patterns {
		p.y += 6
		for h, pattern := range layer {
			if p.full() {
				left++
				continue
			}
			if h > 0 && h%across == 0 {
				p.y += above + side + below
			}
			x, y := margin+tick+float64(h%across)*outer, p.y+above
			row, most, name := pattern[a.Pronoun.Start], 0, model.Head{Layer: l, Head: h}.String()
			for j, weight := range row {
				if weight > row[most] {
					most = j
				}
			}
			p.group("head " + name + ": " + weightOf(pronoun, r.Tokens[most].Text, row[most]))
			p.text(x, y-6, start, font{size: 12, bold: true, fill: ink}, name)
			p.raster(pattern, x, y, cell)
			p.rect(x-0.5, y-0.5, side+1, side+1, 0, "none", ` stroke="`+frame+`"`)
			at := y + float64(a.Pronoun.Start+a.Pronoun.End)/2*cell
			p.path(fmt.Sprintf("M%s %sl-6 -4v8z", num(x-2), num(at)), vermilion, "")
			room := outer - gap - tick - widthOf(" 100", noteFont)
			p.text(x, y+side+14, start, noteFont, clip("→ "+r.Tokens[most].Text, room, noteFont)+" "+layout.Hundredths(row[most]))
			p.ungroup()
		}
		if left < len(layer) {
			p.y += above + side + below
		}
	}
	p.scale()
	p.y += 4
	p.note(fmt.Sprintf("The red arrow points at the row of %q; below each map stands the word that it looks at most, in hundredths.", pronoun))
	p.more(left, "head", "the view heatmap draws one, of its own")
	return p.write(w, "All heads: "+r.Text)
}
