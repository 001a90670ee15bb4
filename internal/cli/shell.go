package cli

import (
	"os"
	"strings"
	"unicode"
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

// Quote is a word as it is typed into a shell.
func Quote(word string) string {
	unsafe := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+:,@%", r)
	}
	if word != "" && !strings.ContainsFunc(word, unsafe) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
