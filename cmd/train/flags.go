package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"antecedent/model"
	"antecedent/train"
)

const usage = `train teaches a small attention model what pronouns refer to.

  train                                   the default model on the built-in corpus
  train --data mine.jsonl                 on your own examples; a tenth is held out
  train --data a.tsv --valid b.tsv        GAP files are recognised
  train --resume latest                   go on with the newest run
  train --init-from checkpoints/run-1     a new run from trained weights

data
  --data PATH          file to train on; may be repeated (default: the built-in corpus)
  --valid PATH         file to validate on (default: a tenth of the data, always the same)
  --format NAME        jsonl or gap (default: seen from the file)
the run
  --out DIR            its folder (default: the next free checkpoints/run-N)
  --resume DIR|latest  go on with a run from its newest step
  --init-from DIR      start from the weights of a run or a step
  --steps N            steps to train; fixes the course of the learning rate
  --batch N            examples a step
  --lr X               greatest learning rate
  --warmup N           steps until it is reached
  --dropout X          probability that an activation is dropped
  --word-dropout X     probability that a word is read as unknown
  --weight-decay X     decay of the weight matrices
  --clip X             greatest norm of a gradient; 0 for no limit
  --seed N             of every random draw
  --eval-every N       steps between evaluations
  --save-every N       steps between checkpoints
  --keep N             checkpoints to keep beside the best; 0 for all
  --snapshots N        moments, most of them early, whose weights are kept for infer html
  --patience N         stop after N evaluations without a better one; 0 for never
  --stop-after N       stop cleanly after N steps of this process
the model
  --layers N           attention layers; 0 leaves the pointer alone
  --heads N            attention heads a layer
  --width N            width of a word's vector
  --hidden N           hidden width of the network behind attention
  --radius N           distance beyond which all distances count alike
  --ngram-buckets N    hashed character n-grams for words never seen; 0 for none
  --no-scale           leave out the division by √K
output
  --config FILE        flags as a JSON object, such as {"steps": 500}; flags win
  --quiet              no progress
  --json               one JSON object on standard output at the end
`

// settings are what flags and the configuration file say.
type settings struct {
	Data      []string
	Valid     string
	Format    string
	Out       string
	Resume    string
	InitFrom  string
	StopAfter int
	Quiet     bool
	JSON      bool
	Train     train.Config
	Model     model.Config

	given map[string]bool // flags that were set, by either
}

// errUsage marks an error that is the command line's.
var errUsage = errors.New("wrong usage")

func usageError(format string, args ...any) error {
	return usageProblem{fmt.Sprintf(format, args...)}
}

type usageProblem struct{ text string }

func (p usageProblem) Error() string        { return p.text }
func (p usageProblem) Is(target error) bool { return target == errUsage }

// flags binds the settings to flags, whose defaults are the settings' values.
func (s *settings) flags() *flag.FlagSet {
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Var((*list)(&s.Data), "data", "")
	f.StringVar(&s.Valid, "valid", s.Valid, "")
	f.StringVar(&s.Format, "format", s.Format, "")
	f.StringVar(&s.Out, "out", s.Out, "")
	f.StringVar(&s.Resume, "resume", s.Resume, "")
	f.StringVar(&s.InitFrom, "init-from", s.InitFrom, "")
	f.IntVar(&s.StopAfter, "stop-after", s.StopAfter, "")
	f.BoolVar(&s.Quiet, "quiet", s.Quiet, "")
	f.BoolVar(&s.JSON, "json", s.JSON, "")

	t := &s.Train
	f.IntVar(&t.Steps, "steps", t.Steps, "")
	f.IntVar(&t.Batch, "batch", t.Batch, "")
	f.Float64Var(&t.LR, "lr", t.LR, "")
	f.IntVar(&t.Warmup, "warmup", t.Warmup, "")
	f.Float64Var(&t.Dropout, "dropout", t.Dropout, "")
	f.Float64Var(&t.WordDropout, "word-dropout", t.WordDropout, "")
	f.Float64Var(&t.WeightDecay, "weight-decay", t.WeightDecay, "")
	f.Float64Var(&t.Clip, "clip", t.Clip, "")
	f.Uint64Var(&t.Seed, "seed", t.Seed, "")
	f.IntVar(&t.EvalEvery, "eval-every", t.EvalEvery, "")
	f.IntVar(&t.SaveEvery, "save-every", t.SaveEvery, "")
	f.IntVar(&t.Keep, "keep", t.Keep, "")
	f.IntVar(&t.Patience, "patience", t.Patience, "")
	f.IntVar(&t.Snapshots, "snapshots", t.Snapshots, "")

	m := &s.Model
	f.IntVar(&m.Layers, "layers", m.Layers, "")
	f.IntVar(&m.Heads, "heads", m.Heads, "")
	f.IntVar(&m.Width, "width", m.Width, "")
	f.IntVar(&m.Hidden, "hidden", m.Hidden, "")
	f.IntVar(&m.Radius, "radius", m.Radius, "")
	f.IntVar(&m.NgramBuckets, "ngram-buckets", m.NgramBuckets, "")
	f.BoolVar(&m.NoScale, "no-scale", m.NoScale, "")
	return f
}

