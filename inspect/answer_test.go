package inspect

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/model/resolver"

	"github.com/rivo/uniseg"
)

// go test ./inspect -update writes the golden files anew. Look at the
// difference before keeping it.
var update = flag.Bool("update", false, "write the golden files of package inspect")

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
		t.Errorf("%s differs; go test ./inspect -update writes it anew\ngot\n%s\nwant\n%s", path, got, want)
	}
}

func written(t *testing.T, text string, list []resolver.Answer, unknown []string, s layout.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteAnswers(&b, text, list, unknown, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	one := []resolver.Answer{lessonAnswer()}
	for _, c := range []struct {
		name  string
		style layout.Style
	}{
		{"ascii-60", layout.Style{Width: 60}},
		{"ascii-80", layout.Style{Width: 80}},
		{"utf8-60", layout.Style{Width: 60, Unicode: true}},
		{"utf8-80", layout.Style{Width: 80, Unicode: true}},
		{"utf8-120", layout.Style{Width: 120, Unicode: true}},
		{"16-80", layout.Style{Width: 80, Unicode: true, Colors: layout.ANSI16}},
		{"256-80", layout.Style{Width: 80, Unicode: true, Colors: layout.ANSI256}},
		{"truecolor-80", layout.Style{Width: 80, Unicode: true, Colors: layout.TrueColor}},
		{"truecolor-light-80", layout.Style{Width: 80, Unicode: true, Colors: layout.TrueColor, Light: true}},
	} {
		t.Run(c.name, func(t *testing.T) { golden(t, "lesson-"+c.name, written(t, lesson, one, nil, c.style)) })
	}

	text := "Ana María gave it to the 考古学者, but they lost the uncharacteristically heavy blicket and it broke."
	r := rand.New(rand.NewPCG(1, 2))
	several := randomAnswers(r, data.FromText(text), 1, 3)
	golden(t, "several-60", written(t, text, several, []string{"考古学者", "blicket"}, layout.Style{Width: 60, Unicode: true}))

	bare := "She saw the star."
	golden(t, "none-no-layers-40", written(t, bare, []resolver.Answer{
		answerOf(data.FromText(bare)[0], []float32{0.02, 0.01, 0, 0.3, 0.01, 0.66}, nil),
	}, nil, layout.Style{Width: 40}))
}

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Whatever the text, no line is wider than the terminal, and colour changes
// nothing but colour.
func TestNoLineIsTooWide(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	alphabet := []rune("aaaabcdeé\u0301\u0302世界한ｱ漢👩👍🇩🇪☺️\u200d\u202e\u0d4e\u0600ไทยשלوم\x1b\t—.")
	for range 60 {
		var words []string
		for range 1 + r.IntN(200) {
			word := make([]rune, 1+r.IntN(1+r.IntN(30)))
			for i := range word {
				word[i] = alphabet[r.IntN(len(alphabet))]
			}
			words = append(words, string(word))
		}
		words[r.IntN(len(words))] = "it"
		text := strings.Join(words, " ")
		examples := data.FromText(text)
		if len(examples) == 0 { // "it" did not come out as a token of its own
			continue
		}
		list := randomAnswers(r, examples[:1], r.IntN(3), 1+r.IntN(3))
		s := layout.Style{Width: 40 + r.IntN(100), Unicode: r.IntN(2) == 0}
		out := written(t, text, list, words[:1], s)
		for _, line := range strings.Split(out, "\n") {
			if n := uniseg.StringWidth(line); n > s.Width {
				t.Fatalf("%d cells at width %d: %q", n, s.Width, line)
			}
		}
		for _, colors := range []layout.Colors{layout.ANSI16, layout.ANSI256, layout.TrueColor} {
			ascii, coloured := s, s
			ascii.Unicode, coloured.Unicode, coloured.Colors = false, false, colors
			plain := escape.ReplaceAllString(written(t, text, list, words[:1], coloured), "")
			if trimmed(plain) != trimmed(written(t, text, list, words[:1], ascii)) {
				t.Fatalf("colour changed the text of %q", text)
			}
		}
		if strings.ContainsAny(out, "\x1b\u202e") {
			t.Fatalf("a control character came through: %q", out)
		}
	}
}

// trimmed drops the spaces at the ends of lines, which carry a shade in colour.
func trimmed(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Every weight is shown once: over all blocks a row adds up to 100, but for
// what rounding took or gave.
func TestRowsAddUpTo100(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{3, 17, 200} {
		text := "it" + strings.Repeat(" word", n-1)
		list := randomAnswers(r, data.FromText(text), 2, 2)
		sums, shown := map[string]int{}, map[string]int{}
		for _, line := range strings.Split(written(t, text, list, nil, layout.Style{Width: 61}), "\n") {
			line, _, _ = strings.Cut(line, "Weights in")
			fields := strings.Fields(line)
			if len(fields) == 0 || !regexp.MustCompile(`^ (pointer|\d\.\d) `).MatchString(line) {
				continue
			}
			for _, f := range fields[1:] {
				if f == "^" || f == "*" || f == "^*" {
					continue
				}
				w, _ := strconv.Atoi(f) // "." is 0
				sums[fields[0]] += w
				shown[fields[0]]++
			}
		}
		for _, label := range []string{"pointer", "0.0", "0.1", "1.0", "1.1"} {
			columns := n
			if label == "pointer" {
				columns++
			}
			if shown[label] != columns {
				t.Errorf("%d tokens: row %s shows %d weights", n, label, shown[label])
			}
			if off := sums[label] - 100; 2*off > columns || 2*off < -columns {
				t.Errorf("%d tokens: row %s adds up to %d", n, label, sums[label])
			}
		}
	}
}

func TestWithoutPronoun(t *testing.T) {
	if got := written(t, "Cats sleep.", nil, nil, layout.Style{}); got != "no pronoun to resolve in: Cats sleep.\n" {
		t.Errorf("%q", got)
	}
}

func TestWeightsOfAnotherText(t *testing.T) {
	for i, spoil := range []func(a *resolver.Answer){
		func(a *resolver.Answer) { a.Resolution = nil },
		func(a *resolver.Answer) { a.Resolution = &model.Resolution{} },
		func(a *resolver.Answer) { a.Resolution.Patterns[1][2] = nil },
		func(a *resolver.Answer) { a.Example.Pronoun = data.Span{Start: 11, End: 12} },
		func(a *resolver.Answer) { a.Antecedent = &resolver.Mention{Start: 3, End: 3} },
	} {
		a := lessonAnswer()
		spoil(&a)
		var b bytes.Buffer
		if err := WriteAnswers(&b, lesson, []resolver.Answer{a}, nil, layout.Style{}); err == nil || b.Len() > 0 {
			t.Errorf("case %d: error %v after %d bytes", i, err, b.Len())
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
	list := []resolver.Answer{lessonAnswer()}
	for room := 0; room < len(written(t, lesson, list, nil, layout.Style{})); room += 11 {
		if err := WriteAnswers(&full{room}, lesson, list, nil, layout.Style{}); !errors.Is(err, errFull) {
			t.Fatalf("room for %d bytes: %v", room, err)
		}
	}
}

// A model with random weights, from text to page and object.
func TestThroughResolver(t *testing.T) {
	examples := data.FromText(lesson)
	vocabulary := data.NewVocabulary(examples, 1)
	for _, layers := range []int{0, 2} {
		m, err := model.New(model.Config{Vocabulary: vocabulary.Len(), Layers: layers, Heads: 3, Width: 12, Hidden: 7, Radius: 5}, 11)
		if err != nil {
			t.Fatal(err)
		}
		r, err := resolver.New(m, vocabulary)
		if err != nil {
			t.Fatal(err)
		}
		text := "The blicket sat because it was tired, BLICKET."
		list, err := r.Text(text)
		if err != nil {
			t.Fatal(err)
		}
		unknown := Unknown(r, list[0].Example.Tokens)
		if fmt.Sprint(unknown) != "[blicket ,]" {
			t.Errorf("unknown words %q", unknown)
		}
		out := written(t, text, list, unknown, layout.Style{})
		if !strings.HasPrefix(out, "it -> ") || !strings.Contains(out, "unknown words: blicket") ||
			strings.Contains(out, " 1.2 ") != (layers == 2) || strings.Contains(out, "no attention layers") != (layers == 0) {
			t.Errorf("%d layers:\n%s", layers, out)
		}
		if o := Object(text, list, unknown); len(o.Attention) != layers || len(o.Resolutions) != 1 {
			t.Errorf("%d layers: %d of attention, %d resolutions", layers, len(o.Attention), len(o.Resolutions))
		}
	}
}
