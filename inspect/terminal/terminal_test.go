package terminal

import (
	"bytes"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"

	"github.com/rivo/uniseg"
)

// go test ./inspect/terminal -update writes the golden files anew. Look at the
// difference before keeping it.
var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test ./inspect/terminal -update writes it anew\ngot\n%s\nwant\n%s", path, got, want)
	}
}

const lesson = "The cat sat on the mat because it was tired."

// readingOf makes a reading of a text in which the i-th pronoun has the pointer
// pointers[i], NONE last, and the rows of L × H heads rows[i]. The rows of other
// tokens are uniform.
func readingOf(text string, pointers [][]float32, rows [][][][]float32) *resolve.Reading {
	examples := data.FromText(text)
	r := &resolve.Reading{Text: text, Tokens: data.Tokenize(text)}
	n := len(r.Tokens)
	for l := range rows[0] {
		r.Patterns = append(r.Patterns, nil)
		for h := range rows[0][l] {
			pattern := make([][]float32, n)
			for i := range pattern {
				pattern[i] = uniformRow(n)
			}
			for i := range rows {
				pattern[examples[i].Pronoun.Start] = rows[i][l][h]
			}
			r.Patterns[l] = append(r.Patterns[l], pattern)
		}
	}
	for i, pointer := range pointers {
		p := score.Prediction{Pointer: pointer[:n], None: pointer[n]}
		a := resolve.Answer{Pronoun: examples[i].Pronoun, Pointer: p.Pointer, None: float64(p.None)}
		if span, probability, ok := score.Choose(&examples[i], p); ok {
			a.Antecedent = &resolve.Mention{Start: span.Start, End: span.End, Probability: float64(probability)}
		}
		r.Answers = append(r.Answers, a)
	}
	return r
}

func uniformRow(n int) []float32 {
	row := make([]float32, n)
	for i := range row {
		row[i] = 1 / float32(n)
	}
	return row
}

// lessonReading is made up, with two layers of four heads: 0.2 attends to "tired"
// and 1.1 to "cat".
func lessonReading() *resolve.Reading {
	return readingOf(lesson,
		[][]float32{{0.002, 0.97, 0, 0, 0, 0.012, 0, 0.001, 0, 0.003, 0, 0.012}},
		[][][][]float32{{{
			{0.05, 0.20, 0.04, 0.02, 0.05, 0.21, 0.06, 0.17, 0.08, 0.10, 0.02},
			{0.21, 0.03, 0.02, 0.11, 0.22, 0.03, 0.05, 0.04, 0.07, 0.02, 0.20},
			{0.01, 0.08, 0.02, 0.01, 0.01, 0.06, 0.03, 0.07, 0.08, 0.62, 0.01},
			{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0},
		}, {
			{0.09, 0.09, 0.09, 0.09, 0.09, 0.09, 0.09, 0.10, 0.09, 0.09, 0.09},
			{0.03, 0.41, 0.04, 0.01, 0.03, 0.18, 0.04, 0.09, 0.04, 0.12, 0.01},
			{0.003, 0.11, 0.10, 0.004, 0.003, 0.12, 0.30, 0.14, 0.10, 0.12, 0},
			{0.02, 0.13, 0.27, 0.02, 0.02, 0.14, 0.04, 0.04, 0.11, 0.20, 0.01},
		}}})
}

// randomRow is n weights that sum to 1, the more peaked the larger the power.
func randomRow(r *rand.Rand, n int, power float64) []float32 {
	wide, sum := make([]float64, n), 0.0
	for i := range wide {
		wide[i] = math.Pow(r.Float64(), power)
		sum += wide[i]
	}
	row := make([]float32, n)
	for i, w := range wide {
		row[i] = float32(w / sum)
	}
	return row
}

func randomReading(r *rand.Rand, text string, layers, heads int) *resolve.Reading {
	n := len(data.Tokenize(text))
	var pointers [][]float32
	var rows [][][][]float32
	for range data.FromText(text) {
		var all [][][]float32
		for range layers {
			var layer [][]float32
			for range heads {
				layer = append(layer, randomRow(r, n, 4))
			}
			all = append(all, layer)
		}
		rows = append(rows, all)
		pointers = append(pointers, randomRow(r, n+1, 9))
	}
	return readingOf(text, pointers, rows)
}

