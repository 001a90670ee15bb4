package terminal

import (
	"io"
	"testing"

	"antecedent/inspect/inspecttest"
	"antecedent/inspect/layout"
	"antecedent/model"
)

// Whatever the text, what is printed of it fits the terminal and can do nothing to it,
// see [inspecttest.Check].
func FuzzPrinted(f *testing.F) {
	for i, text := range inspecttest.Hostile {
		f.Add(text, uint8(3*i), uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, width, view uint8) {
		if len(text) > 250 {
			text = text[:250]
		}
		r := read(t, small, text)
		if len(r.Tokens) == 0 {
			return
		}
		writes := []func(io.Writer, layout.Style) error{
			func(w io.Writer, s layout.Style) error {
				return WriteAnswers(w, r, r.Answers[:min(2, len(r.Answers))], s)
			},
			func(w io.Writer, s layout.Style) error { return WriteList(w, r, s) },
			func(w io.Writer, s layout.Style) error { return WriteLook(w, r, int(width)%len(r.Tokens), s) },
			func(w io.Writer, s layout.Style) error { return WriteMap(w, r, model.Head{Layer: 1, Head: 1}, s) },
		}
		s := layout.Style{Width: 24 + int(width), Unicode: view&64 == 0}
		inspecttest.Check(t, r.Text, s, writes[int(view)%len(writes)])
	})
}
