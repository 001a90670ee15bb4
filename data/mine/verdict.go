package mine

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// A Verdict is what reading an example showed of its answer.
type Verdict struct {
	ID      string
	Sum     string // of the example, by Sum
	Names   string // as the text has them, "right|wrong"
	Verdict string // right, wrong or unclear
	Remark  string
}

// String is the verdict as a line of its file.
func (v Verdict) String() string {
	return strings.TrimRight(strings.Join([]string{v.ID, v.Sum, v.Names, v.Verdict, v.Remark}, "\t"), "\t")
}

// Sum is a hash by which a text is known again: of the original, and of where the
// pronoun is after rewriting.
func Sum(e Example) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d", e.Original, e.Text, e.Pronoun.Start))
	return hex.EncodeToString(h[:8])
}

// ReadVerdicts reads lines of five columns, of which the remark may be missing. Lines
// that begin with # are comments.
func ReadVerdicts(r io.Reader) ([]Verdict, error) {
	var list []Verdict
	lines := bufio.NewScanner(r)
	for number := 1; lines.Scan(); number++ {
		if strings.HasPrefix(lines.Text(), "#") || lines.Text() == "" {
			continue
		}
		c := append(strings.Split(lines.Text(), "\t"), "")
		if len(c) < 5 {
			return nil, fmt.Errorf("line %d: %d columns instead of ID, hash, names, verdict and remark", number, len(c)-1)
		}
		switch c[3] {
		case "right", "wrong", "unclear":
		default:
			return nil, fmt.Errorf("line %d: verdict %q is not right, wrong or unclear", number, c[3])
		}
		list = append(list, Verdict{c[0], c[1], c[2], c[3], c[4]})
	}
	return list, lines.Err()
}
