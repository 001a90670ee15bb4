// Command recipe computes data/mention/classes.gz, what package mention knows of
// single words, from WordNet 3.0 and from GloVe vectors:
//
//	go run ./data/mention/recipe -wordnet /usr/share/wordnet -vectors ../shared/data/vectors/glove.6B.100d.part.txt.gz -out data/mention/classes.gz
//
// On Debian, the package wordnet-base holds the files of WordNet. The words are
// those of the file of vectors, which are in the order of their frequency.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/data/mention"
	"antecedent/data/vectors"
)

func main() {
	wordnet := flag.String("wordnet", "/usr/share/wordnet", "folder of WordNet's database files")
	glove := flag.String("vectors", "../shared/data/vectors/glove.6B.100d.part.txt.gz", "GloVe vectors in text form, gzipped")
	out := flag.String("out", "data/mention/classes.gz", "file to write")
	flag.Parse()
	if err := run(*wordnet, *glove, *out); err != nil {
		fmt.Fprintln(os.Stderr, "recipe:", err)
		os.Exit(1)
	}
}

func run(wordnet, glove, out string) error {
	wn, err := readWordNet(wordnet)
	if err != nil {
		return err
	}
	space, err := readVectors(glove)
	if err != nil {
		return err
	}
	gender, person, first, err := trainProbes(space)
	if err != nil {
		return err
	}
	type row struct {
		word  string
		bytes [mention.Columns]byte
	}
	var rows []row
	for rank, word := range space.words {
		if !plain(word) {
			continue
		}
		r := row{word: word}
		scores := wn.scores(word)
		for i, s := range scores {
			r.bytes[i] = quantise(s)
		}
		var flags, name uint8
		common := wn.common(word)
		set := func(yes bool, flag uint8) {
			if yes {
				flags |= flag
			}
		}
		set(common, mention.FlagCommon)
		listed := wn.listed[noun][word]
		noun, verb := wn.nounLemma(word), wn.verbLemma(word)
		irregular := wn.irregularVerb[word] != "" || wn.irregularNoun[word] != ""
		set(listed && !common && !irregular, mention.FlagProper)
		set(noun != "" && noun != word || pluralOnly[word], mention.FlagPlural)
		set(rank < 2500, mention.FlagFrequent)
		set(verb != "" && verb != word, mention.FlagInflected)
		set(wn.irregularVerb[word] != "" && wn.irregularVerb[word] != word, mention.FlagIrregular)
		if noun != "" {
			name |= uint8(wn.kind(noun)) << mention.ShiftKind
		}
		v := space.vector(rank)
		if p := person.logit(v); p > 1 {
			name |= uint8(data.Person) << mention.ShiftPerson
		} else if p < -1 {
			name |= uint8(data.Thing) << mention.ShiftPerson
		}
		// Only of a first name the gender is told: "Smith" is of either.
		if g := gender.logit(v); person.logit(v) > 0 && first.logit(v) > 0 && !wn.dominant(word) {
			set(math.Abs(g) > 1 && vectors.FirstName(word), mention.FlagGivenName)
			if g > 1 {
				name |= uint8(data.Masculine) << mention.ShiftGender
			} else if g < -1 {
				name |= uint8(data.Feminine) << mention.ShiftGender
			}
		}
		r.bytes[4], r.bytes[5] = flags, name
		if r.bytes != [mention.Columns]byte{} {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.word, b.word) })

	var file bytes.Buffer
	zip, err := gzip.NewWriterLevel(&file, gzip.BestCompression)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, r := range rows {
		text.WriteString(r.word + "\n")
	}
	text.WriteString("\n")
	for column := range mention.Columns {
		for _, r := range rows {
			text.WriteByte(r.bytes[column])
		}
	}
	if _, err := zip.Write([]byte(text.String())); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	fmt.Printf("%s: %d words, %d bytes\n", out, len(rows), file.Len())
	return os.WriteFile(out, file.Bytes(), 0o666)
}

// pluralOnly are plurals that WordNet lists as if they were singular.
var pluralOnly = map[string]bool{"people": true, "police": true}

// plain reports whether a word is made of letters, with hyphens or apostrophes inside.
func plain(word string) bool {
	for i, r := range word {
		letter := r >= 'a' && r <= 'z' || r > 127
		if !letter && (i == 0 || r != '-' && r != '\'') {
			return false
		}
	}
	return word != ""
}

// quantise maps a score onto a byte: 0 is 0, 1/2 is 1, each doubling adds 8.
func quantise(score float64) uint8 {
	if score <= 0 {
		return 0
	}
	return uint8(max(1, min(255, 1+math.Round(8*math.Log2(2*score)))))
}
