package svg

import (
	"fmt"
	"math"

	"antecedent/inspect/layout"
)

// The colours that are not of a weight. Those of marks are from Okabe and Ito's
// palette, whose colours are distinct to every kind of colour vision, darkened until
// text in them is readable.
const (
	background = "#ffffff"
	frame      = "#d0d7de"
	ink        = "#1f2328"
	quiet      = "#59636e" // captions
	hairline   = "#e4e8ec"
	vermilion  = "#b84a00" // the answer, and the lines of pronouns
	green      = "#00735c" // the evidence
	blue       = "#0b62a8"
)

// stops are the colours (r,g,b) of weights at equal steps from 0 to 1: one blue
// hue, darker with more weight (after ColorBrewer's sequential Blues).
var stops = [...][3]float64{
	{247, 250, 253}, {222, 235, 247}, {198, 219, 239}, {158, 202, 225}, {107, 174, 214},
	{66, 146, 198}, {33, 113, 181}, {8, 81, 156}, {8, 48, 107},
}

// shade is the colour of a weight, and the colour of text that is readable on it.
// NaN has the colour of the background.
func shade(weight float32) (fill, text string) {
	w := float64(weight)
	if math.IsNaN(w) {
		return background, ink
	}
	at := min(1, max(0, w)) * float64(len(stops)-1)
	i := min(int(at), len(stops)-2)
	var rgb [3]uint8
	for k := range rgb {
		rgb[k] = uint8(math.Round(stops[i][k] + (at-float64(i))*(stops[i+1][k]-stops[i][k])))
	}
	return fmt.Sprintf("#%02x%02x%02x", rgb[0], rgb[1], rgb[2]), layout.TextOn(rgb[0], rgb[1], rgb[2], "#ffffff", "#000000")
}
