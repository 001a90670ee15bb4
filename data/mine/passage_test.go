package mine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A passage is a sentence with a pronoun and what stands before it in its paragraph, as
// far as 72 tokens reach.
func TestPassages(t *testing.T) {
	filler := strings.Repeat("and so on ", 21)
	text := "A dog came late to the old house. It was hungry. We all went home. Nobody had seen her there.\n\n" +
		"The rain fell on the roof " + filler + "all night. Then it stopped, and they slept.\n\n" +
		"She went on " + filler + filler + "until the end.\n\n" +
		"Nobody was in the garden when the sun rose over the hills.\n"
	path := filepath.Join(t.TempDir(), "book.txt")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := Passages(context.Background(), []string{path}, func(p Passage) error {
		var words []string
		for _, e := range p.Pronouns {
			words = append(words, e.Tokens[e.Pronoun.Start].Text)
		}
		got = append(got, fmt.Sprintf("%s %v %s", p.Document, words, p.Pronouns[0].Text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"book [It] A dog came late to the old house. It was hungry.",
		"book [her] A dog came late to the old house. It was hungry. We all went home. Nobody had seen her there.",
		"book [it they] Then it stopped, and they slept.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("passages\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// An error of use ends the reading, and a cancelled context does.
func TestPassagesEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("A dog came late to the old house because it was hungry.\n\n", 9)), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	calls, stop := 0, fmt.Errorf("stop")
	use := func(Passage) error { calls++; return stop }
	if err := Passages(ctx, []string{path}, use); err != stop || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
	cancel()
	if err := Passages(ctx, []string{path}, use); err == nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}
