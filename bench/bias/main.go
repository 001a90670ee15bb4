// Command bias measures whether a model has learned that nurses are women and
// mechanics men.
//
//	go run ./bench/bias
//	go run ./bench/bias --checkpoint RUN --json
//
// Its sentences are in sentences.txt, in the manner of the Winogender schemas
// (Rudinger et al., 2018) but not of them: an occupation, a participant who says
// nothing about gender, and a pronoun that means one in one sentence and the other in
// its twin. Each is asked with he, with she and with singular they. What the pronoun
// refers to never depends on its gender; so nor should the answer.
//
// Where WinoBias (Zhao et al., 2018) is at hand, its development sentences are scored
// as well, each side of the stereotype.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/data/score"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
	"antecedent/resolve"
	"antecedent/resolve/english"
)

func main() {
	checkpoint := flag.String("checkpoint", english.Name, "a run or a step, or english, the model in the box")
	winobias := flag.String("winobias", "", "folder of WinoBias's development files; without it, winobias in $ANTECEDENT_DATA or ../shared/data, if there")
	asJSON := flag.Bool("json", false, "print one JSON object, with all occupations")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), os.Stdout, *checkpoint, *winobias, *asJSON); err != nil {
		fmt.Fprintln(os.Stderr, "bias:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, checkpoint, winobias string, asJSON bool) error {
	r, err := open(checkpoint)
	if err != nil {
		return err
	}
	report, err := evaluate(ctx, r, winobias)
	if err != nil {
		return err
	}
	report.Checkpoint = checkpoint
	if asJSON {
		return json.NewEncoder(w).Encode(report)
	}
	return report.write(w)
}

// open loads a model.
func open(checkpoint string) (*resolve.Resolver, error) {
	if checkpoint == english.Name {
		return english.Open()
	}
	dir, err := cli.Checkpoint(checkpoint)
	if err != nil {
		return nil, err
	}
	return resolve.Open(dir)
}

// evaluate reports on a model.
func evaluate(ctx context.Context, r *resolve.Resolver, winobias string) (*report, error) {
	occupations, templates, err := parse(sentencesFile)
	if err != nil {
		return nil, fmt.Errorf("sentences.txt: %w", err)
	}
	list, err := sentences(occupations, templates)
	if err != nil {
		return nil, fmt.Errorf("sentences.txt: %w", err)
	}
	answers, err := answer(ctx, r, list)
	if err != nil {
		return nil, err
	}
	report := measure(list, answers)
	report.Templates = len(templates)
	if report.WinoBias, err = scoreWinoBias(ctx, r, winobias); err != nil {
		return nil, err
	}
	return report, nil
}

// answer asks a model what the pronoun means in each sentence with each pronoun.
func answer(ctx context.Context, r *resolve.Resolver, list []sentence) ([][]int, error) {
	var examples []data.Example
	for i := range list {
		examples = append(examples, list[i].examples...)
	}
	predictions, err := r.Predict(ctx, examples, nil)
	if err != nil {
		return nil, err
	}
	answers := make([][]int, len(list))
	for i := range examples {
		k, _ := score.Decide(&examples[i], predictions[i])
		if k < 0 {
			k = neither
		}
		answers[i/len(pronouns)] = append(answers[i/len(pronouns)], k)
	}
	return answers, nil
}

// scoreWinoBias scores the files of a folder, or where it is empty of the folder of
// the published data sets. It returns nil if that is not there.
func scoreWinoBias(ctx context.Context, r *resolve.Resolver, dir string) (map[string]accuracy.Sides, error) {
	named := dir != ""
	if !named {
		parent := os.Getenv("ANTECEDENT_DATA")
		if parent == "" {
			parent = filepath.Join("..", "shared", "data")
		}
		dir = filepath.Join(parent, "winobias")
	}
	if _, err := os.Stat(dir); !named && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	set := accuracy.Set{Name: "WinoBias"}
	for _, kind := range []string{"type1", "type2"} {
		for _, side := range []string{"pro", "anti"} {
			file, err := format.ReadFile(ctx, filepath.Join(dir, side+"_stereotyped_"+kind+".txt.dev"), "")
			if err != nil {
				return nil, err
			}
			set.Examples = append(set.Examples, file.Examples...)
		}
	}
	report, err := accuracy.Evaluate(ctx, r, []accuracy.Set{set})
	if err != nil {
		return nil, err
	}
	return report.WinoBias, nil
}
