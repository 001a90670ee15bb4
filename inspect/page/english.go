package page

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"

	"antecedent/data/mention"
	"antecedent/data/structure"
)

// english is what the page's script needs to find mentions and their features: the
// lists and the classes of words, all of them, so that what it finds does not depend
// on the words that have vectors.
type english struct {
	Lists    map[string][]string `json:"lists"`
	Words    string              `json:"words"`    // a line each: shared characters, rest
	Rows     string              `json:"rows"`     // base64 of the different classes
	Of       string              `json:"of"`       // base64 of a uint16 a word, little-endian: its class
	Features []string            `json:"features"` // the names of the structural features
}

// maxShared is the greatest digit of base 36.
const maxShared = 35

// encodeEnglish encodes the lists and the 75,000 classes, of which less than 7,000
// are different. A word begins with the number of characters that it shares with the
// word before it, which leaves half of the text.
func encodeEnglish() *english {
	e := &english{Lists: mention.Lists()}
	var words strings.Builder
	var rows, of []byte
	number := map[mention.Class]uint16{}
	var before []rune
	for i, word := range mention.Words() {
		runes := []rune(word)
		n := shared(before, runes)
		if i > 0 {
			words.WriteByte('\n')
		}
		words.WriteString(strconv.FormatInt(int64(n), maxShared+1) + string(runes[n:]))
		before = runes

		class := mention.ClassOf(word)
		k, known := number[class]
		if !known {
			k = uint16(len(number))
			number[class] = k
			b := class.Bytes()
			rows = append(rows, b[:]...)
		}
		of = binary.LittleEndian.AppendUint16(of, k)
	}
	e.Words = words.String()
	e.Rows = base64.StdEncoding.EncodeToString(rows)
	e.Of = base64.StdEncoding.EncodeToString(of)
	for _, f := range structure.Features() {
		e.Features = append(e.Features, f.Name)
	}
	return e
}

// shared returns how many characters two words begin with together, maxShared at most.
func shared(a, b []rune) int {
	n := 0
	for n < min(len(a), len(b), maxShared) && a[n] == b[n] {
		n++
	}
	return n
}
