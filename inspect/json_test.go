package inspect

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/model/resolver"
)

func marshalled(t *testing.T, o TextObject) string {
	t.Helper()
	var b bytes.Buffer
	if err := o.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The bytes themselves: key names, their order, short numbers, no null list.
func TestObjectExactly(t *testing.T) {
	text := "é <cat> it"
	a := answerOf(data.FromText(text)[0], []float32{0.01, 0, 0.97, 0, 0.01, 0.01},
		[][][]float32{{{0.1, 0.2, 0.3, 0.4, 0}}})
	u := "[0.2,0.2,0.2,0.2,0.2]"
	want := `{"text":"é <cat> it","tokens":[{"text":"é","start":0,"end":1},{"text":"<","start":2,"end":3},` +
		`{"text":"cat","start":3,"end":6},{"text":">","start":6,"end":7},{"text":"it","start":8,"end":10}],` +
		`"unknown":["é"],"resolutions":[{"pronoun":4,"antecedent":{"start":2,"end":3,"text":"cat","probability":0.97},` +
		`"none":0.01,"pointer":[0.01,0,0.97,0,0.01]}],"attention":[[[` +
		strings.Join([]string{u, u, u, u, "[0.1,0.2,0.3,0.4,0]"}, ",") + "]]]}\n"
	if got := marshalled(t, Object(text, []resolver.Answer{a}, []string{"é"})); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestObjectWithoutAnswer(t *testing.T) {
	text := "It rains."
	a := answerOf(data.FromText(text)[0], []float32{0, 0.25, 0, 0.75}, nil)
	want := `{"text":"It rains.","tokens":[{"text":"It","start":0,"end":2},{"text":"rains","start":3,"end":8},{"text":".","start":8,"end":9}],` +
		`"unknown":[],"resolutions":[{"pronoun":0,"antecedent":null,"none":0.75,"pointer":[0,0.25,0]}],"attention":[]}` + "\n"
	if got := marshalled(t, Object(text, []resolver.Answer{a}, nil)); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestObjectWithoutPronoun(t *testing.T) {
	want := `{"text":"Rain.","tokens":[{"text":"Rain","start":0,"end":4},{"text":".","start":4,"end":5}],"unknown":[],"resolutions":[],"attention":[]}` + "\n"
	if got := marshalled(t, Object("Rain.", nil, nil)); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
	if got := marshalled(t, Object("", nil, nil)); !strings.Contains(got, `"tokens":[]`) {
		t.Error(got)
	}
}

func TestObjectRoundTrip(t *testing.T) {
	text := lesson + " She gave it to them."
	var list []resolver.Answer
	for _, e := range data.FromText(text) {
		n := len(e.Tokens)
		row := make([]float32, n)
		for i := range row {
			row[i] = 1 / float32(n)
		}
		pointer := append(append([]float32{}, row...), 0)
		list = append(list, answerOf(e, pointer, [][][]float32{{row, row}, {row, row}}))
	}
	o := Object(text, list, []string{"cat"})
	if len(o.Resolutions) != 4 {
		t.Fatalf("%d resolutions", len(o.Resolutions))
	}
	var back TextObject
	if err := json.Unmarshal([]byte(marshalled(t, o)), &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(o, back) {
		t.Errorf("got back %+v", back)
	}
}
