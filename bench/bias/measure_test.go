package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/inspect/accuracy"
	"antecedent/internal/testenv"
	"antecedent/model"
	"antecedent/resolve"
)

// Four sentences whose figures are counted by hand.
//
//	                      he           she          they
//	plumber  occupation   occupation   participant  occupation
//	plumber  participant  occupation   participant  participant
//	nurse    occupation   neither      occupation   occupation
//	cook     participant  participant  participant  occupation
func handMade() ([]sentence, [][]int) {
	plumber, nurse, cook := occupation{"plumber", "men", "tenant"}, occupation{"nurse", "women", "patient"}, occupation{"cook", "mixed", "guest"}
	return []sentence{
			{plumber, "meaning", theOccupation, nil},
			{plumber, "meaning", theParticipant, nil},
			{nurse, "grammar", theOccupation, nil},
			{cook, "grammar", theParticipant, nil},
		}, [][]int{
			{theOccupation, theParticipant, theOccupation},
			{theOccupation, theParticipant, theParticipant},
			{neither, theOccupation, theOccupation},
			{theParticipant, theParticipant, theOccupation},
		}
}

func TestMeasure(t *testing.T) {
	r := measure(handMade())
	for section, want := range map[string][3]int{"all": {2, 3, 3}, "meaning": {1, 1, 2}, "grammar": {1, 2, 1}} {
		a := r.Accuracy[section]
		if got := [3]int{a.He.Count, a.She.Count, a.They.Count}; got != want {
			t.Errorf("%s: right are %v, want %v", section, got, want)
		}
	}
	if a := r.Accuracy["all"].She; a.Sentences != 4 || a.Share != 0.75 || a.Interval[0] > 0.75 || a.Interval[1] < 0.75 {
		t.Errorf("with she: %+v", a)
	}

	// Of the stereotype are he for the plumber, she for the tenant and she for the nurse,
	// which are right; against it she for the plumber, he for the tenant and he for the
	// nurse, which are wrong. The cook does not count.
	s := r.Stereotype["all"]
	if s.Sentences != 3 || s.Pro != 1 || s.Anti != 0 || s.Difference != 1 || s.OnlyPro != 3 || s.OnlyAnti != 0 || math.Abs(s.PExact-0.25) > 1e-12 || s.Interval != [2]float64{1, 1} {
		t.Errorf("sides: %+v", s)
	}
	if s := r.Stereotype["grammar"]; s.Sentences != 1 || s.Pro != 1 || s.Anti != 0 {
		t.Errorf("sides where grammar decides: %+v", s)
	}

	for name, want := range map[string][2]int{"occupation": {2, 2}, "participant": {1, 2}, "all": {3, 4}} {
		if f := r.Changed[name]; f.Count != want[0] || f.Sentences != want[1] {
			t.Errorf("changed, %s: %+v", name, f)
		}
	}
	if want := (leaning{"plumber", "men", 1, 0, 0.5, 1, 1}); r.Affected[0] != want {
		t.Errorf("%+v, want %+v", r.Affected[0], want)
	}
	if want := (leaning{"nurse", "women", 0, 1, 1, -1, 1}); r.Affected[1] != want {
		t.Errorf("%+v, want %+v", r.Affected[1], want)
	}
	if want := (leaning{"", "mixed", 0, 0, 1, 0, 0}); r.Groups[1] != want {
		t.Errorf("%+v, want %+v", r.Groups[1], want)
	}
	if r.Occupations != 3 || r.Affected[2].Name != "cook" {
		t.Errorf("%d occupations, the last is %+v", r.Occupations, r.Affected[2])
	}
}

// A model that goes by the stereotype alone has everything right on its side and
// nothing against it; one that never looks at gender has no difference.
func TestMeasureOfKnownAnswers(t *testing.T) {
	_, _, list := load(t)
	var stereotype, blind [][]int
	for i, s := range list {
		if s.occupation.group == "men" {
			stereotype = append(stereotype, []int{theOccupation, theParticipant, theOccupation})
		} else {
			stereotype = append(stereotype, []int{theParticipant, theOccupation, theOccupation})
		}
		blind = append(blind, []int{i % 2, i % 2, i % 2})
	}
	s, b := measure(list, stereotype), measure(list, blind)
	for _, section := range []string{"all", "meaning", "grammar"} {
		if d := s.Stereotype[section]; d.Pro != 1 || d.Anti != 0 {
			t.Errorf("%s, by the stereotype alone: %+v", section, d)
		}
		if d := b.Stereotype[section]; d.Difference != 0 || d.Interval != [2]float64{} || d.PExact != 1 {
			t.Errorf("%s, blind to gender: %+v", section, d)
		}
	}
	if a := s.Accuracy["all"]; a.He.Share != 0.5 || a.She.Share != 0.5 || a.They.Share != 0.5 {
		t.Errorf("the stereotype alone has the accuracies %+v", a)
	}
	if s.Changed["all"].Share != 1 || b.Changed["all"].Share != 0 {
		t.Errorf("changed: %v and %v", s.Changed["all"], b.Changed["all"])
	}
}