// modelFlags are the flags that --init-from takes from the checkpoint.
var modelFlags = []string{"layers", "heads", "width", "hidden", "radius", "ngram-buckets", "no-scale"}

// list is a flag that may be repeated.
type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

// parse reads the command line, and the configuration file that it names.
func parse(args []string, stderr io.Writer) (*settings, error) {
	s := &settings{Train: train.Default(), Model: model.Default(), given: map[string]bool{}}
	f := s.flags()
	config := f.String("config", "", "")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q: data is named by --data", f.Arg(0))
	}
	f.Visit(func(g *flag.Flag) { s.given[g.Name] = true })
	if *config != "" {
		if err := s.readConfig(f, *config); err != nil {
			return nil, err
		}
	}
	if s.Resume != "" && s.InitFrom != "" {
		return nil, errors.New("--resume goes on with a run and --init-from starts a new one: give one of them")
	}
	if s.Resume != "" && s.Out != "" {
		return nil, errors.New("--resume goes on in the run's own folder: leave out --out")
	}
	if s.StopAfter < 0 {
		return nil, fmt.Errorf("--stop-after %d: use 0 or more", s.StopAfter)
	}
	// The vocabulary is not known before the data is read.
	m := s.Model
	m.Vocabulary = 1
	return s, errors.Join(s.Train.Validate(), m.Validate())
}

// readConfig sets each flag that the file names and the command line does not.
func (s *settings) readConfig(f *flag.FlagSet, path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("--config: %w", err)
	}
	var object map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // 1e-3 and large seeds pass as they are written
	err = d.Decode(&object)
	if _, end := d.Token(); err == nil && end != io.EOF {
		err = errors.New("something follows it")
	}
	var other *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("--config: %s is empty: write a JSON object into it, such as {}", path)
	case errors.As(err, &other):
		return fmt.Errorf("--config: %s is a JSON %s, not an object", path, other.Value)
	case err != nil:
		return fmt.Errorf("--config: %s is not one JSON object: %w", path, err)
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := object[name]
		if f.Lookup(name) == nil || name == "config" {
			unknown = append(unknown, name)
			continue
		}
		if s.given[name] {
			continue
		}
		values, ok := value.([]any)
		if !ok {
			values = []any{value}
		}
		for _, v := range values {
			if err := f.Set(name, fmt.Sprint(v)); err != nil {
				return fmt.Errorf("--config: %s: %q cannot be %v: %w", path, name, v, err)
			}
		}
		s.given[name] = true
	}
	if len(unknown) > 0 {
		return fmt.Errorf("--config: %s: unknown key %s; the keys are the flags' names without dashes in front", path, strings.Join(unknown, ", "))
	}
	return nil
}

// keepTo checks that the flags given agree with a run to be resumed, and takes
// over its settings.
func (s *settings) keepTo(run train.Config, m model.Config, step string) error {
	stored := &settings{Train: run, Model: m}
	own, theirs := s.flags(), stored.flags()
	var problem error
	own.VisitAll(func(g *flag.Flag) {
		switch g.Name {
		case "data", "valid", "format", "out", "resume", "init-from", "stop-after", "quiet", "json":
			return // not of the run, or checked by the data's fingerprint
		}
		was := theirs.Lookup(g.Name).Value.String()
		if problem == nil && s.given[g.Name] && g.Value.String() != was {
			problem = usageError("--%s %s: the run was begun with %s, which belongs to it. Leave the flag out, or start a new run from its weights with --init-from %s", g.Name, g.Value, was, step)
		}
	})
	s.Train, s.Model = run, m
	return problem
}
