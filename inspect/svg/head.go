package svg

import (
	"fmt"
	"io"
	"math"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// Head draws the pattern (T,T) of one head: a row for each query, a column for
// each key, with the weight in each cell where the text is short enough. The rows of the
// pronouns, or that of the token query, stand out.
func Head(w io.Writer, r *resolve.Reading, head model.Head, query int) error {
	q, pattern, err := patternOf(r, head, query)
	if err != nil {
		return err
	}
	n := len(pattern)
	cell, numbers := cellSize(n)
	f := font{size: 12, fill: ink}
	if !numbers {
		f.size = 10
	}

	// 1. how much room the words need, beside the map and, turned, above it
	label := labelWidth(r, 100, f)
	// Words above wide columns are turned by 45°, which leans them over to the
	// right; above narrow ones only upright words do not overlap.
	above, shift, rises, leans := f, f.size*0.25, label*math.Sqrt2/2, label*math.Sqrt2/2
	above.turn = -45
	if !numbers {
		above.turn, shift, rises, leans = -90, f.size*0.36, label, 0
	}
	side := cell * float64(n)
	need := label + 8 + side + leans
	p := newPicture(need)
	left := margin + label + 8 + (p.width-need)/2

	p.heading("Head "+head.String(), besideHead(r, q.answers[0]),
		"Each row is a word that looks (the query), each column a word looked at (the key); a row adds up to 100 hundredths.")
	p.y += rises + 16
	top := p.y

	// 2. the words
	for i, token := range r.Tokens {
		middleOf := (float64(i) + 0.5) * cell
		p.word(left-8, top+middleOf+f.size*0.36, end, f.strong(q.looks[i]), token.Text, label)
		p.word(left+middleOf+shift, top-7, start, above.strong(q.answered[i] || q.looks[i]), token.Text, label)
	}

	// 3. the cells
	if numbers {
		for i, row := range pattern {
			for j, weight := range row {
				x, y := left+float64(j)*cell, top+float64(i)*cell
				fill, text := shade(weight)
				p.group(weightOf(r.Tokens[i].Text, r.Tokens[j].Text, weight))
				p.rect(x+0.5, y+0.5, cell-1, cell-1, 2, fill, "")
				p.text(x+cell/2, y+cell/2+3.8, middle, font{size: min(11, cell*0.42), fill: text}, layout.Hundredths(weight))
				p.ungroup()
			}
		}
	} else {
		p.raster(pattern, left, top, cell)
	}

	// 4. the rows of the words that look stand out
	for i := range n {
		if q.looks[i] {
			p.rect(left-1, top+float64(i)*cell-1, side+2, cell+2, 3, "none", ` stroke="`+vermilion+`" stroke-width="2"`)
		}
	}
	p.y = top + side + 4
	p.scale()
	note := "The framed row is the pronoun's."
	switch {
	case !q.answers[0].Resolved():
		note = fmt.Sprintf("The framed row is that of %q.", r.Words(q.answers[0].Pronoun))
	case len(q.answers) > 1:
		note = "The framed rows are those of the pronouns."
	}
	note += " A weight is a share of this head's mixture, not of the decision."
	if !numbers {
		note += " The map is too large for numbers: they are in infer export --to csv."
	}
	p.y += 4
	p.note(note)
	return p.write(w, fmt.Sprintf("Head %s: %s", head, r.Text))
}

// cellSize is the side of a cell in a map of n by n, in pixels, and whether a
// number fits in it.
func cellSize(n int) (size float64, numbers bool) {
	switch {
	case n <= 18:
		return 34, true
	case n <= 32:
		return 28, true
	case n <= 48:
		return 24, true
	}
	return 12, false
}

// raster draws a pattern without numbers: one path for all cells of nearly the
// same shade, which keeps the file small for hundreds of tokens.
func (c *canvas) raster(pattern [][]float32, left, top, cell float64) {
	const shades = 25
	var paths [shades]strings.Builder
	side := cell * float64(len(pattern))
	for i, row := range pattern {
		for j, weight := range row {
			if !(weight >= 0.005) { // or NaN
				continue
			}
			of := &paths[min(shades-1, max(0, int(weight*shades)))]
			fmt.Fprintf(of, "M%s %sh%sv%sh-%sz", num(left+float64(j)*cell), num(top+float64(i)*cell), num(cell), num(cell), num(cell))
		}
	}
	fill, _ := shade(0)
	c.rect(left, top, side, side, 0, fill, "")
	for k := range paths {
		if paths[k].Len() > 0 {
			fill, _ = shade((float32(k) + 0.5) / shades)
			c.path(paths[k].String(), fill, "")
		}
	}
}
