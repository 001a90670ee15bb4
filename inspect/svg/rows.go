package svg

import (
	"fmt"
	"io"
	"slices"

	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// Measures of Rows, in pixels.
const (
	rowHeight    = 25
	rowLabel     = 92  // with room for two marks
	leastColumn  = 36  // "100" fits
	widestWord   = 88  // a longer one is cut
	widestBlock  = 960 // of columns, about 25 words
	beforeNone   = 8   // NONE is no token, so it stands apart
	betweenLayer = 5
)

var (
	wordFont  = font{size: 12.5, fill: ink}
	labelFont = font{size: 12, fill: ink}
	cellFont  = font{size: 11.5}
)

// strong is a font in bold letters or not.
func strong(f font, on bool) font {
	f.bold = on
	return f
}

// Rows draws what each pronoun of a text attends to: a row for the pointer, which
// decides, and the pronoun's row of each head.
func Rows(w io.Writer, r *resolve.Reading) error {
	if len(r.Answers) == 0 {
		return resolve.ErrNoPronoun
	}
	// 1. the columns: the words, then NONE
	var names []string
	var widths []float64
	for _, token := range r.Tokens {
		names = append(names, token.Text)
	}
	names = append(names, "NONE")
	for _, name := range names {
		widths = append(widths, max(leastColumn, min(widestWord, widthOf(layout.Printable(name), strong(wordFont, true)))+10))
	}
	widths[len(widths)-1] += beforeNone
	ends := breaks(widths, widestBlock)
	widest, begin := 0.0, 0
	for _, end := range ends {
		widest, begin = max(widest, sum(widths[begin:end])), end
	}

	// 2. a section for each pronoun
	p := newPicture(rowLabel + widest)
	for i := range r.Answers {
		a := &r.Answers[i]
		if i > 0 {
			p.y += 24
		}
		title, beside := answerOf(r, a)
		p.heading(title, beside, r.Sentence(a))
		begin = 0
		for _, end := range ends {
			p.block(r, a, names, widths, begin, end)
			begin = end
		}
	}

	// 3. what it all means
	marks := []meaning{{pronounMark, "the pronoun"}, {answerMark, "the answer, and the head that looks at it most"}}
	if len(r.Patterns) == 0 {
		marks[1].text = "the answer"
	} else {
		marks = append(marks, meaning{evidenceMark, "the other content word looked at most, and the head that does"})
	}
	p.scale()
	p.legend(marks)
	note := "Numbers are hundredths; · is less than half of one."
	if len(r.Patterns) > 0 {
		note += " Heads are named layer.head, from 0."
	}
	p.y += 2
	p.lines(note, noteFont, 15)
	return p.write(w, "What the pronoun looks at: "+r.Text)
}

// block draws columns [begin, end) of one pronoun's rows.
func (p *picture) block(r *resolve.Reading, a *resolve.Answer, names []string, widths []float64, begin, end int) {
	marks, pronoun := marksOf(r, a), r.Words(a.Pronoun)
	cell, center := slices.Clone(widths), make([]float64, len(widths)) // of each column
	x := float64(margin + rowLabel)
	for i := begin; i < end; i++ {
		if i == len(r.Tokens) {
			cell[i] -= beforeNone
			x += beforeNone
		}
		center[i] = x + cell[i]/2
		x += cell[i]
	}

	p.y += 20
	for i := begin; i < end; i++ {
		f := strong(wordFont, marks[i] == pronounMark || marks[i] == answerMark)
		p.named(center[i], p.y, middle, f, names[i], cell[i]-6)
		p.mark(marks[i], center[i], p.y+11)
	}
	p.y += 21

	row := func(label string, weights []float32, of []mark) {
		if begin >= len(weights) {
			return
		}
		p.text(margin, p.y+rowHeight/2+4, start, strong(labelFont, len(of) > 0 || label == "pointer"), label)
		for k, m := range of {
			p.mark(m, margin+rowLabel-14-14*float64(k), p.y+rowHeight/2)
		}
		for i := begin; i < min(end, len(weights)); i++ {
			fill, text := shade(weights[i])
			p.group(fmt.Sprintf("%s: %s → %s %.4f", label, pronoun, names[i], weights[i]))
			p.rect(center[i]-cell[i]/2+0.75, p.y+0.75, cell[i]-1.5, rowHeight-1.5, 3, fill, "")
			f := cellFont
			f.fill = text
			p.text(center[i], p.y+rowHeight/2+4, middle, f, layout.Hundredths(weights[i]))
			p.ungroup()
		}
		p.y += rowHeight
	}
	row("pointer", append(slices.Clone(a.Pointer), float32(a.None)), nil)
	looks := r.Looks(a)
	for l, heads := range r.Patterns {
		p.y += betweenLayer
		for h, pattern := range heads {
			head := model.Head{Layer: l, Head: h}
			var of []mark
			if looks.Answer != nil && looks.Answer.Head == head {
				of = append(of, answerMark)
			}
			if looks.Evidence != nil && looks.Evidence.Head == head {
				of = append(of, evidenceMark)
			}
			row("head "+head.String(), pattern[a.Pronoun.Start], of)
		}
	}
	p.y += 6
}

// named writes a word cut to a width, with the whole word as its title where
// something was cut off.
func (c *canvas) named(x, y float64, anchor string, f font, word string, width float64) {
	c.namedTurned(x, y, 0, anchor, f, word, width)
}

// namedTurned is named with the text turned clockwise by degrees.
func (c *canvas) namedTurned(x, y, degrees float64, anchor string, f font, word string, width float64) {
	short := clip(word, width, f)
	if short == layout.Printable(word) {
		c.turned(x, y, degrees, anchor, f, short)
		return
	}
	c.group(word)
	c.turned(x, y, degrees, anchor, f, short)
	c.ungroup()
}
