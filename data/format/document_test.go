package format

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"antecedent/data"
)

// conllOf writes a document: sentences of words, each with its brackets after "~".
func conllOf(sentences ...string) string {
	var b strings.Builder
	b.WriteString("#begin document (d); part 0\n")
	for _, sentence := range sentences {
		for i, word := range strings.Fields(sentence) {
			word, brackets, _ := strings.Cut(word, "~")
			fmt.Fprintf(&b, "d\t0\t%d\t%s%s\t%s\n", i, word, strings.Repeat("\t_", 8), brackets)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// filler is a number of words.
func filler(n int) string { return strings.Repeat("very ", n) }

// say writes an example: its text, the pronoun, the antecedents.
func say(e *data.Example) string {
	words := func(s data.Span) string {
		return string([]rune(e.Text)[e.Tokens[s.Start].Start:e.Tokens[s.End-1].End])
	}
	text := e.Text + " [" + words(e.Pronoun) + "]"
	for _, s := range e.Antecedents {
		text += " " + words(s) + ";"
	}
	return text
}

func TestTheTextOfAnExample(t *testing.T) {
	for _, c := range []struct {
		about     string
		sentences []string
		want      []string
		passed    string
	}{
		{"the nearest sentence with a name", []string{"Ann~(1) sang .", "Bea~(1) sang .", "It rained .", "She~(1) left ."},
			[]string{"Bea sang. It rained. She left. [She] Bea;"}, ""},
		{"three sentences before", []string{"Ann~(1) sang .", "Yes .", "Yes .", "She~(1) left ."},
			[]string{"Ann sang. Yes. Yes. She left. [She] Ann;"}, ""},
		{"four are too many", []string{"Ann~(1) sang .", "Yes .", "Yes .", "Yes .", "She~(1) left ."}, nil, noNominal},
		{"pronouns are no antecedents", []string{"Ann~(1) sang .", "She~(1) , who~(1) sang , left ."},
			[]string{"Ann sang. She, who sang, left. [She] Ann;"}, ""},
		{"one sentence more in every second sentence", []string{"Yes .", "Ann~(1) said she~(1) sang .", "Ann~(1) said she~(1) sang ."},
			[]string{"Yes. Ann said she sang. [she] Ann;", "Ann said she sang. [she] Ann;"}, ""},
		{"but not if it is long", []string{filler(40) + ".", "Ann~(1) said she~(1) sang ."}, []string{"Ann said she sang. [she] Ann;"}, ""},
		{"72 words before", []string{"Ann~(1) sang " + filler(70) + ".", "She~(1) left ."}, nil, tooFar},
		{"what contains the pronoun is none", []string{"A~(1 man who loved his~(1) dog~1) slept ."}, nil, noNominal},
		{"what follows is one", []string{"Ann~(1) said she~(1) , the~(1 cook~1) , sang ."}, []string{"Ann said she, the cook, sang. [she] Ann; the cook;"}, ""},
		{"mentions of 26 words are none", []string{"The~(1 " + filler(24) + "cook~1) sang .", "She~(1) left ."}, nil, noNominal},
	} {
		f, err := read(t.Context(), strings.NewReader(conllOf(c.sentences...)), "d.conll", "")
		if f == nil {
			f = &File{}
		}
		var got []string
		for i := range f.Examples {
			got = append(got, say(&f.Examples[i]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q (%v)", c.about, got, c.want, err)
		}
		if c.passed != "" && (err == nil || !strings.Contains(err.Error(), c.passed)) {
			t.Errorf("%s: %v, want %s", c.about, err, c.passed)
		}
	}
}

// Pronouns of one sentence whose texts begin with the same word share a text, that goes
// on for 25 words after the last of them.
func TestPronounsShareATextThatIsCut(t *testing.T) {
	f, err := read(t.Context(), strings.NewReader(conllOf("Ann~(1) said that she~(1) met Bob~(2) before he~(2) fell and "+filler(60)+".")), "d.conll", "")
	if err != nil {
		t.Fatal(err)
	}
	a, b := f.Examples[0], f.Examples[1]
	if len(f.Examples) != 2 || a.Text != b.Text || &a.Tokens[0] != &b.Tokens[0] || len(a.Tokens) != 8+25 {
		t.Errorf("%d tokens\n%s\n%s", len(a.Tokens), say(&a), say(&b))
	}
	if a.ID != "d.conll:1:4" || a.Source != "d.conll:5" || b.ID != "d.conll:1:8" {
		t.Errorf("%s %s %s", a.ID, a.Source, b.ID)
	}
}

func TestDetokenize(t *testing.T) {
	for words, want := range map[string]string{
		"I did n't , said the cat 's owner .":       "I didn't, said the cat's owner.",
		"`` Stop ! '' he cried -LRB- twice -RRB- .": `"Stop!" he cried (twice).`,
		`" Stop ! " " Why ? "`:                      `"Stop!" "Why?"`,
		"“ Stop , ” I ’ll say ; they ’re here …":    "“Stop,” I’ll say; they’re here …",
		"the boys ' cat cost $ 5 /.":                "the boys' cat cost $5.",
		"He said ' no ' -- twice ...":               "He said 'no' -- twice...",
	} {
		text, pieces := detokenize(strings.Fields(words))
		if text != want {
			t.Errorf("%s\n got %s\nwant %s", words, text, want)
		}
		for i, p := range pieces {
			if p.start >= p.end || i > 0 && p.start < pieces[i-1].end {
				t.Errorf("%s: piece %d is %v", words, i, p)
			}
		}
	}
}

func TestWinoBiasPart(t *testing.T) {
	for name, want := range map[string][2]string{
		"pro_stereotyped_type1.txt.dev":                 {"type1", "pro"},
		"data/anti_stereotyped_type2.txt.test:17":       {"type2", "anti"},
		"dev_type1_pro_stereotype.v4_auto_conll:225:12": {"type1", "pro"},
		"type2-anti-392.2":                              {"type2", "anti"},
		"a_prototype1.txt":                              {},
		"gap-development.tsv":                           {},
	} {
		if kind, side := WinoBiasPart(name); kind != want[0] || side != want[1] {
			t.Errorf("%s: %q %q", name, kind, side)
		}
	}
}
