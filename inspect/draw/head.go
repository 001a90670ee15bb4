package draw

import (
	"fmt"
	"io"
	"math"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// Head draws the whole pattern of one head: a row for each word that looks, a
// column for each word looked at.
func Head(w io.Writer, answers []resolver.Answer, layer, head int) error {
	if err := check(answers); err != nil {
		return err
	}
	a := &answers[0]
	if err := checkHead(a, layer, head); err != nil {
		return err
	}
	pattern := a.Resolution.Patterns[layer][head]
	n := len(pattern)
	cell, numbers := cellSize(n)
	f := font{size: 12, fill: ink}
	if !numbers {
		f.size = 10
	}

	// 1. how much room the words need, beside the map and, turned, above it
	const widest = 100
	label := 0.0
	for _, token := range a.Example.Tokens {
		label = max(label, min(widest, widthOf(layout.Printable(token.Text), strong(f, true))))
	}
	// Words above wide columns are turned by 45°, which leans them over to the
	// right; above narrow ones only upright words do not overlap.
	turn, shift, rises, leans := -45.0, f.size*0.25, label*math.Sqrt2/2, label*math.Sqrt2/2
	if !numbers {
		turn, shift, rises, leans = -90, f.size*0.36, label, 0
	}
	side := cell * float64(n)
	need := label + 8 + side + leans
	p := newPage(need)
	left := margin + label + 8 + (p.width-need)/2

	title, beside := answerOf(a)
	p.heading("Head "+headName(layer, head), "here "+title+", "+beside,
		"Each row is a word that looks (the query), each column a word looked at (the key); a row adds up to 100 hundredths.")
	p.y += rises + 16
	top := p.y

	// 2. the words
	pronouns, antecedents := map[int]bool{}, map[int]bool{}
	for _, each := range answers {
		for i := each.Example.Pronoun.Start; i < each.Example.Pronoun.End; i++ {
			pronouns[i] = true
		}
		if m := each.Antecedent; m != nil {
			for i := m.Start; i < m.End; i++ {
				antecedents[i] = true
			}
		}
	}
	for i, token := range a.Example.Tokens {
		middleOf := (float64(i) + 0.5) * cell
		p.named(left-8, top+middleOf+f.size*0.36, end, strong(f, pronouns[i]), token.Text, label)
		p.namedTurned(left+middleOf+shift, top-7, turn, start, strong(f, antecedents[i] || pronouns[i]), token.Text, label)
	}

	// 3. the cells
	if numbers {
		for i, row := range pattern {
			for j, weight := range row {
				x, y := left+float64(j)*cell, top+float64(i)*cell
				fill, text := shade(weight)
				p.group(fmt.Sprintf("%s → %s %.4f", a.Example.Tokens[i].Text, a.Example.Tokens[j].Text, weight))
				p.rect(x+0.5, y+0.5, cell-1, cell-1, 2, fill, "")
				p.text(x+cell/2, y+cell/2+3.8, middle, font{size: min(11, cell*0.42), fill: text}, layout.Hundredths(weight))
				p.ungroup()
			}
		}
	} else {
		p.raster(pattern, left, top, cell)
	}

	// 4. the pronouns' rows stand out
	for i := range n {
		if pronouns[i] {
			p.rect(left-1, top+float64(i)*cell-1, side+2, cell+2, 3, "none", `stroke="`+vermilion+`" stroke-width="2"`)
		}
	}
	p.y = top + side + 4
	p.scale()
	note := "The framed row is the pronoun's. A weight is a share of this head's mixture, not of the decision."
	if !numbers {
		note += " The map is too large for numbers: they are in infer export --to csv."
	}
	p.y += 4
	p.lines(note, noteFont, 15)
	return p.write(w, fmt.Sprintf("Head %s: %s", headName(layer, head), a.Example.Text))
}

// cellSize is how large the cells of n by n are, and whether a number fits in
// them.
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

// raster draws a pattern without numbers, one path for all cells of nearly the
// same shade, which is small enough for hundreds of words.
func (c *canvas) raster(pattern [][]float32, left, top, cell float64) {
	const shades = 25
	var paths [shades]strings.Builder
	side := cell * float64(len(pattern))
	for i, row := range pattern {
		for j, weight := range row {
			if isNaN(weight) || weight < 0.005 {
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
