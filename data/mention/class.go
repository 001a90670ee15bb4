package mention

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"antecedent/data"
	"antecedent/data/lookup"
)

// A Class is what is known of a word without its context. The zero value is that
// of an unknown word.
//
// A score tells how often the word is used as that part of speech: 0 never, else
// 1 for the least, 8 more for each doubling of the count. Scores of different
// parts of speech may be compared.
type Class struct {
	Noun, Verb, Adjective, Adverb uint8

	flags, name uint8
}

// The bits of Class.flags.
const (
	FlagCommon    = 1 << iota // has a sense that is written in lower case
	FlagProper                // is in WordNet, as proper noun only
	FlagPlural                // is the plural of a noun
	FlagFrequent              // is among the 2,500 most frequent words
	FlagInflected             // is an inflected form of a verb
	FlagIrregular             // is an irregular form of a verb
	FlagGivenName             // is a first name and hardly ever a surname: data/vectors/firstnames.txt
)

// Class.name holds three values of two bits: the Kind of the noun, the Gender of
// the first name, and whether the name is more often a person's (Person) or
// something else's (Thing).
const (
	ShiftKind   = 0
	ShiftGender = 2
	ShiftPerson = 4
)

// Bytes returns the class as it is stored: the four scores, then the flags (their
// bits are the constants Flag…), then kind, gender of the first name and kind of the
// name, of two bits each (Shift…).
func (c Class) Bytes() [Columns]byte {
	return [Columns]byte{c.Noun, c.Verb, c.Adjective, c.Adverb, c.flags, c.name}
}

// Columns is the number of bytes stored for a word.
const Columns = 6

// Known reports whether WordNet has the word as anything but a proper noun.
func (c Class) Known() bool { return c.Noun|c.Verb|c.Adjective|c.Adverb != 0 }

// IsNoun reports whether no other part of speech is more usual than the noun.
func (c Class) IsNoun() bool { return c.Noun > 0 && c.Noun >= max(c.Verb, c.Adjective, c.Adverb) }

// IsVerb reports whether the verb is more usual than every other part of speech.
func (c Class) IsVerb() bool { return c.Verb > max(c.Noun, c.Adjective, c.Adverb) }

// IsAdjective reports whether the adjective is more usual than every other part of speech.
func (c Class) IsAdjective() bool { return c.Adjective > max(c.Noun, c.Verb, c.Adverb) }

// IsAdverb reports whether the adverb is more usual than every other part of speech.
func (c Class) IsAdverb() bool { return c.Adverb > max(c.Noun, c.Verb, c.Adjective) }

// Common reports whether the word has a sense that is written in lower case.
func (c Class) Common() bool { return c.flags&FlagCommon != 0 }

// Proper reports whether WordNet has the word, but only as a proper noun.
func (c Class) Proper() bool { return c.flags&FlagProper != 0 }

// Plural reports whether the word is the plural form of a noun.
func (c Class) Plural() bool { return c.flags&FlagPlural != 0 }

// Frequent reports whether the word is among the 2,500 most frequent.
func (c Class) Frequent() bool { return c.flags&FlagFrequent != 0 }

// Inflected reports whether the word is a form of a verb other than its base.
func (c Class) Inflected() bool { return c.flags&FlagInflected != 0 }

// Irregular reports whether the word is an irregular past or participle.
func (c Class) Irregular() bool { return c.flags&FlagIrregular != 0 }

// GivenName reports whether the word is a first name, whose gender is then certain, and
// hardly ever a surname.
func (c Class) GivenName() bool { return c.flags&FlagGivenName != 0 }

// Kind returns the kind of what the word names as a noun, 0 where its senses differ.
func (c Class) Kind() data.Kind { return data.Kind(c.name >> ShiftKind & 3) }

// FirstName returns the gender of those who bear the word as their first name, 0
// where that is open.
func (c Class) FirstName() data.Gender { return data.Gender(c.name >> ShiftGender & 3) }

// NameKind returns data.Person for a word that as a name is mostly a person's,
// data.Thing for one that is mostly not, and 0 where that is open.
func (c Class) NameKind() data.Kind { return data.Kind(c.name >> ShiftPerson & 3) }

// ClassOf returns the class of a word, by its [lookup.Key].
func ClassOf(word string) Class { return classOfLower(lookup.Key(word)) }

// Words returns the words that have a class, in their order.
func Words() []string {
	t := classes()
	return strings.Split(t.words[:len(t.words)-1], "\n")
}

//go:embed classes.gz
var packedClasses []byte

// classTable holds the words in order, joined by newlines, and Columns bytes of each.
type classTable struct {
	words   string
	start   []int32 // of each word in words, and one behind the last
	columns string  // column after column
}

var classes = sync.OnceValue(func() *classTable {
	t, err := unpackClasses(packedClasses)
	if err != nil {
		panic(fmt.Sprintf("mention: the embedded word classes: %v", err)) // a broken build
	}
	return t
})

// unpackClasses reads the words, one a line, a blank line, and the columns.
func unpackClasses(packed []byte) (*classTable, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	text.Grow(4 * len(packed)) // about as much
	if _, err := io.Copy(&text, r); err != nil {
		return nil, err
	}
	all := text.String()
	end := strings.Index(all, "\n\n")
	if end < 0 {
		return nil, fmt.Errorf("no blank line after the words")
	}
	t := &classTable{words: all[:end+1], columns: all[end+2:]}
	t.start = make([]int32, 1, strings.Count(t.words, "\n")+1)
	for at := 0; at < len(t.words); {
		at += strings.IndexByte(t.words[at:], '\n') + 1
		t.start = append(t.start, int32(at))
	}
	if n := len(t.start) - 1; len(t.columns) != Columns*n {
		return nil, fmt.Errorf("%d bytes for %d words", len(t.columns), n)
	}
	return t, nil
}

func classOfLower(word string) Class {
	t := classes()
	n := len(t.start) - 1
	lo, hi := 0, n
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.words[t.start[mid]:t.start[mid+1]-1] < word {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == n || t.words[t.start[lo]:t.start[lo+1]-1] != word {
		return Class{}
	}
	at := func(column int) uint8 { return t.columns[column*n+lo] }
	return Class{at(0), at(1), at(2), at(3), at(4), at(5)}
}
