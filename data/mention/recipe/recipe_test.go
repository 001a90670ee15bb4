package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"antecedent/internal/testenv"
)

// The committed table is what the recipe makes.
func TestRecipeMakesTheCommittedTable(t *testing.T) {
	const wordnet = "/usr/share/wordnet"
	if _, err := os.Stat(wordnet); err != nil {
		t.Skipf("no WordNet (%v); Debian's package wordnet-base has it", err)
	}
	if runtime.GOARCH != "amd64" || testing.Short() {
		t.Skip("the probes may round differently here, and take seconds")
	}
	vectors := testenv.Data(t, "vectors/glove.6B.100d.part.txt.gz")
	out := filepath.Join(t.TempDir(), "classes.gz")
	if err := run(wordnet, vectors, out); err != nil {
		t.Fatal(err)
	}
	if got, want := unzip(t, out), unzip(t, "../classes.gz"); !bytes.Equal(got, want) {
		t.Errorf("the recipe makes %d bytes that differ from the committed %d; run go run ./data/mention/recipe", len(got), len(want))
	}
}

func unzip(t *testing.T, path string) []byte {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A small database with the cases that the reader tells apart.
func TestReadWordNet(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"data.noun": "  1 licence\n" +
			"00000001 03 n 01 animal 0 000 | living\n" +
			"00000002 05 n 01 dog 0 001 @ 00000001 n 0000 | barks\n" +
			"00000003 05 n 01 tail 0 001 @ 00000009 n 0000 | of a dog\n" +
			"00000004 18 n 02 teacher 0 Teach 0 000 | a person\n" +
			"00000005 06 n 01 dog 0 000 | a support\n",
		"index.noun": "animal n 1 0 1 0 00000001\ndog n 2 0 2 1 00000002 00000005\ntail n 1 0 1 0 00000003\nteacher n 1 0 1 0 00000004\nteach n 1 0 1 0 00000004\n",
		"data.verb":  "00000001 30 v 01 dog 0 000 01 + 08 00 | follow\n00000002 30 v 01 stop 0 000 00 | halt\n", "index.verb": "dog v 1 0 1 0 00000001\nstop v 1 0 1 0 00000002\n",
		"data.adj": "00000001 00 a 01 old(a) 0 000 | aged\n", "index.adj": "old a 1 0 1 1 00000001\n",
		"data.adv": "", "index.adv": "",
		"noun.exc": "men man\n", "verb.exc": "went go\n",
		"cntlist.rev": "dog%1:05:00:: 1 42\ndog%1:06:00:: 2 1\nold%3:00:00:: 1 3\nstop%2:38:00:: 1 4\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wn, err := readWordNet(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := wn.scores("dogs"), [4]float64{43.5 * 1.5, .5, 0, 0}; got != want {
		t.Errorf("scores of dogs %v, want %v", got, want)
	}
	if got, want := wn.scores("stopped"), [4]float64{0, 4.5 * 5, 0, 0}; got != want {
		t.Errorf("scores of stopped %v, want %v", got, want)
	}
	if got, want := wn.scores("old"), [4]float64{0, 0, 3.5, 0}; got != want {
		t.Errorf("scores of old %v, want %v", got, want)
	}
	for word, want := range map[string]int{"dog": 2, "tail": 3, "teacher": 1, "animal": 2} {
		if got := int(wn.kind(word)); got != want {
			t.Errorf("kind of %s is %d, want %d", word, got, want)
		}
	}
	if wn.nounLemma("men") != "man" || wn.verbLemma("went") != "go" || wn.nounLemma("teach") != "" || wn.nounLemma("glass") != "" {
		t.Error("lemmas are wrong")
	}
	if _, err := readWordNet(t.TempDir()); err == nil {
		t.Error("an empty folder was read")
	}
}

func TestQuantise(t *testing.T) {
	last := uint8(0)
	for _, score := range []float64{0, .5, .75, 1, 1.5, 2, 10, 100, 1e4, 1e9} {
		q := quantise(score)
		if score > 0 && q <= last && q < 250 {
			t.Errorf("quantise(%g) is %d, not above %d", score, q, last)
		}
		last = q
	}
}
