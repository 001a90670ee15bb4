package layout

import (
	"fmt"
	"math"
	"strings"
)

// A ramp is the shades of one hue, by rising luminance.
type ramp struct {
	hue         float64 // of OKLCH, in degrees
	cube        []uint8 // indices into the 256 colours, of their 6×6×6 cube
	dark, light [5]SGR  // by quarters of weight, of the colours that a user's theme defines

	// A colour of the hue whose contrast with black and with white is about the same,
	// as text in 24 bits and in 256 colours.
	middle, middle256 SGR
}

// Blue is for weights. Orange, which no kind of colour vision takes for blue, is
// for what a difference takes away. Text on the colours of a theme is black or
// white, whichever stands out in the usual themes.
var (
	blue = ramp{
		hue:    250,
		cube:   []uint8{17, 18, 25, 32, 74, 111, 153, 189},
		dark:   [5]SGR{"", "44;97", "46;30", "106;30", "106;30"},
		light:  [5]SGR{"", "106;30", "46;30", "44;97", "44;97"},
		middle: "38;2;0;115;215", middle256: "38;5;32",
	}
	orange = ramp{
		hue:    60,
		cube:   []uint8{58, 94, 130, 172, 208, 214, 215, 223},
		dark:   [5]SGR{"", "43;30", "43;30", "43;30", "43;30"},
		light:  [5]SGR{"", "43;30", "43;30", "43;30", "43;30"},
		middle: "38;2;190;85;0", middle256: "38;5;130",
	}
)

// Shade is the paint of a cell with this weight, on the scale 0 to 1, so that two
// cells of one shade mean the same in any two pictures: a background of one blue ramp,
// whose lightness rises or, on a light background, falls evenly with the weight,
// and black or white text, whichever is easier to read on it. Lightness in one hue is
// told apart with every kind of colour vision.
//
// Where the background is not known, no lightness could stand for little on dark and
// light terminals alike. There a cell stands out more by quarters of the weight: plain
// text, blue text, bold blue text, and text in the colour of the background on blue,
// which is as far from black as from white.
func (s Style) Shade(weight float32) SGR { return s.shade(weight, &blue) }

func (s Style) shade(weight float32, in *ramp) SGR {
	if float64(weight) < 0.005 { // "·" in hundredths
		return Faint
	}
	w := min(1, float64(weight))
	if math.IsNaN(w) || s.Colors == NoColors {
		return Plain
	}
	if s.Background == UnknownBackground {
		return s.neutral(weight, in)
	}
	light := s.Background == Light
	switch s.Colors {
	case TrueColor:
		r, g, b := in.at(w, light)
		return SGR(fmt.Sprintf("48;2;%d;%d;%d;%s", r, g, b, TextOn(r, g, b, "38;2;255;255;255", "38;2;0;0;0")))
	case ANSI256:
		i := min(len(in.cube)-1, int(w*float64(len(in.cube))))
		if light {
			i = len(in.cube) - 1 - i
		}
		r, g, b := cube(in.cube[i])
		return SGR(fmt.Sprintf("48;5;%d;%s", in.cube[i], TextOn(r, g, b, "38;5;231", "38;5;16")))
	}
	if light {
		return in.light[quarters(weight)]
	}
	return in.dark[quarters(weight)]
}

// neutral is the shade for a background that is not known. The 16 colours have none
// that is sure to be readable on any, so there it is without a colour.
func (s Style) neutral(weight float32, in *ramp) SGR {
	const bold, reverse = "1", "7"
	at := quarters(weight)
	var parts []string
	switch at {
	case 2:
		parts = append(parts, bold)
	case 3:
		parts = append(parts, reverse)
	case 4:
		parts = append(parts, bold, reverse)
	}
	switch {
	case at == 0 || s.Colors == ANSI16:
	case s.Colors == ANSI256:
		parts = append(parts, string(in.middle256))
	default:
		parts = append(parts, string(in.middle))
	}
	return SGR(strings.Join(parts, ";"))
}

// quarters rounds a weight to 0…4 quarters, for styles that have few shades.
func quarters(weight float32) int {
	if w := 4*weight + 0.5; w > 0 {
		return int(min(4, w))
	}
	return 0
}

// at is the colour of a weight in 0…1, with the most chroma in the middle, where
// sRGB has room for it.
func (in *ramp) at(w float64, light bool) (r, g, b uint8) {
	if light {
		w = 1 - w
	}
	lightness := 0.27 + 0.66*w
	chroma := 0.04 + 0.10*math.Sin(math.Pi*w)
	hue := in.hue * math.Pi / 180
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

// Luminance is the relative luminance of an sRGB colour, from 0 to 1, as WCAG 2
// defines it.
func Luminance(r, g, b uint8) float64 {
	return 0.2126*fromSRGB(r) + 0.7152*fromSRGB(g) + 0.0722*fromSRGB(b)
}

// TextOn returns white or black, the spellings of a colour of text, whichever has
// the greater WCAG contrast on the background (r,g,b).
func TextOn(r, g, b uint8, white, black string) string {
	y := Luminance(r, g, b)
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
