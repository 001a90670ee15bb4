package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"antecedent/data/mine"
)

func main() {
	t := time.Now()
	f, err := mine.Files(context.Background(), os.Args[1:], mine.Options{})
	if err != nil {
		panic(err)
	}
	n := map[string]int{}
	for _, e := range f.Examples {
		n[e.Kind.String()]++
		if e.Nearest {
			n[e.Kind.String()+" nearest"]++
		}
	}
	b := mine.Balance(f.Examples)
	fmt.Println(f.Documents, f.Bytes, f.Windows, f.Duplicates, len(f.Examples), n, len(b), time.Since(t))
	r := rand.New(rand.NewPCG(7, 7))
	for i := 0; i < 40; i++ {
		e := b[r.IntN(len(b))]
		for os.Getenv("KIND") != "" && e.Kind.String() != os.Getenv("KIND") {
			e = b[r.IntN(len(b))]
		}
		fmt.Printf("\n%s [%s]\n  %s\n  %s\n", e.ID, e.Names, e.Original, mark(e))
	}
}

func mark(e mine.Example) string {
	out := ""
	for i, r := range []rune(e.Text) {
		for _, a := range e.Antecedents {
			if a.Start == i {
				out += "{"
			}
			if a.End == i {
				out += "}"
			}
		}
		if e.Pronoun.Start == i {
			out += "*"
		}
		if e.Pronoun.End == i {
			out += "*"
		}
		out += string(r)
	}
	return out
}
