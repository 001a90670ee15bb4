package cmd_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// gapscore prints the figures that gap_scorer.py of GAP computes of a gold file and a
// system file. It is written from the description of that program, and shares nothing with
// package score: of rows with one ID the first counts; an answer that is missing is a
// false negative for both names, whatever is right.
func gapscore(ts *testscript.TestScript, args []string) {
	gold, system := gapAnswers(ts, args[0], true), gapAnswers(ts, args[1], false)
	genders := map[string]string{"he": "masculine", "his": "masculine", "him": "masculine", "she": "feminine", "her": "feminine", "hers": "feminine"}
	counts := map[string]*[3]float64{"overall": {}, "masculine": {}, "feminine": {}} // true positives, false positives, false negatives
	for id, right := range gold {
		for _, gender := range []string{"overall", genders[strings.ToLower(right.pronoun)]} {
			c, answer := counts[gender], system[id]
			for k := range 2 {
				switch {
				case !answer.known:
					c[2]++
				case right.names[k] && answer.names[k]:
					c[0]++
				case answer.names[k]:
					c[1]++
				case right.names[k]:
					c[2]++
				}
			}
		}
	}
	for _, gender := range []string{"overall", "masculine", "feminine"} {
		c := counts[gender]
		f1 := 0.0
		if c[0] > 0 {
			f1 = 100 * 2 * c[0] / (2*c[0] + c[1] + c[2])
		}
		fmt.Fprintf(ts.Stdout(), "%s %.1f\n", gender, f1)
	}
}

type gapAnswer struct {
	pronoun string
	names   [2]bool
	known   bool
}

// gapAnswers reads a gold file, which has a header, or a system file, which has none.
func gapAnswers(ts *testscript.TestScript, file string, gold bool) map[string]gapAnswer {
	r := csv.NewReader(strings.NewReader(ts.ReadFile(file)))
	r.Comma, r.LazyQuotes = '\t', true
	a, b := 1, 2
	if gold {
		a, b = 6, 9
		_, err := r.Read()
		ts.Check(err)
	}
	answers := make(map[string]gapAnswer)
	for {
		row, err := r.Read()
		if err == io.EOF {
			return answers
		}
		ts.Check(err)
		if _, ok := answers[row[0]]; ok {
			continue
		}
		answer := gapAnswer{pronoun: row[2], known: true}
		for k, column := range []int{a, b} {
			switch strings.ToLower(row[column]) {
			case "true":
				answer.names[k] = true
			case "false":
			default:
				ts.Fatalf("%s: %s is neither TRUE nor FALSE: %q", file, row[0], row[column])
			}
		}
		answers[row[0]] = answer
	}
}
