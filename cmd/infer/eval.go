package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"antecedent/checkpoints"
	"antecedent/data/format"
	"antecedent/inspect/accuracy"
	"antecedent/internal/cli"
)

// evalForm scores the model on files, or on the built-in held-out splits.
func (o *options) evalForm() cli.Form {
	return cli.Form{Name: "eval", Usage: "infer eval", Run: o.eval,
		Flags:   []string{"data", "held-out", "format", "heads", "setting", "checkpoint", "against", "all", "reliability", "json"},
		Summary: "accuracy beside baselines, head by head",
		Help: `Scores a model beside baselines, on the built-in held-out sentences or on
examples of your own.

  infer eval
  infer eval --data mine.jsonl
  infer eval --held-out --data mine.jsonl
                                         the tenth that train holds out of it
  infer eval --all --data mine.jsonl     those that it was trained on as well
  infer eval --heads                     which heads the answers depend on
  infer eval --data gap.tsv --setting snippet
                                         GAP, the model finds the mentions
  infer eval --against other-run         is the difference due to chance?
  infer eval --reliability               do probabilities mean what they say?
`}
}

func (o *options) eval(ctx context.Context, operands []string, s cli.Streams) error {
	if len(operands) > 0 {
		return cli.Usage("unexpected argument %q: eval takes files by --data", operands[0])
	}
	if err := cli.CheckFormat(o.format, o.data, format.Names()); err != nil {
		return err
	}
	switch {
	case o.heldOut && len(o.data) == 0:
		return cli.Usage("--held-out is of files: name them by --data. The built-in sentences that eval takes without it are all held out")
	case !slices.Contains(accuracy.Settings(), o.setting):
		return cli.Usage("--setting %s: use one of %s", o.setting, strings.Join(accuracy.Settings(), ", "))
	case o.heads && (o.against != "" || o.setting != accuracy.GoldTwo):
		return cli.Usage("--heads measures one model, and with the candidates of its examples: leave out --against and --setting")
	case o.reliability && (o.heads || o.json):
		return cli.Usage("--reliability prints the bins of the calibration: leave out --heads, and --json, which has them")
	}
	sets, err := o.examples(ctx, s.Err)
	if err != nil {
		return err
	}
	r, step, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	options := accuracy.Options{Setting: o.setting, AgainstName: o.against}
	models := []*checkpoints.Step{step}
	if o.against != "" {
		var against *checkpoints.Step
		if options.Against, against, err = open(o.against, s.Err); err != nil {
			return err
		}
		models = append(models, against)
	}
	if err := o.leaveOut(sets, models, s.Err); err != nil {
		return err
	}
	var report interface{ Write(io.Writer) error }
	examples := 0
	if o.heads {
		heads, err := o.measureHeads(ctx, r, step, sets, s.Err)
		if err != nil {
			return err
		}
		report, examples = heads, heads.Examples
	} else {
		scores, err := options.Evaluate(ctx, r, sets)
		if err != nil {
			return err
		}
		scores.Reliability = o.reliability
		report, examples = scores, scores.Examples
	}
	switch {
	case examples == 0:
		return fmt.Errorf("%s: no example says what its pronoun refers to, so there is nothing to score; infer predict answers such examples", sets[0].Name)
	case o.json:
		return json.NewEncoder(cli.Shown(s.Out)).Encode(report)
	}
	return report.Write(s.Out)
}
