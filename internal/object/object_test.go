package object

import (
	"strings"
	"testing"
)

type thing struct {
	Size  int     `json:"size"`
	Share float64 `json:"share"`
	Part  struct {
		Open bool   `json:"open"`
		Seed uint64 `json:"seed"`
	} `json:"part"`
	Names []string `json:"names"`
}

func TestUnmarshal(t *testing.T) {
	for text, want := range map[string]string{
		`{"size": 3, "colour": [1], "size": 4}`: "",
		` {}`:                                   "",
		``:                                      "it is empty",
		" \n":                                   "it is empty",
		`null`:                                  "it is not a JSON object",
		`[]`:                                    "it is not a JSON object",
		`{"size": 1.5}`:                         "size is the number 1.5 where a whole number was expected",
		`{"size": 9223372036854775808}`:         "size is the number 9223372036854775808 where a whole number",
		`{"size": "7"}`:                         "size is a text where a whole number",
		`{"share": 1e999}`:                      "share is the number 1e999 where a number",
		`{"share": {}}`:                         "share is an object where a number",
		`{"part": {"seed": -1}}`:                "part.seed is the number -1 where a whole number from 0",
		`{"part": {"open": 1}}`:                 "part.open is the number where true or false",
		`{"part": []}`:                          "part is a list where an object",
		`{"names": true}`:                       "names is true or false where a list",
		`{"size": 1}{`:                          "it is not JSON at byte 12",
		`{"size": 1`:                            "it is not JSON at byte 10",
		"{\x00":                                 "it is not JSON at byte 2",
		strings.Repeat(`{"part":`, 10_001):      "it is not JSON at byte",
		`{"size": ` + strings.Repeat("9", 1<<20) + `}`: "size is the number 99999",
	} {
		var v thing
		err := Unmarshal([]byte(text), &v)
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("%.80s: the error is %v, want %q", text, err, want)
		case want == "" && strings.Contains(text, "4") && v.Size != 4:
			t.Errorf("%s: %+v", text, v)
		}
	}
}

// FuzzUnmarshal: what is no such object is refused in one short line.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{`{"size": 3, "part": {"open": true}}`, `{"size": "x"}`, `[]`, `{"names": [1]}`, "{\"si\u001b[31mze\": 1, \"size\": 1e9}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var v thing
		if err := Unmarshal(text, &v); err != nil && (len(err.Error()) > 300 || strings.ContainsAny(err.Error(), "\n\r\x1b")) {
			t.Fatalf("%q", err)
		}
	})
}
