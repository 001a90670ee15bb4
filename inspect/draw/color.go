package draw

import (
	"fmt"
	"math"
)

// The colours beside the ramp. Those of marks are of Okabe and Ito's palette,
// which every kind of colour vision tells apart, darkened until they can be
// read as text.
const (
	background = "#ffffff"
	frame      = "#d0d7de"
	ink        = "#1f2328"
	quiet      = "#59636e" // captions
	hairline   = "#e4e8ec"
	vermilion  = "#b84a00" // the answer, and the pronoun's lines
	green      = "#00735c" // the evidence
	blue       = "#0b62a8"
)

// stops are the ramp's colours at equal steps of weight: one blue hue, the
// darker the more weight (after ColorBrewer's sequential Blues).
var stops = [...][3]float64{
	{247, 250, 253}, {222, 235, 247}, {198, 219, 239}, {158, 202, 225}, {107, 174, 214},
	{66, 146, 198}, {33, 113, 181}, {8, 81, 156}, {8, 48, 107},
}

// shade is the colour of a weight, and the colour of text that can be read on
// it. A weight that is no number has no shade.
func shade(weight float32) (fill, text string) {
	w := float64(weight)
	if math.IsNaN(w) {
		return background, ink
	}
	at := min(1, max(0, w)) * float64(len(stops)-1)
	i := min(int(at), len(stops)-2)
	var rgb [3]int
	for k := range rgb {
		rgb[k] = int(math.Round(stops[i][k] + (at-float64(i))*(stops[i+1][k]-stops[i][k])))
	}
	text = "#000000"
	if y := luminance(rgb); 1.05/(y+0.05) >= (y+0.05)/0.05 {
		text = "#ffffff"
	}
	return fmt.Sprintf("#%02x%02x%02x", rgb[0], rgb[1], rgb[2]), text
}

// luminance is the relative luminance of WCAG 2.
func luminance(rgb [3]int) float64 {
	linear := func(c int) float64 {
		x := float64(c) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgb[0]) + 0.7152*linear(rgb[1]) + 0.0722*linear(rgb[2])
}
