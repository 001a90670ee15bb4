package layout

import (
	"fmt"
	"strings"
	"testing"
)

// The ramps tell order by luminance alone, and their numbers can be read: the
// contrast of text is at least the 4.5 of WCAG 2, level AA.
func TestRampsAreOrderedAndReadable(t *testing.T) {
	for _, in := range []*ramp{&blue, &orange} {
		for _, s := range []Style{{Colors: ANSI256, Background: Dark}, {Colors: ANSI256, Background: Light}, {Colors: TrueColor, Background: Dark}, {Colors: TrueColor, Background: Light}} {
			before := -1.0
			for i := 1; i <= 100; i++ {
				y, text := shadeOf(t, s.shade(float32(i)/100, in))
				if ratio := (max(y, text) + 0.05) / (min(y, text) + 0.05); ratio < 4.5 {
					t.Errorf("hue %v, %+v: contrast %.2f at %d", in.hue, s, ratio, i)
				}
				if s.Background == Light {
					y = 1 - y // it falls instead
				}
				if y < before-1e-9 || s.Colors == TrueColor && y <= before {
					t.Errorf("hue %v, %+v: luminance turns at %d", in.hue, s, i)
				}
				before = y
			}
		}
	}
}

// Where the background is not known a cell stands out the more, the greater its weight,
// on black and on white alike: first its text and then its background leaves the
// terminal's own colours, for one that can be read on both.
func TestUnknownBackgroundReadsRightOnBoth(t *testing.T) {
	for _, in := range []*ramp{&blue, &orange} {
		for _, s := range []Style{{Colors: ANSI16}, {Colors: ANSI256}, {Colors: TrueColor}} {
			before := -1
			for i := 1; i <= 100; i++ {
				stands := 0 // how much the cell stands out
				code := strings.NewReplacer(string(in.middle), "38", string(in.middle256), "38").Replace(string(s.shade(float32(i)/100, in)))
				for _, part := range strings.Split(code, ";") {
					stands += map[string]int{"38": 1, "1": 2, "7": 3}[part]
					if !strings.Contains(" 38 1 7 ", part) {
						t.Fatalf("hue %v, %+v: a shade of its own at %d: %s", in.hue, s, i, code)
					}
				}
				if stands < before {
					t.Errorf("hue %v, %+v: less at %d", in.hue, s, i)
				}
				before = stands
			}
			if before < 5 {
				t.Errorf("hue %v, %+v: all weight does not stand out", in.hue, s)
			}
		}
		var r, g, b, index uint8
		fmt.Sscanf(string(in.middle), "38;2;%d;%d;%d", &r, &g, &b)
		fmt.Sscanf(string(in.middle256), "38;5;%d", &index)
		x, y, z := cube(index)
		for _, luminance := range []float64{Luminance(r, g, b), Luminance(x, y, z)} {
			if onBlack, onWhite := (luminance+0.05)/0.05, 1.05/(luminance+0.05); min(onBlack, onWhite) < 3.8 {
				t.Errorf("hue %v: contrast %.1f on black and %.1f on white", in.hue, onBlack, onWhite)
			}
		}
	}
}

// shadeOf reads the luminance of background and text back from an SGR code.
func shadeOf(t *testing.T, paint SGR) (background, text float64) {
	t.Helper()
	var r, g, b, x uint8
	var index, ink int
	if n, _ := fmt.Sscanf(string(paint), "48;2;%d;%d;%d;38;2;%d", &r, &g, &b, &x); n == 4 {
		return Luminance(r, g, b), Luminance(x, x, x)
	}
	if n, _ := fmt.Sscanf(string(paint), "48;5;%d;38;5;%d", &index, &ink); n != 2 {
		t.Fatalf("no colours in %q", paint)
	}
	r, g, b = cube(uint8(index))
	x, _, _ = cube(uint8(ink))
	return Luminance(r, g, b), Luminance(x, x, x)
}

func TestCube(t *testing.T) {
	for index, want := range map[uint8][3]uint8{16: {0, 0, 0}, 17: {0, 0, 95}, 74: {95, 175, 215}, 231: {255, 255, 255}} {
		if r, g, b := cube(index); [3]uint8{r, g, b} != want {
			t.Errorf("%d: %d %d %d", index, r, g, b)
		}
	}
}

// OKLab's white and grey axis, and sRGB blue from its published coordinates.
func TestOKLab(t *testing.T) {
	for _, c := range []struct {
		l, a, b float64
		want    [3]uint8
	}{{1, 0, 0, [3]uint8{255, 255, 255}}, {0, 0, 0, [3]uint8{}}, {0.45201, -0.03246, -0.31153, [3]uint8{0, 0, 255}}} {
		r, g, b := oklab(c.l, c.a, c.b)
		for i, v := range [3]uint8{r, g, b} {
			if d := int(v) - int(c.want[i]); d < -1 || d > 1 {
				t.Errorf("%+v: %d %d %d", c, r, g, b)
			}
		}
	}
}
