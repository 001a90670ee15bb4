package svg

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/inspect/inspecttest"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// views are the pictures of a text.
var views = []struct {
	name string
	draw func(io.Writer, *resolve.Reading) error
}{
	{"rows", rowsOf},
	{"head", func(w io.Writer, r *resolve.Reading) error { return Head(w, r, model.Head{Layer: 1}, -1) }},
	{"lines", func(w io.Writer, r *resolve.Reading) error { return Lines(w, r, model.Head{Layer: 1}, -1) }},
	{"grid", gridOf},
}

func rowsOf(w io.Writer, r *resolve.Reading) error { return Rows(w, r, -1) }
func gridOf(w io.Writer, r *resolve.Reading) error { return Grid(w, r, -1) }

// drawn draws a picture and checks it.
func drawn[V any](t *testing.T, name string, draw func(io.Writer, V) error, value V) string {
	t.Helper()
	var b bytes.Buffer
	if err := draw(&b, value); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	checkPicture(t, name, b.String())
	return b.String()
}

func TestGolden(t *testing.T) {
	pictures := map[string]string{"loss": drawn(t, "loss", Loss, history(40))}
	for _, v := range views {
		pictures[v.name] = drawn(t, v.name, v.draw, random(t, lesson, 2, 2))
	}
	for name, got := range pictures {
		inspecttest.Golden(t, name+".svg", got)
	}
}

// Whatever the text, a picture is well-formed, everything is within its view
// and no two texts of a line overlap; and it is the same each time.
func TestAnyText(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	alphabet := []rune("aaaabcdeéWMil<>&\"'\u0301世界한ｱ👩🇩🇪\u200d\u202e\x00\x1b\uffff\tשלום—.")
	for trial := range 10 {
		n := []int{1, 2, 7, 30, 200}[trial%5]
		longest := 30
		if n == 200 {
			longest = 4 // longer words would split into too many tokens
		}
		var list []string
		for range n {
			word := make([]rune, 1+r.IntN(1+r.IntN(longest)))
			for i := range word {
				word[i] = alphabet[r.IntN(len(alphabet))]
			}
			list = append(list, string(word))
		}
		list[r.IntN(n)] = " it "
		if n > 20 {
			list[r.IntN(n)] = " they "
		}
		text := strings.Join(list, " ")
		if strings.Count(text, " it ") == 0 {
			continue
		}
		reading := random(t, text, 2, 1+r.IntN(3))
		for _, v := range views {
			name := fmt.Sprintf("%s of trial %d, %d tokens", v.name, trial, len(reading.Tokens))
			first := drawn(t, name, v.draw, reading)
			var again bytes.Buffer
			if err := v.draw(&again, reading); err != nil || again.String() != first {
				t.Errorf("%s: not the same twice: %v", name, err)
			}
		}
	}
	for _, steps := range []int{1, 2, 7, 5000} {
		drawn(t, fmt.Sprint(steps, " steps"), Loss, history(steps))
	}
}

// A word that is no pronoun looks, too: the one asked for, or the first content word of
// a text without a pronoun. Then there is no pointer and no answer in the picture.
func TestLookingNeedsNoPronoun(t *testing.T) {
	head := model.Head{Layer: 1}
	for _, c := range []struct {
		text, word string
		query      int
	}{{"The cat sat", "cat", -1}, {"The cat sat", "sat", 2}, {lesson, "mat", 5}} {
		reading := random(t, c.text, 2, 2)
		for name, draw := range map[string]func(io.Writer, *resolve.Reading) error{
			"rows":  func(w io.Writer, r *resolve.Reading) error { return Rows(w, r, c.query) },
			"head":  func(w io.Writer, r *resolve.Reading) error { return Head(w, r, head, c.query) },
			"lines": func(w io.Writer, r *resolve.Reading) error { return Lines(w, r, head, c.query) },
			"grid":  func(w io.Writer, r *resolve.Reading) error { return Grid(w, r, c.query) },
		} {
			out := drawn(t, name, draw, reading)
			if !strings.Contains(out, "&quot;"+c.word+"&quot;") || strings.Contains(out, "pointer") || strings.Contains(out, "the answer") || strings.Contains(out, "NONE") || strings.Contains(out, "probability") {
				t.Errorf("%s of %q from %d: %s", name, c.text, c.query, out)
			}
		}
		if err := Rows(io.Discard, reading, 11); err == nil {
			t.Error("a picture of a word that is not there")
		}
	}
	if err := Rows(io.Discard, random(t, "The cat sat", 0, 0), -1); err == nil || !strings.Contains(err.Error(), "no attention layers") {
		t.Errorf("without layers: %v", err)
	}
	// Of two pronouns the one asked for is drawn.
	two := random(t, "The cat sat because it was tired, and she saw it.", 2, 2)
	one := drawn(t, "rows", func(w io.Writer, r *resolve.Reading) error { return Rows(w, r, 9) }, two)
	if strings.Count(one, "pointer: she") == 0 || strings.Count(one, "pointer: it") > 0 {
		t.Error(one)
	}
}

