package mine

import (
	"hash/fnv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/data"
)

// An edit puts text in the place of tokens.
type edit struct {
	data.Span
	text string
}

// newNames are the names that replace those of a text: common in English, of one
// gender only, and no words.
var newNames = map[data.Gender][]string{
	data.Masculine: strings.Fields(`John James Robert Michael William David Richard Joseph Thomas Charles Daniel Matthew
		Anthony Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jeffrey Jacob Gary
		Nicholas Eric Jonathan Stephen Larry Scott Benjamin Samuel Gregory Alexander Frank Patrick Raymond Jack
		Dennis Peter Adam Arthur Walter Oliver Henry`),
	data.Feminine: strings.Fields(`Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy
		Betty Margaret Sandra Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca
		Sharon Laura Cynthia Kathleen Amy Angela Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine
		Rachel Catherine Maria Diane Julia Martha Alice`),
}

// substitutes chooses two names of a gender that the window does not have. The choice depends
// on where the window stands alone, so all pronouns of a gender in it share one text.
func (w *window) substitutes(document string, g data.Gender) (pair [2]string) {
	h := fnv.New64a()
	io.WriteString(h, document+":"+strconv.Itoa(w.offset)+":"+strconv.Itoa(w.Start)+":"+strconv.Itoa(w.End))
	list := newNames[g]
	at, n := h.Sum64(), uint64(len(list))
	// The low bits of FNV depend on the last byte mostly: mix them with the high ones.
	at ^= at >> 29
	at *= 0xbf58476d1ce4e5b9
	at ^= at >> 32
	first, step := at%n, 1+at/n%(n-1)
	for i, k := uint64(0), 0; k < 2; i++ {
		name := list[(first+i*step)%n]
		if i >= n { // a step that divides n repeats: walk on by one
			name = list[(first+i)%n]
		}
		if !w.has(strings.ToLower(name)) && (k == 0 || name != pair[0]) {
			pair[k] = name
			k++
		}
	}
	return pair
}

func (w *window) has(word string) bool {
	for _, lower := range w.lower[w.Start:w.End] {
		if lower == word {
			return true
		}
	}
	return false
}

// anonymise returns the edits after which both persons have names of gender g and all
// gendered pronouns and nouns are of it. It fails where the form of a pronoun is not
// certain, or a noun or a title without a name has no counterpart.
//
// Words of the other gender are of the other person, or of somebody whose gender
// would tell the persons apart as well, so all are changed. If both persons are of
// gender g already, words of the other gender cannot be of either and stay.
func (w *window) anonymise(g data.Gender, names [2]string) (edits []edit, ok bool) {
	mixed := w.genderOf(0) != w.genderOf(1)
	for i := w.Start; i < w.End; i++ {
		for _, m := range w.people {
			if m.Start == i {
				edits = append(edits, edit{m.Span, names[m.entity]})
			}
		}
		word := w.lower[i]
		if other := genderedNouns[word]; mixed && other != 0 && other != g && !w.inName(i) {
			if counterparts[word] == "" {
				return nil, false
			}
			edits = append(edits, edit{data.Span{Start: i, End: i + 1}, likeCase(counterparts[word], w.tokens[i].Text)})
		}
		if other := titles[word]; mixed && other != 0 && other != g && genderedNouns[word] == 0 && capitalised(w.tokens[i].Text) && !w.inName(i) {
			return nil, false // "Mr. and Mrs. Smith", "Mrs. F."
		}
		if other := data.GenderOf(word); mixed && other != 0 && other != g && !w.inName(i) {
			f, ok := w.formOf(i)
			if !ok {
				return nil, false
			}
			edits = append(edits, edit{data.Span{Start: i, End: i + 1}, w.inGender(i, f, g)})
		}
	}
	return edits, true
}

// A rewriting is a window's text after edits.
type rewriting struct {
	text  string
	first int
	spans []data.Span // for each token of the window: where it is now, in runes
}

// rewrite applies edits, which are in order and do not overlap. All tokens of an edit
// get the place of its text.
func (w *window) rewrite(edits []edit) rewriting {
	r := rewriting{first: w.Start, spans: make([]data.Span, w.Len())}
	var b strings.Builder
	runes := 0
	write := func(s string) {
		b.WriteString(s)
		runes += utf8.RuneCountInString(s)
	}
	for i := w.Start; i < w.End; i++ {
		if i > w.Start && w.apart(i) {
			write(" ")
		}
		start := runes
		end := i + 1
		if len(edits) > 0 && edits[0].Start == i {
			write(edits[0].text)
			end = edits[0].End
			edits = edits[1:]
		} else {
			write(w.tokens[i].Text)
		}
		for ; i < end; i++ {
			r.spans[i-w.Start] = data.Span{Start: start, End: runes}
		}
		i--
	}
	r.text = b.String()
	return r
}

// of returns where tokens of the paragraph are in the text now.
func (r *rewriting) of(s data.Span) data.Span {
	return data.Span{Start: r.spans[s.Start-r.first].Start, End: r.spans[s.End-1-r.first].End}
}