func answers(t *testing.T, r *resolve.Reading, s layout.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteAnswers(&b, r, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func mapOf(t *testing.T, r *resolve.Reading, head model.Head, s layout.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMap(&b, r, head, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	utf8 := layout.Style{Width: 80, Unicode: true}
	golden(t, "lesson", answers(t, lessonReading(), utf8))
	r := rand.New(rand.NewPCG(7, 8))
	reading := lessonReading()
	for i, row := range reading.Patterns[1][1] {
		if i != reading.Answers[0].Pronoun.Start {
			copy(row, randomRow(r, len(row), 4))
		}
	}
	golden(t, "map", mapOf(t, reading, model.Head{Layer: 1, Head: 1}, utf8))

	several := randomReading(rand.New(rand.NewPCG(1, 2)), "Ana María gave it to the 考古学者, but they lost the uncharacteristically heavy blicket and it broke.", 1, 3)
	several.Unknown = []string{"考古学者", "blicket"}
	golden(t, "several", answers(t, several, layout.Style{Width: 60, Unicode: true}))

	bare := readingOf("She saw the star.", [][]float32{{0.02, 0.01, 0, 0.3, 0.01, 0.66}}, [][][][]float32{nil})
	golden(t, "none-no-layers", answers(t, bare, layout.Style{Width: 40}))
}

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Whatever the text, no line is wider than the terminal, ASCII style is ASCII
// beside the words, and colour changes nothing but colour.
func TestNoLineIsTooWide(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	alphabet := []rune("aaaabcdeé\u0301\u0302世界한ｱ漢👩👍🇩🇪☺️\u200d\u202e\u0d4e\u0600ไทยשלوم\x1b\t—.")
	for range 30 {
		var words []string
		for range 1 + r.IntN(40) {
			word := make([]rune, 1+r.IntN(1+r.IntN(30)))
			for i := range word {
				word[i] = alphabet[r.IntN(len(alphabet))]
			}
			words = append(words, string(word))
		}
		words[r.IntN(len(words))] = "it"
		text := strings.Join(words, " ")
		if len(data.FromText(text)) == 0 { // "it" did not come out as a token of its own
			continue
		}
		reading := randomReading(r, text, 1+r.IntN(2), 1+r.IntN(3))
		reading.Unknown = words[:1]
		for _, write := range []func(layout.Style) string{
			func(s layout.Style) string { return answers(t, reading, s) },
			func(s layout.Style) string { return mapOf(t, reading, model.Head{}, s) },
		} {
			s := layout.Style{Width: 40 + r.IntN(100), Unicode: r.IntN(2) == 0}
			out := write(s)
			for line := range strings.Lines(out) {
				if n := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); n > s.Width {
					t.Fatalf("%d cells at width %d: %q", n, s.Width, line)
				}
			}
			if strings.ContainsAny(out, "\x1b\u202e") {
				t.Fatalf("a control character came through: %q", out)
			}
			s.Unicode = false
			plain := trimmed(write(s))
			for _, colors := range []layout.Colors{layout.ANSI16, layout.ANSI256, layout.TrueColor} {
				coloured := s
				coloured.Colors = colors
				if trimmed(escape.ReplaceAllString(write(coloured), "")) != plain {
					t.Fatalf("colour changed the text of %q", text)
				}
			}
		}
	}
	for _, out := range []string{answers(t, lessonReading(), layout.Style{Width: 60}), mapOf(t, lessonReading(), model.Head{}, layout.Style{Width: 60})} {
		if strings.ContainsFunc(out, func(r rune) bool { return r > 0x7e }) {
			t.Errorf("not ASCII:\n%s", out)
		}
	}
}

// trimmed drops the spaces at the ends of lines, which carry a shade in colour.
func trimmed(text string) string {
	return regexp.MustCompile(`(?m) +$`).ReplaceAllString(text, "")
}

// Every weight is shown once: over all blocks of columns a row adds up to 100, but
// for what rounding took or gave.
func TestEveryWeightIsShown(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 3, 17, 200} {
		words := []string{"it"} // then words that name their place, and so their rows
		for i := 1; i < n; i++ {
			words = append(words, "w"+strconv.Itoa(i))
		}
		reading := randomReading(r, strings.Join(words, " "), 2, 2)
		for _, row := range reading.Patterns[0][0] {
			copy(row, randomRow(r, n, 6))
		}
		check := func(out string, columns map[string]int) {
			t.Helper()
			shown, sums := map[string]int{}, map[string]int{}
			for line := range strings.Lines(out) {
				line, _, _ = strings.Cut(line, "Weights in")
				fields := strings.Fields(line)
				if len(fields) < 2 || columns[fields[0]] == 0 || !strings.HasPrefix(line, " "+fields[0]) {
					continue
				}
				for _, f := range fields[1:] {
					if w, err := strconv.Atoi(f); err == nil {
						sums[fields[0]] += w
					} else if f != "." { // a mark
						continue
					}
					shown[fields[0]]++
				}
			}
			for label, want := range columns {
				if shown[label] != want {
					t.Fatalf("%d tokens: row %s shows %d weights of %d\n%s", n, label, shown[label], want, out)
				}
				if off := sums[label] - 100; 2*off > want || 2*off < -want {
					t.Errorf("%d tokens: row %s adds up to %d", n, label, sums[label])
				}
			}
		}
		check(answers(t, reading, layout.Style{Width: 61}), map[string]int{"pointer": n + 1, "0.0": n, "0.1": n, "1.0": n, "1.1": n})
		rows := map[string]int{}
		for _, word := range words[1:] {
			rows[word] = n
		}
		check(mapOf(t, reading, model.Head{}, layout.Style{Width: 61}), rows)
	}
}

func TestWithoutPronoun(t *testing.T) {
	const text = "Cats sleep."
	r := &resolve.Reading{Text: text, Tokens: data.Tokenize(text), Patterns: [][][][]float32{{{uniformRow(3), uniformRow(3), uniformRow(3)}}}}
	if got := answers(t, r, layout.Style{}); got != "no pronoun to resolve in: Cats sleep.\n" {
		t.Errorf("%q", got)
	}
	if got := mapOf(t, r, model.Head{}, layout.Style{}); !strings.Contains(got, "33") || strings.Contains(got, "the pronoun") {
		t.Errorf("%q", got)
	}
}

func TestMapOfNoHead(t *testing.T) {
	for _, h := range []model.Head{{Layer: 2}, {Head: 4}, {Layer: -1}, {Head: -1}} {
		if err := WriteMap(&bytes.Buffer{}, lessonReading(), h, layout.Style{}); err == nil || !strings.Contains(err.Error(), "no head") {
			t.Errorf("%v: %v", h, err)
		}
	}
}

type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrorIsReported(t *testing.T) {
	r := lessonReading()
	for room := 0; room < len(answers(t, r, layout.Style{})); room += 11 {
		if err := WriteAnswers(&full{room}, r, layout.Style{}); !errors.Is(err, errFull) {
			t.Fatalf("room for %d bytes: %v", room, err)
		}
	}
}
