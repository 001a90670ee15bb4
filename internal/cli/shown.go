package cli

import (
	"io"
	"strings"
	"unicode/utf8"

	"antecedent/internal/text"
)

// Shown returns out for data in which texts, names and IDs of the input stand as they are:
// a file or a pipe gets every byte, and on a terminal, where they could move the cursor,
// change the title or reverse the direction, these characters are shown as [text.Escape]
// shows them. New lines and tabs stay.
func Shown(out io.Writer) io.Writer {
	if !IsTerminal(out) {
		return out
	}
	return &screen{to: out}
}

// A screen writes what [Shown] says.
type screen struct {
	to   io.Writer
	held []byte // the beginning of a character, or of a line's end, that the next write completes
}

func (s *screen) Write(p []byte) (int, error) {
	all := append(s.held, p...)
	n := complete(all)
	var b strings.Builder
	for rest := string(all[:n]); rest != ""; {
		i := strings.IndexAny(rest, "\n\t")
		if i < 0 {
			b.WriteString(text.Escape(rest))
			break
		}
		before, end := rest[:i], rest[i:i+1]
		if cut, ok := strings.CutSuffix(before, "\r"); ok && end == "\n" {
			before, end = cut, "\r\n"
		}
		b.WriteString(text.Escape(before) + end)
		rest = rest[i+1:]
	}
	s.held = append([]byte(nil), all[n:]...)
	if _, err := io.WriteString(s.to, b.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// complete is how many bytes are whole characters, and no return that a new line may
// follow.
func complete(b []byte) int {
	n := len(b)
	for i := n - 1; i >= max(0, n-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) || b[i] == '\r' && i == n-1 {
				return i
			}
			break
		}
	}
	return n
}
