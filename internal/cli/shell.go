package cli

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"antecedent/internal/text"
)

// Invocation is how the command of that name, train or infer, is started from
// where this one was: by go run in the repository, or as a program in the same
// folder.
func Invocation(name string) string {
	self := strings.TrimSuffix(os.Args[0], ".exe")
	if strings.Contains(self, "go-build") {
		return "go run ./cmd/" + name
	}
	for _, own := range []string{"train", "infer"} {
		if folder, ok := strings.CutSuffix(self, own); ok {
			return Quote(folder + name)
		}
	}
	return name
}

var plain = regexp.MustCompile(`^[\pL\pN/._+:,@%-]+$`)

// Quote is a word as it is typed into a shell. Characters that cannot be typed are
// written byte by byte, as bash, zsh and newer shells read them.
func Quote(word string) string {
	if plain.MatchString(word) {
		return word
	}
	if text.Escape(word) != word {
		var b strings.Builder
		for _, c := range []byte(word) {
			if c < ' ' || c >= 0x7f || c == '\'' || c == '\\' {
				fmt.Fprintf(&b, `\x%02x`, c)
			} else {
				b.WriteByte(c)
			}
		}
		return "$'" + b.String() + "'"
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