// Many layers and heads fit too.
func TestManyHeads(t *testing.T) {
	reading := random(t, lesson, 3, 24)
	drawn(t, "grid", gridOf, reading)
	drawn(t, "rows", rowsOf, reading)
}

// Every weight of the pronoun is in the picture as text, so that a row adds up
// to 100 but for rounding.
func TestRowsAreComplete(t *testing.T) {
	reading := random(t, lesson, 2, 2)
	cell := regexp.MustCompile(`<title>(pointer|head \d\.\d): it → (\S+) ([0-9.]+)</title>`)
	sums, counts := map[string]float64{}, map[string]int{}
	for _, m := range cell.FindAllStringSubmatch(drawn(t, "rows", rowsOf, reading), -1) {
		w, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		sums[m[1]] += w
		counts[m[1]]++
	}
	for _, row := range []string{"pointer", "head 0.0", "head 0.1", "head 1.0", "head 1.1"} {
		want := len(reading.Tokens)
		if row == "pointer" {
			want++ // NONE
		}
		if counts[row] != want || math.Abs(sums[row]-1) > 0.001 {
			t.Errorf("%s: %d weights that sum to %v", row, counts[row], sums[row])
		}
	}
}

// Without layers there is the pointer, and no head to draw.
func TestWithoutLayers(t *testing.T) {
	reading := random(t, lesson, 0, 0)
	out := drawn(t, "rows", rowsOf, reading)
	if !strings.Contains(out, ">pointer<") || strings.Contains(out, "layer.head") {
		t.Error(out)
	}
	for _, v := range views[1:] {
		if err := v.draw(io.Discard, reading); err == nil || !strings.Contains(err.Error(), "no attention layers") {
			t.Errorf("%s: %v", v.name, err)
		}
	}
}

func TestErrors(t *testing.T) {
	reading := random(t, lesson, 2, 3)
	for _, h := range []model.Head{{Layer: 2}, {Head: 3}, {Layer: -1}, {Head: -1}} {
		for _, draw := range []func(io.Writer, *resolve.Reading, model.Head, int) error{Head, Lines} {
			if err := draw(io.Discard, reading, h, -1); err == nil || !strings.Contains(err.Error(), "0.0 to 1.2") {
				t.Errorf("%v: %v", h, err)
			}
		}
	}
	for _, v := range views {
		if err := v.draw(io.Discard, &resolve.Reading{}); err == nil {
			t.Errorf("%s: %v", v.name, err)
		}
		if err := v.draw(full{}, reading); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", v.name, err)
		}
	}
	if err := Loss(io.Discard, checkpoints.History{}); err == nil {
		t.Error("drew nothing")
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

// Numbers can be read on every shade: WCAG 2 asks for a contrast of 4.5. And
// more weight is always darker.
func TestShades(t *testing.T) {
	luminance := func(hex string) float64 {
		var r, g, b uint8
		if n, _ := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); n != 3 {
			t.Fatalf("%q is no colour", hex)
		}
		return layout.Luminance(r, g, b)
	}
	contrast := func(a, b string) float64 {
		x, y := luminance(a), luminance(b)
		return (max(x, y) + 0.05) / (min(x, y) + 0.05)
	}
	before := 2.0
	for i := range 101 {
		fill, text := shade(float32(i) / 100)
		if c := contrast(fill, text); c < 4.5 {
			t.Errorf("contrast %.2f at %d", c, i)
		}
		if y := luminance(fill); y >= before {
			t.Errorf("no darker at %d", i)
		} else {
			before = y
		}
	}
	for _, color := range []string{ink, quiet, vermilion, green, blue} {
		if c := contrast(color, background); c < 4.5 {
			t.Errorf("contrast %.2f of %s", c, color)
		}
	}
	if fill, _ := shade(float32(math.NaN())); fill != background {
		t.Error("a shade for no number")
	}
}

