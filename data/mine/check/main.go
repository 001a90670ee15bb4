// Command check prints a random sample of mined examples beside the verdicts that reading
// each of them gave, which are in ../testdata/verdicts.tsv.
//
//	go run ./data/mine/check                         the sample that was judged, and its precision
//	go run ./data/mine/check -new 100 -seed 8        another sample, as lines to be judged
//	go run ./data/mine/check -texts TEXT-FILE        where the novels are
//
// The repository has none of the texts: the verdicts name the place and a hash of each.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"antecedent/data"
	"antecedent/data/mine"
)

func main() {
	texts := flag.String("texts", "../shared/data/text/novels.tar.gz", "the `file` that the sample is from")
	verdicts := flag.String("verdicts", "data/mine/testdata/verdicts.tsv", "the `file` of verdicts")
	size := flag.Int("new", 0, "draw a sample of `n` examples instead")
	seed := flag.Uint64("seed", 1, "of the new sample")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *texts, *verdicts, *size, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, texts, path string, size int, seed uint64) error {
	found, err := mine.Files(ctx, []string{texts}, mine.Options{})
	if err != nil {
		return err
	}
	if size > 0 {
		for i, e := range mine.Sample(mine.Balance(found.Examples), size, seed) {
			show(i+1, e)
			fmt.Printf("  %s\n", mine.Verdict{ID: e.ID, Sum: mine.Sum(e), Names: e.Names, Verdict: "?"})
		}
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	list, err := mine.ReadVerdicts(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	byID := map[string]mine.Example{}
	for _, e := range found.Examples {
		byID[e.ID] = e
	}
	counts := map[string]int{}
	for i, v := range list {
		counts[v.Verdict]++
		switch e, ok := byID[v.ID]; {
		case !ok:
			fmt.Printf("%d. %s: is not mined any more\n", i+1, v.ID)
		case mine.Sum(e) != v.Sum:
			fmt.Printf("%d. %s: is another text than the one that was judged\n", i+1, v.ID)
		default:
			show(i+1, e)
		}
		fmt.Printf("  %s %s\n\n", v.Verdict, v.Remark)
	}
	fmt.Printf("%d right, %d wrong, %d unclear of %d\n", counts["right"], counts["wrong"], counts["unclear"], len(list))
	return nil
}

// show prints an example before and after it was rewritten, the pronoun between
// asterisks and the antecedents in braces.
func show(number int, e mine.Example) {
	marks := map[int]string{}
	mark := func(s data.Span, open, shut string) {
		marks[s.Start] += open
		marks[s.End] = shut + marks[s.End]
	}
	mark(e.Pronoun, "*", "*")
	for _, a := range e.Antecedents {
		mark(a, "{", "}")
	}
	text := ""
	for i, r := range []rune(e.Text + " ") {
		text += marks[i] + string(r)
	}
	fmt.Printf("%d. %s (%s)\n  %s\n  %s\n", number, e.ID, e.Names, e.Original, text)
}
