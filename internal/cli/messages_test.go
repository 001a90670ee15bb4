package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What is written in one call is one line, and has nothing that a terminal would not show.
func TestMessages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "err")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := NewMessages(f)
	fmt.Fprintf(m, "saving to %s\n", "a\x1b[2J\nwarning: b\r\u202e\xff")
	fmt.Fprint(m, "a part, ")
	fmt.Fprintln(m, "naïve 日本\tx")
	fmt.Fprintln(m)
	io.WriteString(m.Terminal(), "\r")
	const want = `saving to a\x1b[2J\nwarning: b\r\u202e\xff` + "\n" + `a part, naïve 日本\tx` + "\n\n\r"
	if got, err := os.ReadFile(path); string(got) != want || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if IsTerminal(m) || m.Fd() != f.Fd() {
		t.Error("the file is a terminal")
	}
}
