package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// folds is how many parts cross-validation divides the examples of GAP into.
const folds = 5

// crossValidate takes the steps of a recipe that are per fold once for each fold of all
// examples of GAP, development and validation, with the other four to train on, and
// prints the scores on the fold in both settings, and their mean.
func (w *workspace) crossValidate(ctx context.Context, r *recipe) error {
	var rows [folds][]string
	header := ""
	for _, name := range []string{"gap-development.tsv", "gap-validation.tsv"} {
		lines, err := readLines(filepath.Join(w.values["DATA"], "gap", name))
		if err != nil {
			return err
		}
		header = lines[0]
		for _, line := range lines[1:] {
			f := fold(line[:max(0, strings.IndexByte(line, '\t'))])
			rows[f] = append(rows[f], line)
		}
	}
	var sums [2]gapScore
	for f := range folds {
		part := filepath.Join(w.out, "fold-"+strconv.Itoa(f))
		if err := os.MkdirAll(part, 0o777); err != nil {
			return err
		}
		var others []string
		for g := range folds {
			if g != f {
				others = append(others, rows[g]...)
			}
		}
		test := filepath.Join(part, "test.tsv")
		w.values["PART"], w.values["GAP"], w.part = part, filepath.Join(part, "train.tsv"), fmt.Sprintf("fold-%d-", f)
		if err := errors.Join(writeLines(w.values["GAP"], header, others), writeLines(test, header, rows[f])); err != nil {
			return err
		}
		for _, s := range r.Steps {
			if s.Fold {
				if err := w.make(ctx, s); err != nil {
					return fmt.Errorf("fold %d: %s: %w", f, s.Name, err)
				}
			}
		}
		for i, setting := range []string{"gold-two", "snippet"} {
			score, err := w.score(ctx, w.expand(r.Model), test, setting)
			if err != nil {
				return err
			}
			fmt.Printf("fold %d  %-8s  %s\n", f, setting, score)
			sums[i].add(score)
		}
	}
	for i, setting := range []string{"gold-two", "snippet"} {
		fmt.Printf("mean    %-8s  %s\n", setting, sums[i].mean())
	}
	return nil
}

// A gapScore is the score of GAP, in percent, or a sum of several.
type gapScore struct {
	Overall   float64 `json:"overall"`
	Masculine float64 `json:"masculine"`
	Feminine  float64 `json:"feminine"`
	ThreeWay  float64 `json:"three_way"`
}

func (s *gapScore) add(t gapScore) {
	s.Overall, s.Masculine, s.Feminine, s.ThreeWay = s.Overall+t.Overall, s.Masculine+t.Masculine, s.Feminine+t.Feminine, s.ThreeWay+t.ThreeWay
}

func (s gapScore) mean() gapScore {
	return gapScore{s.Overall / folds, s.Masculine / folds, s.Feminine / folds, s.ThreeWay / folds}
}

func (s gapScore) String() string {
	bias := math.NaN()
	if s.Masculine > 0 {
		bias = s.Feminine / s.Masculine
	}
	return fmt.Sprintf("F1 %.1f  masculine %.1f  feminine %.1f  bias %.2f  three-way %.1f", s.Overall, s.Masculine, s.Feminine, bias, s.ThreeWay)
}

// score evaluates a model on a file of GAP.
func (w *workspace) score(ctx context.Context, model, file, setting string) (gapScore, error) {
	c := exec.CommandContext(ctx, w.program("infer"), "eval", "--checkpoint", model, "--data", file, "--setting", setting, "--json")
	out, err := c.Output()
	if err != nil {
		return gapScore{}, fmt.Errorf("scoring %s: %w", model, err)
	}
	var report struct {
		GAP gapScore `json:"gap"`
	}
	err = json.Unmarshal(out, &report)
	return report.GAP, err
}

// fold is that of an example by its ID, the one that bench/structure uses.
func fold(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % folds)
}

func readLines(path string) ([]string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(content), "\r\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], "\r")
	}
	return lines, nil
}

func writeLines(path, header string, lines []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, header)
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	return errors.Join(w.Flush(), f.Close())
}