func TestBins(t *testing.T) {
	losses := []checkpoints.Loss{{Step: 1, Loss: 4}, {Step: 2, Loss: 2}, {Step: 3, Loss: 1}, {Step: 4, Loss: 1}, {Step: 5, Loss: 9}}
	want := []bin{{1.5, 3, 2, 4}, {3.5, 1, 1, 1}, {5, 9, 9, 9}}
	if got := bins(losses, 6, 3); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNiceStep(t *testing.T) {
	for x, want := range map[float64]float64{0.75: 1, 1: 1, 1.1: 2, 2.4: 5, 5.5: 10, 0.03: 0.05, 333: 500, 0: 1} {
		if got := niceStep(x); got != want {
			t.Errorf("%v: %v", x, got)
		}
	}
}

// A box is what an element covers.
type box struct {
	left, top, right, bottom float64
	what                     string
}

// An element is a node of a picture.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

// value returns an attribute, "" where there is none.
func (e *element) value(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// at returns an attribute that is a number, 0 where there is none.
func (e *element) at(name string) float64 {
	x, _ := strconv.ParseFloat(e.value(name), 64)
	return x
}

// width is that of the text of an element and the spans within.
func (e *element) width() float64 {
	w := e.at("dx") + widthOf(e.Text, font{size: e.at("font-size"), bold: e.value("font-weight") == "bold"})
	for i := range e.Children {
		w += e.Children[i].width()
	}
	return w
}

// checkPicture parses a picture and checks where everything is. It knows only the
// elements that this package draws.
func checkPicture(t *testing.T, name, svg string) {
	t.Helper()
	for _, outside := range []string{"http://", "https://", "href", "url(", "<script", "<image", "@import"} {
		if strings.Contains(strings.Replace(svg, `xmlns="http://www.w3.org/2000/svg"`, "", 1), outside) {
			t.Errorf("%s: holds %s", name, outside)
		}
	}
	var root element
	if err := xml.Unmarshal([]byte(svg), &root); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var width, height float64
	if n, _ := fmt.Sscanf(root.value("viewBox"), "0 0 %g %g", &width, &height); n != 2 {
		t.Fatalf("%s: no viewBox", name)
	}
	if len(root.Children) < 2 || root.Children[0].XMLName.Local != "title" || root.Children[1].XMLName.Local != "desc" {
		t.Errorf("%s: no title and description", name)
	}

	var boxes []box
	onLine := map[float64][]box{} // level texts by baseline, and turned ones, which begin on one line, by −1
	var visit func(e *element)
	visit = func(e *element) {
		switch e.XMLName.Local {
		case "svg", "g", "title", "desc", "tspan":
		case "rect":
			boxes = append(boxes, box{e.at("x"), e.at("y"), e.at("x") + e.at("width"), e.at("y") + e.at("height"), "rect"})
		case "line":
			boxes = append(boxes, box{min(e.at("x1"), e.at("x2")), min(e.at("y1"), e.at("y2")), max(e.at("x1"), e.at("x2")), max(e.at("y1"), e.at("y2")), "line"})
		case "circle":
			boxes = append(boxes, box{e.at("cx") - e.at("r"), e.at("cy") - e.at("r"), e.at("cx") + e.at("r"), e.at("cy") + e.at("r"), "circle"})
		case "path":
			boxes = append(boxes, pathBoxes(t, e.value("d"))...)
		case "text":
			x, y, wide, size := e.at("x"), e.at("y"), e.width(), e.at("font-size")
			for i := range e.Children {
				size = max(size, e.Children[i].at("font-size"))
			}
			switch e.value("text-anchor") {
			case "middle":
				x -= wide / 2
			case "end":
				x -= wide
			}
			b := box{x, y - size*0.75, x + wide, y + size*0.25, "text"}
			switch turn := e.value("transform"); {
			case strings.HasPrefix(turn, "rotate(-45 "):
				reach := wide * math.Sqrt2 / 2
				b = box{x, y - reach - size*0.5, x + reach, y, "turned text"}
				across := x * math.Sqrt2 / 2
				onLine[-1] = append(onLine[-1], box{left: across, right: across + size*0.9, what: "turned text"})
			case strings.HasPrefix(turn, "rotate(-90 "):
				b = box{x - size*0.75, y - wide, x + size*0.25, y, "upright text"}
				onLine[-1] = append(onLine[-1], b)
			case turn != "":
				t.Errorf("%s: %s", name, turn)
			default:
				onLine[y] = append(onLine[y], b)
			}
			boxes = append(boxes, b)
		default:
			t.Errorf("%s: element %s", name, e.XMLName.Local)
		}
		for i := range e.Children {
			visit(&e.Children[i])
		}
	}
	visit(&root)

	const slack = 1 // for rounding
	for _, b := range boxes {
		if b.left < -slack || b.top < -slack || b.right > width+slack || b.bottom > height+slack || math.IsNaN(b.left+b.top+b.right+b.bottom) {
			t.Errorf("%s: %+v is not within %v × %v", name, b, width, height)
			return
		}
	}
	for y, list := range onLine {
		slices.SortFunc(list, func(a, b box) int { return cmp.Compare(a.left, b.left) })
		for i := 1; i < len(list); i++ {
			if list[i].left < list[i-1].right-slack {
				t.Errorf("%s: texts at y=%v overlap: %+v %+v", name, y, list[i-1], list[i])
				return
			}
		}
	}
}

var (
	command = regexp.MustCompile(`([MLClhvz])([^MLClhvz]*)`)
	number  = regexp.MustCompile(`-?[0-9.]+`)
)

// pathBoxes follows the points of a path.
func pathBoxes(t *testing.T, d string) (boxes []box) {
	t.Helper()
	x, y := 0.0, 0.0
	for _, m := range command.FindAllStringSubmatch(d, -1) {
		var n []float64
		for _, s := range number.FindAllString(m[2], -1) {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatalf("path %q", d)
			}
			n = append(n, v)
		}
		switch m[1] {
		case "h":
			n = []float64{n[0], 0}
		case "v":
			n = []float64{0, n[0]}
		}
		for i := 0; i+1 < len(n); i += 2 {
			if strings.Contains("MLC", m[1]) {
				x, y = 0, 0
			}
			x, y = x+n[i], y+n[i+1]
			boxes = append(boxes, box{x, y, x, y, "path"})
		}
	}
	return boxes
}
