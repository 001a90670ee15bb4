package main

import (
	"errors"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"antecedent/data"
	"antecedent/data/format"
	"antecedent/inspect/accuracy"
	"antecedent/inspect/export"
	"antecedent/inspect/layout"
	"antecedent/inspect/page"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/resolve"
)

// options are the values of all flags. The Flags of a form name those that it
// uses.
type options struct {
	to, view, head, query string
	layer                 int // −1 if not given
	other                 string
	data                  []string
	format                string
	heads, all, free      bool
	look                  bool
	heldOut               bool
	reliability           bool
	setting, against      string
	sure                  float64 // NaN if not given
	every                 int
	without               string
	checkpoint, out       string
	json                  bool
	color, background     string
	width, words          int
}

// newCommand is the command with all flags at their defaults.
func newCommand() *cli.Command {
	o := &options{view: "heatmap", layer: -1, color: "auto", background: "auto", words: page.DefaultWords, setting: accuracy.GoldTwo, sure: math.NaN(), every: 1}
	f := &cli.Command{Name: "infer", Forms: []cli.Form{
		o.answerForm(), o.resolveForm(), o.explainForm(), o.htmlForm(), o.svgForm(), o.exportForm(), o.compareForm(), o.evalForm(), o.predictForm(), o.convertForm(), o.mineForm(), o.labelForm(),
	}}
	f.AnyWord = o.looks
	f.Word = func(word string) bool { return len(data.FindPronouns(data.Tokenize(word))) > 0 }
	f.Bind(&o.to, "to FORMAT", "of export: one of "+strings.Join(export.Formats(), ", ")+"; of predict: "+strings.Join(predictions, " or ")+" (a system file for GAP's scorer)")
	f.Bind(&o.view, "view NAME", "heatmap, lines, grid, or loss: a run's training, without TEXT")
	f.Bind(&o.look, "look", "draw what each of several pronouns looked at")
	f.Bind(&o.head, "head LAYER.HEAD", "the head to look into, such as 0.2")
	f.Bind(func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return errors.New("use a number from 0 on")
		}
		o.layer = n
		return nil
	}, "layer N", "the head's layer; --head is then the head's number alone")
	f.Bind(&o.query, "query WORD", "the word whose attention is shown, or its number from 0 (default: the pronoun)")
	f.Bind(&o.other, "compare DIR", "a second run or step, or english, to compare with in the page")
	f.Bind(&o.data, "data PATH", "file of examples, or a folder of such files; may be repeated (default in eval and compare: built-in held-out sentences)")
	f.Bind(&o.format, "format NAME", "one of "+strings.Join(format.Names(), ", ")+" (default: seen from the file)")
	f.Bind(&o.heads, "heads", "how well each head finds the answer, and what is lost without it; takes seconds")
	f.Bind(&o.setting, "setting NAME", "of GAP: "+strings.Join(accuracy.Settings(), " (both names given) or ")+" (the model finds the mentions)")
	f.Bind(&o.against, "against DIR", "a second run or step, or english, to compare with on the same examples")
	f.Bind(&o.reliability, "reliability", "how often answers of each probability are right")
	f.Bind(&o.heldOut, "held-out", "only the tenth of the documents that train holds out of these files")
	f.Bind(&o.free, "free", "without the candidates")
	f.Bind(&o.all, "all", "keep all examples: in eval those that the model was trained on too, in mine those where the person named last is right more often")
	f.Bind(func(text string) error {
		p, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(p) {
			return errors.New("use a number, such as 0.5 or 1e-3")
		}
		o.sure = p
		return nil
	}, "sure P", "least probability of an answer (default: 0.8 in label, 0.67 in resolve)")
	f.Bind(&o.every, "every N", "take every N-th sentence")
	f.Bind(&o.without, "without PATH", "leave out texts named like the documents that train holds out of these examples")
	f.Bind(&o.words, "words N", "words with vectors in the page, the most frequent first; 0: all")
	f.Bind(&o.checkpoint, "checkpoint DIR|english", "run or step, or its name in checkpoints; or the model in the box (default: the best step of the newest run, or without a run the model in the box)")
	f.Bind(&o.out, "o FILE", "where to write (default: standard output)")
	f.Bind(&o.json, "json", "JSON instead of text")
	f.Bind(&o.color, "color WHEN", "auto, always or never; auto: on a terminal, unless NO_COLOR, CLICOLOR, FORCE_COLOR or TERM say otherwise")
	f.Bind(&o.background, "background KIND", "auto, light or dark: of the terminal; auto: as COLORFGBG says, or else colours that suit both")
	f.Bind(&o.width, "width N", "columns to fill; 0: COLUMNS, or the width of the terminal, or 80")
	return f
}

// maxWidth is the greatest number of columns to fill. Lines are filled with spaces, so a
// number without bounds would take memory without bounds.
const maxWidth = 10_000

// style is how to lay out text on stdout.
func (o *options) style(stdout io.Writer) (layout.Style, error) {
	width := o.width
	switch {
	case width < 0 || width > maxWidth:
		return layout.Style{}, cli.Usage("--width %d: use a number of columns up to %d, or 0 for the terminal's", width, maxWidth)
	case width == 0:
		width = min(maxWidth, cli.Columns(stdout))
	}
	if err := cli.OneOf("color", o.color, "values", layout.ColorModes); err != nil {
		return layout.Style{}, err
	}
	if err := cli.OneOf("background", o.background, "values", layout.Backgrounds); err != nil {
		return layout.Style{}, err
	}
	return layout.NewStyle(o.color, o.background, cli.IsTerminal(stdout), width, os.Getenv)
}

// findHead is the head of a model that --head and --layer name; what they leave
// open is −1.
func (o *options) findHead(c model.Config) (model.Head, error) {
	head, err := resolve.FindHead(c, o.layer, o.head)
	if err != nil {
		return head, cli.Usage("%w", err)
	}
	return head, nil
}
