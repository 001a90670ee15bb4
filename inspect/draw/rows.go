package draw

import (
	"fmt"
	"io"
	"slices"

	"antecedent/inspect"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// Measures of the pronoun's rows, in pixels.
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

func strong(f font, on bool) font {
	f.bold = on
	return f
}

// Rows draws what each pronoun of a text looks at: a row for the pointer, which
// decides, and one for each head of each layer.
func Rows(w io.Writer, answers []resolver.Answer) error {
	if err := check(answers); err != nil {
		return err
	}
	// 1. the columns: the words, then NONE
	var names []string
	var widths []float64
	for _, token := range answers[0].Example.Tokens {
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
	p := newPage(rowLabel + widest)
	for i := range answers {
		a := &answers[i]
		if i > 0 {
			p.y += 24
		}
		title, beside := answerOf(a)
		p.heading(title, beside, inspect.Sentence(a))
		begin = 0
		for _, end := range ends {
			p.block(a, names, widths, begin, end)
			begin = end
		}
	}

	// 3. what it all means
	keys := []key{{pronounMark, "the pronoun"}, {answerMark, "the answer, and the head that looks at it most"}}
	if len(answers[0].Resolution.Patterns) == 0 {
		keys[1].means = "the answer"
	} else {
		keys = append(keys, key{evidenceMark, "the other content word looked at most, and the head that does"})
	}
	p.scale()
	p.keys(keys)
	note := "Numbers are hundredths; · is less than half of one."
	if len(answers[0].Resolution.Patterns) > 0 {
		note += " Heads are named layer.head, from 0."
	}
	p.y += 2
	p.lines(note, noteFont, 15)
	return p.write(w, "What the pronoun looks at: "+answers[0].Example.Text)
}

// block draws columns [begin, end) of one pronoun's rows.
func (p *page) block(a *resolver.Answer, names []string, widths []float64, begin, end int) {
	marks := marksOf(a)
	tokens := len(names) - 1
	center := make([]float64, len(names)) // of each column
	x := float64(margin + rowLabel)
	for i := begin; i < end; i++ {
		own := widths[i]
		if i == tokens {
			own -= beforeNone
			x += beforeNone
		}
		center[i] = x + own/2
		x += own
	}
	cell := func(i int) float64 { // width
		if i == tokens {
			return widths[i] - beforeNone
		}
		return widths[i]
	}

	p.y += 20
	for i := begin; i < end; i++ {
		f := strong(wordFont, marks[i] == pronounMark || marks[i] == answerMark)
		p.named(center[i], p.y, middle, f, names[i], cell(i)-6)
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
			p.group(fmt.Sprintf("%s: %s → %s %.4f", label, words(a, a.Example.Pronoun), names[i], weights[i]))
			p.rect(center[i]-cell(i)/2+0.75, p.y+0.75, cell(i)-1.5, rowHeight-1.5, 3, fill, "")
			f := cellFont
			f.fill = text
			p.text(center[i], p.y+rowHeight/2+4, middle, f, layout.Hundredths(weights[i]))
			p.ungroup()
		}
		p.y += rowHeight
	}
	row("pointer", append(slices.Clone(a.Resolution.Pointer), a.Resolution.None), nil)
	answer, evidence := inspect.Looks(a)
	for l, heads := range a.Resolution.Patterns {
		p.y += betweenLayer
		for h, pattern := range heads {
			var of []mark
			for _, found := range []struct {
				look *inspect.Look
				mark mark
			}{{answer, answerMark}, {evidence, evidenceMark}} {
				if found.look != nil && found.look.Layer == l && found.look.Head == h {
					of = append(of, found.mark)
				}
			}
			row("head "+headName(l, h), pattern[a.Example.Pronoun.Start], of)
		}
	}
	p.y += 6
}

// named writes a word that is cut to a width, with the whole word as its title
// where something was cut off.
func (c *canvas) named(x, y float64, anchor string, f font, word string, width float64) {
	c.namedTurned(x, y, 0, anchor, f, word, width)
}

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
