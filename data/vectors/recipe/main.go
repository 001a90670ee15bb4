// Command recipe makes the builtin table of word vectors and the list of first
// names, from a file of GloVe 6B and WordNet 3.0:
//
//	go run ./data/vectors/recipe ../shared/data/vectors/glove.6B.100d.part.txt.gz
//
// It writes data/vectors/firstnames.txt and data/vectors/builtin.bin. WordNet is
// that of Debian's package wordnet-base (-wordnet DIR for another place). The
// same input gives the same output on the same architecture.
//
// The table holds the words of extra.txt and gendered.txt, the 10,000 most
// frequent words, the first names among the 40,000 most frequent, and of the
// others those that WordNet knows, inflected or not, the most frequent first, up
// to 46,000 words.
package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"antecedent/data/vectors"
)

const (
	frequent      = 10_000 // all of the most frequent words, in WordNet or not
	frequentNames = 40_000 // first names among as many
	most          = 46_000 // words in the table: 5 MB
)

// extra.txt lists words that the table must hold if GloVe has them.
//
//go:embed extra.txt
var extraText string

func main() {
	wordnetDir := flag.String("wordnet", "/usr/share/wordnet", "the folder of WordNet's index and data files")
	out := flag.String("out", "data/vectors", "the folder to write to")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./data/vectors/recipe [flags] GLOVE-FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *wordnetDir, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(glove, wordnetDir, out string) error {
	table, names, err := derive(glove, wordnetDir)
	if err != nil {
		return err
	}
	b, err := table.MarshalBinary()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "firstnames.txt"), []byte(nameFile(names)), 0o666); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "builtin.bin"), b, 0o666); err != nil {
		return err
	}
	fmt.Printf("%d words of width %d, %d bytes, hash %s; %d first names\n", table.Len()-1, table.Width(), len(b), table.Hash(), len(names))
	return nil
}

// derive makes the table and the list of first names.
func derive(glove, wordnetDir string) (*vectors.Table, []string, error) {
	all, _, err := vectors.Read(context.Background(), glove, nil)
	if err != nil {
		return nil, nil, err
	}
	wn, err := readWordNet(wordnetDir)
	if err != nil {
		return nil, nil, err
	}
	names, err := firstNames(all, wn)
	if err != nil {
		return nil, nil, err
	}
	first := map[string]bool{}
	for _, name := range names {
		first[name] = true
	}
	chosen := choose(all.Words(), first, wn)
	table := all.Select(func(word string) bool { return chosen[word] })
	// vectors.FirstName would answer from the list of the last run.
	table, err = vectors.NeutralGender(table, func(word string) bool { return vectors.Defined(word) || first[word] })
	return table, names, err
}

// choose returns the words of the table, of words in the order of frequency.
func choose(words []string, names map[string]bool, wn *wordNet) map[string]bool {
	extra := map[string]bool{}
	for line := range strings.Lines(extraText) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		for _, word := range strings.Fields(line) {
			extra[word] = true
		}
	}
	chosen := map[string]bool{}
	for rank, word := range words[1:] {
		if rank < frequent || names[word] && rank < frequentNames || extra[word] || vectors.Defined(word) {
			chosen[word] = true
		}
	}
	for _, word := range words[1:] {
		if len(chosen) < most && wn.knows(word) {
			chosen[word] = true
		}
	}
	return chosen
}

func nameFile(names []string) string {
	var b strings.Builder
	b.WriteString("# First names, found by the command recipe (names.go) in the order of GloVe's frequency. Do not edit.\n")
	width := 0
	for _, name := range names {
		switch {
		case width == 0:
		case width+1+len(name) > 120:
			b.WriteByte('\n')
			width = 0
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(name)
		width += len(name)
	}
	b.WriteByte('\n')
	return b.String()
}
