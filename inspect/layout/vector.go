package layout

// A Vector is a list of numbers with a label.
type Vector struct {
	Label   Cell
	Numbers []float64
}

// Vectors prints the beginnings of vectors below one another: as many numbers of
// each as the line has room for, with an ellipsis where there are more.
func (p *Printer) Vectors(rows []Vector) {
	const margin = 2
	label, width, most := 0, 0, 0
	for _, r := range rows {
		label, most = max(label, Cells(r.Label.Text)), max(most, len(r.Numbers))
		for _, x := range r.Numbers {
			width = max(width, len(Number(x, 2)))
		}
	}
	ellipsis := p.Symbols(" …")
	label = min(label, p.Width-margin-1-1-width-Cells(ellipsis))
	room := p.Width - margin - label - 1
	fit := room / (width + 1)
	if fit < most {
		fit = max(1, (room-Cells(ellipsis))/(width+1))
	}
	for _, r := range rows {
		text := spaces(margin) + p.Paint(r.Label.SGR, PadRight(p.Clip(r.Label.Text, label), label)) + " "
		for _, x := range r.Numbers[:min(fit, len(r.Numbers))] {
			text += " " + PadLeft(Number(x, 2), width)
		}
		if fit < len(r.Numbers) {
			text += ellipsis
		}
		p.Line(text)
	}
}
