package cli

import (
	"errors"
	"io"
	"os"
	"strings"

	"antecedent/internal/text"
)

// Messages is a stream for messages to people, such as standard error. Each Write is a
// line, or a part of one, that may hold names, keys and texts from outside: a line break
// other than at its end, and all else that a terminal would not just show, is written as
// [text.Escape] does.
type Messages struct{ file *os.File }

// NewMessages returns a stream that writes to a file.
func NewMessages(f *os.File) *Messages { return &Messages{f} }

func (m *Messages) Write(p []byte) (int, error) {
	line, ended := strings.CutSuffix(string(p), "\n")
	line = text.Escape(line)
	if ended {
		line += "\n"
	}
	if _, err := io.WriteString(m.file, line); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Fd is the descriptor of the file, by which a terminal is known.
func (m *Messages) Fd() uintptr { return m.file.Fd() }

// Terminal is the stream below, for a program's own control sequences.
func (m *Messages) Terminal() io.Writer { return m.file }

// messages are the lines of an error: one for each of those that [errors.Join] joined in
// it, else a single one.
func messages(err error) []string {
	list := joined(err)
	if list == nil {
		return []string{message(err)}
	}
	var lines []string
	for _, err := range list {
		lines = append(lines, messages(err)...)
	}
	return lines
}

// message is an error in one line.
func message(err error) string {
	s := err.Error()
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		if list := joined(inner); list != nil {
			s = strings.Replace(s, inner.Error(), strings.Join(messages(inner), "; "), 1)
			break
		}
	}
	return text.Escape(s)
}

// joined are the errors that [errors.Join] joined in err, or in an error that it wraps
// without adding text; nil for any other error.
func joined(err error) []error {
	for ; err != nil; err = errors.Unwrap(err) {
		if list, ok := err.(interface{ Unwrap() []error }); ok {
			var texts []string
			for _, err := range list.Unwrap() {
				texts = append(texts, err.Error())
			}
			if strings.Join(texts, "\n") == err.Error() {
				return list.Unwrap()
			}
			return nil
		}
		if inner := errors.Unwrap(err); inner == nil || inner.Error() != err.Error() {
			return nil
		}
	}
	return nil
}
