// Command measure compares what package mention finds with the mentions that people
// marked, and prints recall and precision:
//
//	go run ./data/mention/measure ../shared/data
//
// The folder holds litbank/*.conll, gum/*.conllu, xwino/en-dpr-train.tsv and
// gap/gap-development.tsv.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	misses := flag.Int("misses", 0, "number of missed spans to print of each data set")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: go run ./data/mention/measure [-misses N] FOLDER")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *misses); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(dir string, misses int) error {
	fmt.Println("            recall of antecedents   of all nominal spans   precision   mentions per 100 tokens")
	for _, set := range sets {
		r, err := set.measure(dir)
		if err != nil {
			return err
		}
		fmt.Printf("%-10s  %.3f of %-6d          %.3f of %-6d        %.3f       %.1f\n", set.name,
			r.Recall(), r.antecedents, ratio(r.allFound, r.all), r.all, ratio(r.right, r.mentions), 100*ratio(r.mentions, r.tokens))
		for _, m := range r.missed[:min(misses, len(r.missed))] {
			fmt.Println("   ", m)
		}
	}
	g, err := measureGender(dir)
	if err != nil {
		return err
	}
	names := g.agree + g.differ + g.open
	fmt.Printf("GAP development: of %d names with a gendered pronoun %.3f have its gender, %.3f the other, %.3f none; in %d of %d examples both candidates are one entity\n",
		names, ratio(g.agree, names), ratio(g.differ, names), ratio(g.open, names), g.merged, g.examples)
	return nil
}
