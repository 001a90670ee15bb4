// Command recipes makes a model again, from its data to its scores:
//
//	go run ./recipes                     lists the recipes
//	go run ./recipes english             makes the model in the box
//	go run ./recipes -seed 2 english     the same with another seed
//	go run ./recipes -folds english      cross-validation on GAP instead, in five folds
//
// A recipe, recipes/NAME.json, is a list of commands of train and infer. What they make
// lies in a folder of its own, checkpoints/NAME-SEED. Begun again after an interruption,
// it goes on where it stopped, and ends in the same bytes. Published data is read from
// $ANTECEDENT_DATA, or ../shared/data.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./recipes [flags] [NAME]")
		flag.PrintDefaults()
	}
	seed := flag.Uint64("seed", 1, "seed of the training")
	out := flag.String("out", "", "folder for what is made (default: checkpoints/NAME-SEED)")
	scores := flag.Bool("scores", false, "only score what was made before")
	inFolds := flag.Bool("folds", false, "cross-validate on GAP, in five folds")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	switch flag.NArg() {
	case 0:
		err = list()
	case 1:
		err = run(ctx, flag.Arg(0), *out, *seed, mode{*scores, *inFolds})
	default:
		flag.Usage()
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "recipes:", err)
		os.Exit(1)
	}
}

// list prints the recipes of the folder.
func list() error {
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("there is no recipe in %s: run it in the repository's root", folder)
	}
	for _, path := range paths {
		r, err := read(path)
		if err != nil {
			return err
		}
		fmt.Printf("%-12s %s; about %d min on two cores\n", strings.TrimSuffix(filepath.Base(path), ".json"), r.About, r.Minutes)
	}
	return nil
}

// folder is where the recipes lie.
const folder = "recipes"

// A mode is what is done with a recipe beside making all of it.
type mode struct{ scoresOnly, folds bool }

// run makes what a recipe describes, and scores it.
func run(ctx context.Context, name, out string, seed uint64, m mode) error {
	r, err := read(filepath.Join(folder, name+".json"))
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no recipe %q in %s; without a name they are listed", name, folder)
	}
	if err != nil {
		return err
	}
	w := workspace{
		out:    cmp.Or(out, filepath.Join("checkpoints", fmt.Sprintf("%s-%d", name, seed))),
		values: map[string]string{"DATA": cmp.Or(os.Getenv("ANTECEDENT_DATA"), filepath.Join("..", "shared", "data")), "SEED": strconv.FormatUint(seed, 10)},
	}
	w.values["OUT"], w.values["PART"] = w.out, w.out
	w.values["GAP"] = filepath.Join(w.values["DATA"], "gap", "gap-development.tsv")
	for _, path := range r.Needs {
		if _, err := os.Stat(w.expand(path)); err != nil {
			return fmt.Errorf("%w: the recipe reads this data; ANTECEDENT_DATA names the folder that it lies in, and %s says where it is from", err, filepath.Join(folder, "README.md"))
		}
	}
	if err := os.MkdirAll(filepath.Join(w.out, "done"), 0o777); err != nil {
		return err
	}
	if err := w.build(ctx); err != nil {
		return err
	}
	began := time.Now()
	for _, s := range r.Steps {
		if m.scoresOnly || m.folds && s.Fold {
			continue
		}
		if err := w.make(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	if m.folds {
		return w.crossValidate(ctx, r)
	}
	if !m.scoresOnly {
		fmt.Printf("\nmade in %s, in %.1f min\n", w.out, time.Since(began).Minutes())
	}
	for _, command := range r.Scores {
		if err := w.command(ctx, w.words(command)); err != nil {
			return err
		}
	}
	return nil
}

// A workspace is the folder in which the commands of one recipe run, and what their names stand for.
type workspace struct {
	out    string
	part   string            // before the names of steps that were taken
	values map[string]string // of $NAME in commands
}

func (w *workspace) expand(s string) string {
	return os.Expand(s, func(name string) string { return w.values[name] })
}

// words are those of a command line, in which no word holds a space.
func (w *workspace) words(line string) []string {
	words := strings.Fields(line)
	for i := range words {
		words[i] = w.expand(words[i])
	}
	return words
}

// build compiles the programs that the commands name.
func (w *workspace) build(ctx context.Context) error {
	for _, program := range []string{"train", "infer"} {
		c := exec.CommandContext(ctx, "go", "build", "-o", w.program(program), "./cmd/"+program)
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("building %s: %w", program, err)
		}
	}
	return nil
}

func (w *workspace) program(name string) string { return filepath.Join(w.out, "bin", name) }

// make takes a step, unless it was taken before. A training that was interrupted goes on.
func (w *workspace) make(ctx context.Context, s step) error {
	done := filepath.Join(w.out, "done", w.part+s.Name)
	if _, err := os.Stat(done); err == nil {
		fmt.Printf("%s: made before\n", s.Name)
		return nil
	}
	words := w.words(s.Command)
	if i := slices.Index(words, "--out"); words[0] == "train" && i >= 0 && i+1 < len(words) {
		if steps, _ := filepath.Glob(filepath.Join(words[i+1], "step-*", "manifest.json")); len(steps) > 0 {
			words = []string{"train", "--resume", words[i+1]}
		} else if err := os.RemoveAll(words[i+1]); err != nil { // nothing was saved
			return err
		}
	}
	began := time.Now()
	if err := w.command(ctx, words); err != nil {
		return err
	}
	return os.WriteFile(done, fmt.Appendf(nil, "%.0f s\n", time.Since(began).Seconds()), 0o666)
}

// command prints a command and runs it.
func (w *workspace) command(ctx context.Context, words []string) error {
	fmt.Printf("\n$ %s\n", strings.Join(words, " "))
	program := words[0]
	if program == "train" || program == "infer" {
		program = w.program(program)
	}
	c := exec.CommandContext(ctx, program, words[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) } // training saves its last step
	return c.Run()
}
