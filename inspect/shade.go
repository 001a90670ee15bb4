package inspect

import (
	"fmt"
	"math"
)

// shade is the SGR code of a cell with this weight: a background from one
// blue ramp, whose lightness rises or, on a light background, falls evenly
// with the weight, and black or white text, whichever is easier to read on it.
// The scale is always 0 to 1, so that two cells of one shade mean the same in
// any two pictures. Lightness in one hue is told apart with every kind of
// colour vision.
func (s Style) shade(weight float32) string {
	if isDot(weight) {
		return faint
	}
	w := min(1, max(0, float64(weight)))
	if math.IsNaN(w) {
		return ""
	}
	switch s.Colors {
	case TrueColor:
		r, g, b := ramp(w, s.Light)
		return fmt.Sprintf("48;2;%d;%d;%d;%s", r, g, b, textOn(r, g, b, "38;2;255;255;255", "38;2;0;0;0"))
	case ANSI256:
		index := ramp256[step(w, len(ramp256), s.Light)]
		r, g, b := cube(index)
		return fmt.Sprintf("48;5;%d;%s", index, textOn(r, g, b, "38;5;231", "38;5;16"))
	case ANSI16:
		if s.Light {
			return light16[quarters(weight)]
		}
		return dark16[quarters(weight)]
	}
	return ""
}

// ramp256 is a ramp of rising luminance through the blues of the 6×6×6 cube.
var ramp256 = []uint8{17, 18, 25, 32, 74, 111, 153, 189}

// The blues among the colours that a user's theme defines, by quarters of
// weight, with a text colour that stands out in the usual themes.
var (
	dark16  = [5]string{"", "44;97", "46;30", "106;30", "106;30"}
	light16 = [5]string{"", "106;30", "46;30", "44;97", "44;97"}
)

// step is which of n shades a weight has.
func step(w float64, n int, light bool) int {
	i := min(n-1, int(w*float64(n)))
	if light {
		return n - 1 - i
	}
	return i
}

// ramp is the colour of a weight in 0…1: a blue of OKLCH hue 250°, with the
// most chroma in the middle, where sRGB has room for it.
func ramp(w float64, light bool) (r, g, b uint8) { return rampOf(250, w, light) }

// rampOf is a ramp of the same lightness in another hue, in degrees.
func rampOf(degrees, w float64, light bool) (r, g, b uint8) {
	if light {
		w = 1 - w
	}
	lightness := 0.27 + 0.66*w
	chroma := 0.04 + 0.10*math.Sin(math.Pi*w)
	hue := degrees * math.Pi / 180
	return oklab(lightness, chroma*math.Cos(hue), chroma*math.Sin(hue))
}

// oklab converts a colour of Björn Ottosson's OKLab space, in which equal
// steps look equal, to sRGB.
func oklab(lightness, a, b float64) (red, green, blue uint8) {
	cubed := func(x float64) float64 { return x * x * x }
	l := cubed(lightness + 0.3963377774*a + 0.2158037573*b)
	m := cubed(lightness - 0.1055613458*a - 0.0638541728*b)
	s := cubed(lightness - 0.0894841775*a - 1.2914855480*b)
	return toSRGB(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		toSRGB(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		toSRGB(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
}

// toSRGB turns linear light into an sRGB byte, fromSRGB the reverse.
func toSRGB(x float64) uint8 {
	if x <= 0.0031308 {
		x *= 12.92
	} else {
		x = 1.055*math.Pow(x, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * min(1, max(0, x))))
}

func fromSRGB(c uint8) float64 {
	x := float64(c) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// luminance is the relative luminance of WCAG 2.
func luminance(r, g, b uint8) float64 {
	return 0.2126*fromSRGB(r) + 0.7152*fromSRGB(g) + 0.0722*fromSRGB(b)
}

// textOn chooses the text with the greater WCAG contrast on a background.
func textOn(r, g, b uint8, white, black string) string {
	y := luminance(r, g, b)
	if 1.05/(y+0.05) >= (y+0.05)/0.05 {
		return white
	}
	return black
}

// cube is the colour of an index in 16…231 of the 256.
func cube(index uint8) (r, g, b uint8) {
	levels := [6]uint8{0, 95, 135, 175, 215, 255}
	i := index - 16
	return levels[i/36], levels[i/6%6], levels[i%6]
}
