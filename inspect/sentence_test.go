package inspect

import (
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/layout"
	"antecedent/model/resolver"
)

// What is said must be what the weights show, for good models and bad ones.
func TestSentence(t *testing.T) {
	toCat := []float32{0, 0.97, 0, 0, 0, 0.03, 0, 0, 0, 0, 0, 0}
	head := func(weights map[string]float32) []float32 {
		row := make([]float32, 11)
		for i, token := range data.Tokenize(lesson) {
			row[i] = weights[token.Text]
		}
		return row
	}
	spread := head(map[string]float32{"The": .1, "cat": .11, "sat": .1, "on": .1, "the": .1, "mat": .1, "because": .1, "was": .1, "tired": .1, ".": .09})
	tired := head(map[string]float32{"tired": .62, "cat": .10, "mat": .28})
	cat := head(map[string]float32{"cat": .41, "tired": .2, ".": .2, "on": .19})
	both := head(map[string]float32{"tired": .6, "cat": .4})
	dot := head(map[string]float32{".": .9, "the": .1})
	for _, c := range []struct {
		name    string
		pointer []float32
		heads   [][]float32
		want    string
	}{
		{"one head", toCat, [][]float32{spread, tired},
			`To resolve "it", head 0.1 takes 62 % of its mixture from "tired"; the pointer then gives "cat" 97 %.`},
		{"two heads", toCat, [][]float32{cat, tired},
			`To resolve "it", head 0.1 takes 62 % of its mixture from "tired" and head 0.0 takes 41 % from "cat"; the pointer then gives "cat" 97 %.`},
		{"one head for both", toCat, [][]float32{spread, both},
			`To resolve "it", head 0.1 takes 60 % of its mixture from "tired" and 40 % from "cat"; the pointer then gives "cat" 97 %.`},
		{"the answer only", toCat, [][]float32{spread, cat},
			`To resolve "it", head 0.1 takes 41 % of its mixture from "cat" itself; the pointer then gives "cat" 97 %.`},
		{"small words", toCat, [][]float32{dot},
			`No head takes 25 % of its mixture for "it" from one content word; head 0.0 takes 90 % from ".". The pointer gives "cat" 97 %.`},
		{"spread out", toCat, [][]float32{spread},
			`The attention of "it" is spread out: no head takes 25 % of its mixture from one word; the most is 11 %, head 0.0 from "cat". The pointer gives "cat" 97 %.`},
		{"unsure", []float32{0, .3, 0, 0, 0, .2, 0, 0, 0, .2, .1, .2}, [][]float32{tired},
			`To resolve "it", head 0.0 takes 62 % of its mixture from "tired"; the pointer then gives "cat" only 30 %.`},
		{"none", []float32{0, .1, 0, 0, 0, 0, 0, 0, 0, 0, 0, .9}, [][]float32{tired},
			`To resolve "it", head 0.0 takes 62 % of its mixture from "tired"; the pointer then gives NONE 90 %: "it" refers to nothing named in the text.`},
		{"no layers", toCat, nil,
			`This model has no attention layers: nothing is mixed into "it" before the pointer compares it with each word and gives "cat" 97 %.`},
	} {
		var rows [][][]float32
		if c.heads != nil {
			rows = [][][]float32{c.heads}
		}
		a := answerOf(data.FromText(lesson)[0], c.pointer, rows)
		if got := strings.ReplaceAll(sentence(&a, gazeOf(&a)), layout.NBSP, " "); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// The marks point at the cells they claim to, whichever layer they are in.
func TestGaze(t *testing.T) {
	a := lessonAnswer()
	g := gazeOf(&a)
	if g.answer.name() != "1.1" || g.answer.weight != 0.41 || g.content.name() != "0.2" || g.content.span.Start != 9 ||
		g.any.name() != "0.3" || g.any.span.Start != 8 {
		t.Errorf("%+v %+v %+v", g.answer, g.content, g.any)
	}
	a.Antecedent = nil
	if g := gazeOf(&a); g.answer != nil || g.content.span.Start != 9 {
		t.Errorf("NONE: %+v", g)
	}
	a.Resolution.Patterns = nil
	if g := gazeOf(&a); g != (gaze{}) {
		t.Errorf("no layers: %+v", g)
	}
	a = lessonAnswer()
	a.Antecedent = &resolver.Mention{Start: 0, End: 2}
	if w := gazeOf(&a).answer.weight; w != 0.44 {
		t.Errorf("a mention of two tokens has %v", w)
	}
}

func TestIsContent(t *testing.T) {
	for word, want := range map[string]bool{
		"cat": true, "tired": true, "Pauline": true, "42": true, "日本語": true,
		"The": false, "WAS": false, "because": false, "it": false, "'s": false, "n't": false, "n’t": false, ".": false, "--": false, "👩": false,
	} {
		if isContent(word) != want {
			t.Errorf("%q", word)
		}
	}
}
