package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"antecedent/data"
)

func TestParseJSONL(t *testing.T) {
	e, err := parseJSONL(`{"id":"1","text":"Zoë's 日本 cat: it ran","pronoun":[14,16],"antecedents":[[9,12],[0,12]],"candidates":[[0,3]],"pair":7}`)
	if err != nil {
		t.Fatal(err)
	}
	want := data.Example{
		ID: "1", Pair: "7", Text: "Zoë's 日本 cat: it ran", Tokens: data.Tokenize("Zoë's 日本 cat: it ran"),
		Pronoun: data.Span{Start: 5, End: 6}, Antecedents: []data.Span{{Start: 3, End: 4}, {Start: 0, End: 4}}, Candidates: []data.Span{{Start: 0, End: 1}}, Labelled: true,
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAbsentAndEmptyAntecedentsDiffer(t *testing.T) {
	for rest, want := range map[string]bool{``: false, `,"antecedents":null`: false, `,"antecedents":[]`: true, `,"antecedents":[[0,3]]`: true} {
		e, err := parseJSONL(`{"text":"Ann saw her.","pronoun":[8,11]` + rest + `}`)
		if err != nil || e.Labelled != want {
			t.Errorf("with %q: labelled %t, %v", rest, e.Labelled, err)
		}
	}
}

func TestParseJSONLProblems(t *testing.T) {
	row := func(rest string) string { return `{"text":"Ann  saw her.",` + rest + `}` }
	for line, want := range map[string]string{
		`{"text":"x"`:              "the JSON object is cut off; each line must hold a whole one",
		`nonsense`:                 "the line is not a JSON object: invalid character",
		`[1]`:                      "the line is a JSON array, not an object",
		`"x"`:                      "the line is a JSON string, not an object",
		`{} {}`:                    "there is more than one JSON object on the line",
		`{}x`:                      "there is more than one JSON object on the line",
		`{"pronoun":[0,1]}`:        `"text" is missing or empty`,
		row(`"id":"3"`):            `"pronoun" is missing`,
		row(`"pronuon":[]`):        `unknown key "pronuon"; the keys are id, text, pronoun, candidates, antecedents, pair, pronoun_text, `,
		row(`"pronoun":"it"`):      `"pronoun" cannot be string`,
		row(`"pronoun":[1.5,2]`):   `"pronoun" cannot be number 1.5`,
		row(`"id":true`):           `"id" and "pair" must be strings`,
		row(`"pronoun":[9]`):       "pronoun [9] must be two numbers, [start, end)",
		row(`"pronoun":[9,12,13]`): "pronoun [9 12 13] must be two numbers",
		row(`"pronoun":[9,14]`):    "pronoun [9,14) is not within the text's 13 characters",
		row(`"pronoun":[-1,2]`):    "pronoun [-1,2) is not within",
		row(`"pronoun":[9,9]`):     "pronoun [9,9] is empty, since ends are exclusive",
		row(`"pronoun":[4,5]`):     "pronoun [4,5) covers only white space",
		row(`"pronoun":[9,12],"antecedents":[[0,99]]`):  "antecedent [0,99) is not within",
		row(`"pronoun":[9,12],"candidates":[[0,3],[]]`): "candidate [] must be two numbers",
		row(`"pronoun":[9,12],"antecedents":[[9,12]]`):  "antecedent [9,12) is the pronoun itself",
	} {
		if _, err := parseJSONL(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", line, err, want)
		}
	}
}

func FuzzJSONL(f *testing.F) {
	f.Add(goodRow + "\r\n\ufeff" + goodRow + "\n\xff")
	f.Add(`{"text":"\ud83d\ude00 it \ud800","pronoun":[2,4],"antecedents":[[0,1]]}`)
	fuzzReader(f, "jsonl", 0, "testdata/small.jsonl")
}
