package explain

import (
	"fmt"
	"strings"

	"antecedent/inspect/layout"
	"antecedent/model"
)

// A Shape is one line of the matrix form: Name is Made, and has this Shape.
type Shape struct {
	Name  string `json:"name"`
	Made  string `json:"made"` // a formula with the shapes of its operands
	Shape []int  `json:"shape"`
	About string `json:"about"`
}

// headShapes is the matrix form of one layer's attention for n tokens.
func headShapes(c model.Config, n int) []Shape {
	d, h, k := c.Width, c.Heads, c.HeadWidth()
	product := func(formula string, a, b, e, f int) string {
		return fmt.Sprintf("%s (%d,%d)·(%d,%d)", formula, a, b, e, f)
	}
	scores := "Q·Kᵀ/√K + distance"
	if c.NoScale {
		scores = "Q·Kᵀ + distance"
	}
	return []Shape{
		{"X", "layerNorm(x), row by row", []int{n, d}, "the layer's input, a row for each token"},
		{"Q", product("X·W_Q + b_Q", n, d, d, k), []int{n, k}, "what each token looks for"},
		{"K", product("X·W_K + b_K", n, d, d, k), []int{n, k}, "what each token contains"},
		{"V", product("X·W_V + b_V", n, d, d, k), []int{n, k}, "what each token provides"},
		{"scores", product(scores, n, k, k, n), []int{n, n}, "row i: how well each key matches query i"},
		{"pattern", "softmax(scores), row by row", []int{n, n}, "row i: what token i looks at; sums to 1"},
		{"Z", product("pattern·V", n, n, n, k), []int{n, k}, "row i: the mixture for token i"},
		{"heads", fmt.Sprintf("%d times Z, side by side", h), []int{n, d}, fmt.Sprintf("D = H·K = %d·%d = %d", h, k, d)},
		{"output", product("heads·W_O + b_O", n, d, d, d), []int{n, d}, "added to what each token was before"},
	}
}

// pointerShapes is the matrix form of the pointer for n tokens.
func pointerShapes(c model.Config, n int) []Shape {
	d, scale := c.Width, "/√D"
	if c.NoScale {
		scale = ""
	}
	if t := c.PointerTemperature(); t != 1 {
		scale += "/" + number(t)
	}
	return []Shape{
		{"q", fmt.Sprintf("x·P_Q (1,%d)·(%d,%d)", d, d, d), []int{1, d}, "what the pronoun looks for"},
		{"keys", fmt.Sprintf("X·P_K (%d,%d)·(%d,%d), and NONE", n, d, d, d), []int{n + 1, d}, "what each token contains, and one learned key"},
		{"row", fmt.Sprintf("softmax(q·keysᵀ%s) (1,%d)·(%d,%d)", scale, d, d, n+1), []int{1, n + 1}, "the decision"},
	}
}

// matrixForm prints the shapes of the head's layer.
func (w *writer) matrixForm(s *HeadSteps) {
	w.heading("All tokens at once: the matrix form")
	w.say("The rows of %d queries make a matrix, and each step is one line for the whole text:", len(w.Tokens))
	w.Blank()
	w.shapes(s.Shapes)
	if w.Matrices != nil {
		w.matrices(w.Matrices)
	}
}

// shapes prints each shape on one line where the width allows that for all of them,
// else on two or more.
func (w *writer) shapes(list []Shape) {
	name, shape, made, about := 0, 0, 0, 0
	for _, s := range list {
		name, shape = max(name, layout.Cells(s.Name)), max(shape, layout.Cells(tuple(s.Shape...)))
		made, about = max(made, layout.Cells(w.Symbols("= "+s.Made))), max(about, layout.Cells(w.Symbols(s.About)))
	}
	const gap = "  "
	left := margin + name + len(gap) + shape + len(gap)
	oneLine := left+made+len(gap)+about <= w.Width
	if left+24 > w.Width {
		left = 2 * margin
	}
	for _, s := range list {
		start := strings.Repeat(" ", margin) + layout.PadRight(s.Name, name) + gap + layout.PadRight(tuple(s.Shape...), shape)
		formula, about := w.Symbols("= "+s.Made), w.Symbols(s.About)
		if oneLine {
			w.Line(start + gap + layout.PadRight(formula, made) + gap + w.Paint(layout.Faint, about))
			continue
		}
		if line := start + gap + formula; layout.Cells(line) <= w.Width {
			w.Line(line)
		} else {
			w.Line(start)
			w.Wrap(layout.Plain, formula, left, left)
		}
		w.Wrap(layout.Faint, about, left, left)
	}
}

// tuple writes a shape as (2,3).
func tuple(shape ...int) string {
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = fmt.Sprint(n)
	}
	return "(" + strings.Join(parts, ",") + ")"
}
