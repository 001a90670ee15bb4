// Package inspecttest has what the tests of several packages of inspect share: a
// model, texts, golden files, and a check of everything that is laid out as text.
package inspecttest

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model"
	"antecedent/resolve"
)

// Lesson is the sentence of the lesson in package model.
const Lesson = "The cat sat on the mat because it was tired."

// Resolver returns a model with random weights, the same for the same seed, that
// knows the words of a text with a pronoun. The weights are large enough for
// attention to prefer some tokens.
func Resolver(t testing.TB, c model.Config, text string, seed uint64) *resolve.Resolver {
	t.Helper()
	v := data.NewVocabulary(data.FromText(text), 1)
	c.Vocabulary = v.Len()
	m, err := model.New(c, seed)
	if err != nil {
		t.Fatal(err)
	}
	draw := rand.New(rand.NewPCG(seed, 1))
	m.Update(func(parameters []model.Parameter) {
		for _, p := range parameters {
			if strings.HasSuffix(p.Name, "position") {
				clear(p.Data) // a preference for near words would leave little else to compare
			}
			for i := range p.Data {
				p.Data[i] += float32(0.3 * draw.NormFloat64())
			}
		}
	})
	r, err := resolve.New(m, data.Encoder{Vocabulary: v, Buckets: m.Config().NgramBuckets})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Text returns a text of this many words, one of them "it", in several scripts and
// with characters that a terminal must not be sent.
func Text(r *rand.Rand, words int) string {
	alphabet := []rune("aaaabcdeé\u0301\u0302世界한ｱ漢👩👍🇩🇪☺️\u200d\u202e\u0d4e\u0600ไทยשלום\x1b\t—.")
	for {
		list := make([]string, words)
		for i := range list {
			for range 1 + r.IntN(1+r.IntN(30)) {
				list[i] += string(alphabet[r.IntN(len(alphabet))])
			}
		}
		list[r.IntN(words)] = "it"
		text := strings.Join(list, " ")
		if len(data.FromText(text)) > 0 && len(data.Tokenize(text)) <= data.MaxTokens {
			return text
		}
	}
}

var (
	escape   = regexp.MustCompile("\x1b\\[[0-9;]*m")
	trailing = regexp.MustCompile("(?m) +$")  // such spaces carry a shade in colour
	shades   = regexp.MustCompile("[ ░▒▓█]+") // what Unicode without colours has in a heat map
	errFull  = errors.New("no space left")
)

// Check returns what write writes about a text in a style, without colours. It
// checks that
//   - no line is wider than the style says;
//   - nothing could move the cursor or reverse the direction;
//   - without Unicode, characters beyond ASCII are those of the text;
//   - colours change nothing but colours;
//   - an error of the writer is returned.
func Check(t testing.TB, text string, s layout.Style, write func(io.Writer, layout.Style) error) string {
	t.Helper()
	written := func(s layout.Style) string {
		var b bytes.Buffer
		if err := write(&b, s); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	s.Colors = layout.NoColors
	plain := written(s)
	for line := range strings.Lines(plain) {
		if n := layout.Cells(strings.TrimSuffix(line, "\n")); n > s.Width {
			t.Errorf("%d cells at width %d: %q", n, s.Width, line)
		}
	}
	for _, r := range plain {
		if r != '\n' && !unicode.IsGraphic(r) || r > '~' && !s.Unicode && !strings.ContainsRune(text, r) {
			t.Fatalf("%+v: %q came through in %q", s, r, plain)
		}
	}
	uncoloured := func(text string) string {
		text = escape.ReplaceAllString(text, "")
		if s.Unicode {
			text = shades.ReplaceAllString(text, " ")
		}
		return trailing.ReplaceAllString(text, "")
	}
	for _, s.Colors = range []layout.Colors{layout.ANSI16, layout.ANSI256, layout.TrueColor} {
		if uncoloured(written(s)) != uncoloured(plain) {
			t.Errorf("%+v: colour changed the text %q", s, plain)
		}
	}
	for room := 0; room < len(plain); room += 1 + len(plain)/3 {
		w := full(room)
		if err := write(&w, s); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: error %v", room, err)
		}
	}
	return plain
}

// full is a writer that has room for some bytes.
type full int

func (f *full) Write(p []byte) (int, error) {
	if *f -= full(len(p)); *f < 0 {
		return 0, errFull
	}
	return len(p), nil
}

var update = flag.Bool("update", false, "write the golden files anew; look at the difference before keeping it")

// Golden compares a text with the file testdata/name.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
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
		t.Errorf("%s differs; go test with -update writes it anew\ngot\n%s\nwant\n%s", path, got, want)
	}
}
