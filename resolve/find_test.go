package resolve

import (
	"fmt"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/model"
)

func TestFindHead(t *testing.T) {
	two, one, none := model.Config{Layers: 2, Heads: 3}, model.Config{Layers: 1, Heads: 3}, model.Config{Heads: 3}
	for _, c := range []struct {
		config model.Config
		layer  int
		head   string
		want   string // layer.head, or what the error says
	}{
		{two, -1, "", "-1.-1"}, {two, -1, "1.2", "1.2"}, {two, 1, "2", "1.2"}, {two, 1, "1.2", "1.2"}, {two, 1, "", "1.-1"}, {one, -1, "2", "0.2"},
		{none, -1, "", "-1.-1"},
		{two, -1, "2", "say which layer, as in 0.2; the model's heads are 0.0 to 1.2"},
		{two, -1, "2.0", "there is no head 2.0: the model's heads are 0.0 to 1.2"},
		{two, -1, "0.3", "there is no head 0.3"},
		{two, -1, "0.-1", "there is no head 0.-1"},
		{two, -1, "a.b", "write layer.head"},
		{two, -1, "1.", "write layer.head"},
		{two, -1, "1.1.1", "write layer.head"},
		{two, 0, "1.2", "not of layer 0"},
		{two, 2, "", "there is no layer 2: the model's heads are 0.0 to 1.2"},
		{none, -1, "0.0", "no attention layers"},
		{none, 0, "", "no attention layers"},
	} {
		found, err := FindHead(c.config, c.layer, c.head)
		got := found.String()
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%d layers, %d, %q: %s, not %s", c.config.Layers, c.layer, c.head, got, c.want)
		}
	}
}

func TestFindToken(t *testing.T) {
	const text = "The 3 cats saw the star, IT saw 99 cats, didn't they"
	r := &Reading{Text: text, Tokens: data.Tokenize(text)}
	for word, want := range map[string]string{
		"2": "2", "3": "3", "99": "9", "cats": `"cats" stands in the text 2 times: give one of these numbers: 2 (3 cats saw), 10 (99 cats,)`, "the": "4", "The": "0", "THE": `numbers: 0 (The 3), 4 (saw the star)`, "Didn't": `is read as several tokens: give the number of one of them, 12 (, didn't), 13 (didn't they)`, "didn’t": "12 (, didn't)", "N’T": "13", "didn't x": "no word of the text",
		"star": "5", "it": "7", "-1": `"-1" is no word of the text, nor a number from 0 to 14`, "dog": "no word of the text", "": "no word of the text",
	} {
		at, err := r.FindToken(word)
		got := fmt.Sprint(at)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q: %s, not %s", word, got, want)
		}
	}
	if _, err := new(Reading).FindToken("0"); err == nil {
		t.Error("a word was found in no text")
	}
}
