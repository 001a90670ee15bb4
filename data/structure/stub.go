package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antecedent/data"
)

// Until package mention is merged: names by their capitals.

func isVerb(word string) bool {
	return strings.HasSuffix(word, "ed") || word == "said" || word == "knew" || word == "came" || word == "told" || word == "sang" || word == "saw" || word == "went"
}

var link = map[string]bool{"de": true, "la": true, "del": true, "van": true, "von": true, "der": true, "den": true, "di": true, "da": true, "bin": true, "ibn": true, "al": true, "el": true, "du": true, "le": true}
var stopcap = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("the a an in on at of to for from by with and but or as if when while after before since until although though because however during his her he she it its they their them this that these those there then also who what which where why how i we you my our your some many most all one two three first second no not yes so such both each every other another later next despite following according upon under over into through between among about against both even just only once now here more has have had is was are were be been being do does did will would can could may might must should let like well still yet never ever again soon perhaps thus therefore meanwhile instead within without born jan january feb february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday american british english french german italian spanish australian canadian indian chinese japanese russian irish scottish him hers himself herself itself theirs themselves") {
		m[w] = true
	}
	return m
}()

func find(tokens []data.Token, given ...data.Span) []data.Mention {
	starts := sentences(tokens, quotations(tokens))
	isCap := func(i int) bool {
		r, _ := utf8.DecodeRuneInString(tokens[i].Text)
		return unicode.IsUpper(r) && !stopcap[strings.ToLower(tokens[i].Text)]
	}
	inGiven := func(i int) bool {
		for _, g := range given {
			if g.Contains(i) {
				return true
			}
		}
		return false
	}
	var out []data.Mention
	add := func(s data.Span) { out = append(out, data.Mention{Span: s, Head: s.End - 1, Name: true}) }
	for i := 0; i < len(tokens); {
		if inGiven(i) {
			for _, g := range given {
				if g.Start == i {
					add(g)
				}
				if g.Contains(i) {
					i = g.End
					break
				}
			}
			continue
		}
		if !isCap(i) || starts[i] == i && stopcap[strings.ToLower(tokens[i].Text)] {
			i++
			continue
		}
		j := i + 1
		for j < len(tokens) && !inGiven(j) && starts[j] == starts[i] {
			if isCap(j) || link[tokens[j].Text] && j+1 < len(tokens) && isCap(j+1) || tokens[j].Text == "-" && j+1 < len(tokens) && tokens[j+1].Start == tokens[j].End && isCap(j+1) || abbreviates(tokens, j) {
				j++
				continue
			}
			break
		}
		add(data.Span{Start: i, End: j})
		i = j
	}
	keys := make([][]string, len(out))
	for k, m := range out {
		for i := m.Start; i < m.End; i++ {
			w := strings.ToLower(tokens[i].Text)
			if len(w) > 1 && !link[w] {
				keys[k] = append(keys[k], w)
			}
		}
	}
	subset := func(a, b []string) bool {
		for _, x := range a {
			ok := false
			for _, y := range b {
				ok = ok || x == y
			}
			if !ok {
				return false
			}
		}
		return len(a) > 0
	}
	n := 0
	done := make([]bool, len(out))
	for size := 9; size >= 0; size-- {
		for k := range out {
			if done[k] || len(keys[k]) < size {
				continue
			}
			done[k] = true
			out[k].Entity = -1
			for j := range out {
				if j != k && done[j] && subset(keys[k], keys[j]) {
					out[k].Entity = out[j].Entity
					break
				}
			}
			if out[k].Entity < 0 {
				out[k].Entity = n
				n++
			}
		}
	}
	return out
}