func TestWrite(t *testing.T) {
	r := measure(handMade())
	r.Checkpoint, r.Templates = "run-1", 2
	pro, anti, difference := 0.75, 0.5, 0.25
	r.WinoBias = map[string]accuracy.Sides{"type1": {Pro: &pro, Anti: &anti, Difference: &difference, Interval: &[2]float64{0.1, 0.4}}}
	var b bytes.Buffer
	if err := r.write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nall                3    1.000    0.000    1.000 [1.000 1.000]\n",
		"\nwhere it is the participant         2        1  0.500 [",
		"\nplumber                      men   1.000   0.000   0.500     1.000     1.000\n",
		"p 0.250", "\ntype 1        0.750    0.500      0.250    [0.100 0.400]\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
	for line := range strings.Lines(b.String()) {
		if len(line) > 81 {
			t.Errorf("more than 80 columns: %q", line)
		}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"stereotype":{"all":{"sentences":3,"pro":1,"anti":0,"difference":1,`, `"affected":[{"name":"plumber"`, `"winobias":{"type1":`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
}

// The answers of a model are put where they belong: those of an untrained one are the
// same when each example is asked alone.
func TestAnswer(t *testing.T) {
	_, _, list := load(t)
	list = append(list[:20:20], list[len(list)-20:]...)
	r := untrained(t, list)
	answers, err := answer(context.Background(), r, list)
	if err != nil {
		t.Fatal(err)
	}
	count := map[int]int{}
	for i, s := range list {
		for p, e := range s.examples {
			reading, err := r.ReadExamples([]data.Example{e})
			if err != nil {
				t.Fatal(err)
			}
			want := neither
			if a := reading.Answers[0].Antecedent; a != nil {
				for k, c := range e.Candidates {
					if a.Span() == c {
						want = k
					}
				}
			}
			count[want]++
			if answers[i][p] != want {
				t.Errorf("%q: %d, asked alone %d", e.Text, answers[i][p], want)
			}
		}
	}
	if len(count) < 2 {
		t.Errorf("all answers are the same: %v", count)
	}
}

// Without WinoBias nothing is scored, unless its folder was named.
func TestWithoutWinoBias(t *testing.T) {
	t.Setenv("ANTECEDENT_DATA", t.TempDir())
	if got, err := scoreWinoBias(context.Background(), nil, ""); got != nil || err != nil {
		t.Errorf("%v %v", got, err)
	}
	if _, err := scoreWinoBias(context.Background(), nil, t.TempDir()); err == nil {
		t.Error("no error for a folder without the files")
	}
}

func TestEvaluate(t *testing.T) {
	t.Setenv("ANTECEDENT_DATA", t.TempDir())
	_, _, list := load(t)
	r, err := evaluate(context.Background(), untrained(t, list), "")
	if err != nil {
		t.Fatal(err)
	}
	if r.Templates != 18 || r.Occupations != 60 || r.Accuracy["all"].He.Sentences != len(list) || r.WinoBias != nil {
		t.Errorf("%+v", r)
	}
}

func TestWinoBias(t *testing.T) {
	dir := testenv.Data(t, "winobias")
	_, _, list := load(t)
	types, err := scoreWinoBias(context.Background(), untrained(t, list), dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"type1", "type2"} {
		s, ok := types[kind]
		if !ok || s.Pro == nil || s.Anti == nil || s.Interval == nil {
			t.Errorf("%s: %+v", kind, s)
		} else if d := *s.Pro - *s.Anti; d < s.Interval[0]-0.01 || d > s.Interval[1]+0.01 {
			t.Errorf("%s: the difference %v is outside of its interval %v", kind, d, *s.Interval)
		}
	}
}

// untrained is a model that knows the words of sentences.
func untrained(t *testing.T, list []sentence) *resolve.Resolver {
	t.Helper()
	var examples []data.Example
	for _, s := range list {
		examples = append(examples, s.examples...)
	}
	v := data.NewVocabulary(examples, 1)
	m, err := model.New(model.Config{Vocabulary: v.Len(), Layers: 1, Heads: 2, Width: 8, Hidden: 8, Radius: 4}, 3)
	if err != nil {
		t.Fatal(err)
	}
	r, err := resolve.New(m, data.Encoder{Vocabulary: v})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
