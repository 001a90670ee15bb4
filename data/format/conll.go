package format

import (
	"fmt"
	"strconv"
	"strings"
)

// conllColumns is the least number of columns of a row of CoNLL-2012.
const conllColumns = 12

func sniffCoNLL(first []string) bool {
	if isCoNLLMark(first[0]) {
		return true
	}
	columns := splitCoNLL(first[0])
	if len(columns) < conllColumns {
		return false
	}
	for _, column := range columns[1:3] { // the part and the word's number
		if _, err := strconv.Atoi(column); err != nil {
			return false
		}
	}
	return true
}

// isCoNLLMark reports whether a line begins or ends a document.
func isCoNLLMark(line string) bool {
	rest, ok := strings.CutPrefix(line, "#")
	rest = strings.TrimSpace(rest)
	return ok && (strings.HasPrefix(rest, "begin document") || strings.HasPrefix(rest, "end document"))
}

// splitCoNLL returns the columns of a row: separated by tabs, where there are any,
// since a column may then be empty; else by white space.
func splitCoNLL(line string) []string {
	if strings.Contains(line, "\t") {
		return strings.Split(line, "\t")
	}
	return strings.Fields(line)
}

// readCoNLL reads the columns of the CoNLL-2012 shared task (Pradhan et al., 2012),
// one word a row: the word in column 4 of 12 or more, the brackets of its entities in
// the last; a part of speech in column 5 tells verbs. A blank line ends a sentence, "#begin document" begins a document. The
// short form of three columns (number, word, brackets) is read as well. A word without
// brackets has "-", "_" or "*" in the last column, or leaves it empty.
//
// Published files differ from each other: LitBank separates columns by tabs and leaves
// the last one empty, WinoBias has 15 columns. The files hold words and not the text,
// which detokenize makes of them.
func readCoNLL(in *input) {
	d := newDocument()
	a := annotation{name: func(bracket string) (string, bool) { return bracket, true }}
	var words []string
	var lines []int
	total := 0 // words of the document
	sentence := func() {
		text, pieces := detokenize(words)
		for i := range pieces {
			pieces[i].line = lines[i]
		}
		d.add(text, pieces)
		words, lines = words[:0], lines[:0]
	}
	finish := func() {
		sentence()
		d.entities = a.finish(in)
		d.examples(in)
		d, total = newDocument(), 0
	}
	for line := range in.lines() {
		if strings.TrimSpace(line) == "" {
			sentence()
			continue
		}
		if isCoNLLMark(line) {
			finish()
			continue
		}
		columns := splitCoNLL(line)
		word, verb := "", false
		switch n := len(columns); {
		case n >= conllColumns:
			word, verb = columns[3], strings.HasPrefix(columns[4], "VB")
		case n == 3:
			word = columns[1]
		case strings.HasPrefix(line, "#"):
			continue // a comment
		default:
			in.skip(fmt.Errorf("the row has %d columns; CoNLL-2012 has %d or more, or 3", n, conllColumns))
			continue
		}
		if strings.TrimSpace(word) == "" {
			in.skip(fmt.Errorf("the row has no word"))
			continue
		}
		words, lines = append(words, word), append(lines, in.line)
		if verb {
			d.verbs[total] = true
		}
		switch brackets := strings.TrimSpace(columns[len(columns)-1]); brackets {
		case "", "-", "_", "*":
		default:
			a.read(in, brackets, total)
		}
		if total++; total == maxWords { // the rest is read as another document
			finish()
		}
	}
	finish()
}
