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
)

// A column is the place of a token, or of NONE, which comes after the last token.
type column struct {
	index  int // of the token
	name   string
	space  float64 // before the column
	width  float64
	center float64 // its x
}

// Rows draws what each pronoun of a text attends to: a row for the pointer, which
// decides, and the pronoun's row of each head. Of another word, whose token is query or
// which looks in a text without pronouns, it draws the latter alone.
func Rows(w io.Writer, r *resolve.Reading, query int) error {
	q, err := queriesOf(r, query)
	if err != nil {
		return err
	}
	list := q.answers
	resolved := list[0].Resolved()
	// 1. the columns, in as many blocks as are needed
	columns := make([]column, len(r.Tokens), len(r.Tokens)+1)
	if resolved {
		columns = columns[:len(r.Tokens)+1]
	}
	for i := range columns {
		c := &columns[i]
		c.index, c.name, c.space = i, "NONE", beforeNone
		if i < len(r.Tokens) {
			c.name, c.space = r.Tokens[i].Text, 0
		}
		c.width = max(leastColumn, min(widestWord, widthOf(layout.Printable(c.name), wordFont.strong(true)))+10)
	}
	blocks, widest := blocksOf(columns, widestBlock), 0.0
	for _, block := range blocks {
		x, sum := float64(margin+rowLabel), 0.0
		for i := range block {
			c := &block[i]
			c.center = x + c.space + c.width/2
			x += c.space + c.width
			sum += c.space + c.width
		}
		widest = max(widest, sum)
	}

	// 2. a section for each word that looks
	p := newPicture(rowLabel + widest)
	heads := r.Heads()
	shown := heads[:min(len(heads), max(1, mostCells/len(columns)))]
	drawn := 0
	for ; drawn < len(list) && !p.full(); drawn++ {
		if drawn > 0 {
			p.y += 24
		}
		p.section(r, list[drawn], shown, blocks)
	}
	left := len(list) - drawn
	list = list[:drawn]

	// 3. what it all means
	of := func(m mark, means string) sample {
		return sample{means, func(x, y float64) { p.mark(m, x+5, y) }}
	}
	marks := []sample{of(pronounMark, "the pronoun"), of(answerMark, "the answer")}
	note := "Numbers are hundredths; · is less than half of one."
	if !resolved {
		marks = []sample{of(pronounMark, "the word that looks")}
	}
	answer, evidence := r.Marks(list...)
	if answer {
		marks[1].means += ", and the head that looks at it most"
	}
	if evidence {
		marks = append(marks, of(evidenceMark, "the other content word looked at most, and the head that does"))
	}
	if len(r.Patterns) > 0 {
		note += " Heads are named layer.head, from 0."
	}
	p.scale()
	p.legend(margin, 14, 18, marks)
	p.y += 2
	p.note(note)
	p.more(left, "pronoun", "draw one by its number among the tokens, as the query")
	p.more(len(heads)-len(shown), "head", "draw one of them alone")
	who := "the pronoun"
	if !resolved {
		who = fmt.Sprintf("%q", r.Words(list[0].Pronoun))
	}
	return p.write(w, "What "+who+" looks at: "+r.Text)
}

// blocksOf cuts columns into as few blocks as the room allows, nearly equal in
// width.
func blocksOf(columns []column, room float64) [][]column {
	fill := func(room float64) (blocks [][]column) {
		begin, used := 0, 0.0
		for i, c := range columns {
			if used+c.space+c.width > room && used > 0 {
				blocks, begin, used = append(blocks, columns[begin:i]), i, 0
			}
			used += c.space + c.width
		}
		return append(blocks, columns[begin:])
	}
	blocks := fill(room)
	for ; room > 0; room -= 4 {
		narrower := fill(room)
		if len(narrower) > len(blocks) {
			break
		}
		blocks = narrower
	}
	return blocks
}

// section draws the rows of one word that looks: its pointer, and those of heads.
func (p *picture) section(r *resolve.Reading, a *resolve.Answer, heads []model.Head, blocks [][]column) {
	title, beside := answerOf(r, a)
	p.heading(title, beside, r.Sentence(a))
	looks := r.Looks(a)
	marks := marksOf(r, a, looks)
	for _, block := range blocks {
		p.block(r, a, looks, marks, heads, block)
	}
}

// block draws some columns of one pronoun's rows.
func (p *picture) block(r *resolve.Reading, a *resolve.Answer, looks resolve.Looks, marks []mark, heads []model.Head, block []column) {
	pronoun := r.Words(a.Pronoun)
	p.y += 20
	for _, c := range block {
		m := marks[c.index]
		p.word(c.center, p.y, middle, wordFont.strong(m == pronounMark || m == answerMark), c.name, c.width-6)
		p.mark(m, c.center, p.y+11)
	}
	p.y += 21

	row := func(label string, weights []float32, of ...mark) {
		if block[0].index >= len(weights) { // NONE alone, for which heads have no weight
			return
		}
		p.text(margin, p.y+rowHeight/2+4, start, labelFont.strong(len(of) > 0 || label == "pointer"), label)
		for k, m := range of {
			p.mark(m, margin+rowLabel-14-14*float64(k), p.y+rowHeight/2)
		}
		for _, c := range block {
			if c.index == len(weights) {
				break
			}
			weight := weights[c.index]
			fill, text := shade(weight)
			p.group(label + ": " + weightOf(pronoun, c.name, weight))
			p.rect(c.center-c.width/2+0.75, p.y+0.75, c.width-1.5, rowHeight-1.5, 3, fill, "")
			p.text(c.center, p.y+rowHeight/2+4, middle, font{size: 11.5, fill: text}, layout.Hundredths(weight))
			p.ungroup()
		}
		p.y += rowHeight
	}
	if a.Resolved() {
		row("pointer", append(slices.Clone(a.Pointer), float32(a.None)))
	}
	for _, head := range heads {
		if head.Head == 0 {
			p.y += betweenLayer
		}
		var of []mark
		if looks.Answer != nil && looks.Answer.Head == head {
			of = append(of, answerMark)
		}
		if looks.Evidence != nil && looks.Evidence.Head == head {
			of = append(of, evidenceMark)
		}
		row("head "+head.String(), r.Patterns[head.Layer][head.Head][a.Pronoun.Start], of...)
	}
	p.y += 6
}
