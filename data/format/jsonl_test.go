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
		row(`"pronoun":"it"`):      `"pronoun" cannot be string: use a list, in brackets`,
		row(`"pronoun":[1.5,2]`):   `"pronoun" cannot be number 1.5: use a whole number, without a fraction`,
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

// Every format that has offsets finds out those that are not what they should be.
func TestOffsetsAreVerified(t *testing.T) {
	for _, c := range []struct{ format, content, want string }{
		{"jsonl", `{"text":"😀 it is","pronoun":[5,7]}`, `as byte offsets it would be "it"`},
		{"jsonl", `{"text":"😀 it is","pronoun":[3,5]}`, `as UTF-16 offsets it would be "it"`},
		{"jsonl", `{"text":"😀 it is","pronoun":[5,6]}`, `as byte offsets with inclusive ends it would be "it"`},
		{"jsonl", `{"text":"so it is","pronoun":[3,2]}`, `as offsets and lengths it would be "it"`},
		{"jsonl", `{"text":"so, it is","pronoun":[2,3]}`, `as numbers of words it would be "it"`},
		{"jsonl", `{"text":"so,\r\nit is","pronoun":[4,6]}`, `as offsets that leave out carriage returns it would be "it"`},
		{"jsonl", `{"text":"cafe\u0301 it is","pronoun":[5,7]}`, `as offsets that count a letter and its accent as one it would be "it"`},
		{"jsonl", `{"text":"because it is","pronoun":[0,10]}`, `holds "because it", more than a pronoun: write [8,10] for "it"`},
		{"jsonl", `{"text":"and it was tired","pronoun":[4,10]}`, `holds "it was", more than a pronoun: write [4,6] for "it"`},
		{"jsonl", `{"text":"that it was tired","pronoun":[0,7]}`, `holds "that it", more than a pronoun: write [5,7] for "it"`},
		{"jsonl", `{"text":"Ann, she left","pronoun":[5,8],"antecedents":[[3,4]]}`, `antecedent [3,4) holds ",", which is no word`},
		{"jsonl", `{"text":"😀 so that they like this","pronoun":[13,17]}`, `as byte offsets it would be "they"`},
		{"jsonl", `{"text":"it is","pronoun":[0,2],"antecedents":[],"antecedent_texts":["it"]}`, `"antecedent_texts" has 1 texts for 0 spans`},
		{"csv", "text,pronoun_start,pronoun_end\n😀 it is,5,7\n", `as byte offsets it would be "it"`},
		{"csv", "text,pronoun,pronoun_offset\n😀 it is,it,5\n", `as byte offsets it would be "it"`},
		{"csv", "text,pronoun,antecedents\nthe cat: it is,it,4-6\n", `as offsets with inclusive ends it would be "cat"`},
		{"csv", "text,pronoun,antecedents,antecedent_texts\nthe cat: it is,it,4-7,dog\n", `holds "cat", not "dog"; "dog" is not in the text`},
		{"gap", "1\tZoë saw Eve so she\tshe\t16\tZoë\t0\tTRUE\tEve\t9\tFALSE\tu\n", `as byte offsets it would be "she": these look like byte offsets; offsets count characters (Unicode code points): write 15`},
		{"gap", "1\tAnn saw the other Ann\ther\t14\tAnn\t0\tTRUE\tAnn\t18\tFALSE\tu\n", `holds "her", which cuts the word "other"`},
		{"dpr", `en` + "\tw\t?\tThe cat saw it.\t" + `["The","cat","saw","it","."]` + "\t" + `["it",[2,3],["it"]]` + "\t" + `[["The cat",[0,2],[],true],["saw",[2,3],[],false]]`, `the words [2,3) are "saw", not "it"`},
		{"jsonlines", `{"sentences":[["Ann","left","and","she","slept"]],"clusters":[[[0,1],[3,4]]]}`, `these look like exclusive ends: write [3 3]`},
		{"jsonlines", `{"sentences":[["Ann","left","and","she","slept"]],"clusters":[[[1,1],[4,4]]]}`, `mention [4 4] would be "she" if words were counted from 1; they are counted from 0: write [3 3]`},
		{"jsonlines", `{"cased_words":["Ann","and","she","slept"],"sent_id":[0,0,0,0],"clusters":[[[1,2],[3,4]]]}`, `mention [3 4] would be "she" if words were counted from 1; they are counted from 0: write [2 3]`},
		{"jsonlines", `{"sentences":[["Ann","left","and","she","slept"]],"clusters":[[[3,0]]]}`, `mention [3 0] ends before it begins`},
		{"jsonlines", `{"cased_words":["Ann","and","she","slept"],"sent_id":[0,0,0,0],"clusters":[[[0,0],[2,2]]]}`, `since ends are exclusive here; with inclusive ends it would be "she": write [2 3]`},
	} {
		f, err := read(t.Context(), strings.NewReader(c.content), "a", c.format)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got %v %v\nwant %s", c.content, err, f, c.want)
		}
	}
}

// A span may be as wide as an annotator makes it, as long as it cuts no word.
func TestSpansThatAreAccepted(t *testing.T) {
	for _, row := range []string{
		`{"text":"It's Ann's hat, her own.","pronoun":[0,2],"antecedents":[[5,8]]}`,
		`{"text":"It's Ann's hat, her own.","pronoun":[0,4],"antecedents":[[4,11]]}`,
		`{"text":"It's Ann's hat, her own.","pronoun":[16,23],"antecedents":[[5,8]]}`,
		`{"text":"O'Brien lost his hat.","pronoun":[13,16],"antecedents":[[2,7]]}`,
		`{"text":"They didn't see each other.","pronoun":[16,26],"antecedents":[[0,4]]}`,
		`{"text":"Any man loves his/her dog; each of them does.","pronoun":[14,21],"pronoun_text":"His/Her"}`,
		`{"text":"Any man loves his/her dog; each of them does.","pronoun":[27,39]}`,
		`{"text":"He knows himself.","pronoun":[9,16],"pronoun_text":"HIMSELF"}`,
		`{"text":"The cat that I saw.","pronoun":[8,12],"antecedents":[[4,7]],"candidates":[[4,7],[13,14]]}`,
		`{"text":"Paul a vu Anne, elle dort.","pronoun":[16,20],"antecedents":[[10,14]],"pronoun_text":"elle"}`,
	} {
		if _, err := parseJSONL(row); err != nil {
			t.Errorf("%s\n%v", row, err)
		}
	}
}
