package train

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/data/structure"
	"antecedent/data/vectors"
	"antecedent/model"
)

// builtin is the built-in corpus, which takes a moment to generate.
var builtin *corpus.Corpus

func TestMain(m *testing.M) {
	var err error
	if builtin, err = corpus.Load(); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// toy is a run so small that it can be trained dozens of times, with everything
// in it that could be forgotten when resuming: word vectors, structure, dropout of both kinds, epochs
// that end within the run, a short last batch, texts of several examples,
// evaluations, a best step.
func toy(t *testing.T, store *checkpoints.Run) Options {
	t.Helper()
	examples := slices.Concat(builtin.Train[:60], builtin.Train[:10])
	v := data.NewVocabulary(examples, 1)
	table, err := vectors.New([]string{"", "cat", "mat", "tired", "dirty"}, 3, []int8{0, 0, 0, 1, 2, 3, -4, 5, 6, 7, 8, -9, 127, -127, 3}, []float32{0, 1, 0.5, 0.25, 0.01})
	if err != nil {
		t.Fatal(err)
	}
	e := data.Encoder{Vocabulary: v, Buckets: 7, Vectors: table, Structure: len(structure.Features())}
	m, err := model.New(model.Config{Vocabulary: v.Len(), NgramBuckets: 7, Vectors: 3, Structure: e.Structure, Layers: 1, Heads: 2, Width: 6, Hidden: 5, Radius: 4}, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := Default()
	c.Steps, c.Batch, c.Warmup, c.LR = 13, 16, 3, 0.01
	c.Dropout, c.WordDropout = 0.2, 0.1
	c.EvalEvery, c.SaveEvery, c.Keep, c.Snapshots = 4, 5, 2, 4
	return Options{Config: c, Model: m, Encoder: e, Train: examples, Valid: builtin.Valid[:20], Store: store}
}

// start runs a new toy in dir; change may spoil its options.
func start(t *testing.T, ctx context.Context, dir string, change func(*Options)) Result {
	t.Helper()
	store, err := checkpoints.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := toy(t, store)
	if change != nil {
		change(&o)
	}
	trainer, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	result, err := trainer.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// goOn resumes the run in dir as another process would, from its files alone;
// change may give the options that start was given.
func goOn(t *testing.T, dir string, change ...func(*Options)) Result {
	t.Helper()
	store, step, err := checkpoints.Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := toy(t, store)
	for _, f := range change {
		f(&o)
	}
	o.Config, o.Model, o.Encoder = Config{}, nil, data.Encoder{}
	trainer, err := Resume(o, step)
	if err != nil {
		t.Fatal(err)
	}
	result, err := trainer.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

var times = regexp.MustCompile(`"seconds":[^,}]*`)

// outcome is every byte that a resumed run must reproduce.
func outcome(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range []string{"config.json", "model.safetensors", "optimizer.safetensors", "state.json"} {
		raw, err := os.ReadFile(filepath.Join(dir, checkpoints.StepName(13), name))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	for _, name := range []string{"metrics.jsonl", "best", "latest"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(times.ReplaceAll(raw, nil))
	}
	snapshots, err := checkpoints.Snapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range snapshots {
		fmt.Fprintln(&all, s.Number, s.Model)
	}
	return all.String()
}

func TestResumedRunIsTheSameRunAtEveryCut(t *testing.T) {
	straight := filepath.Join(t.TempDir(), "straight")
	if r := start(t, context.Background(), straight, nil); r.Status != Completed || r.Step != 13 {
		t.Fatalf("the uninterrupted run ended %v at step %d", r.Status, r.Step)
	}
	want := outcome(t, straight)
	for cut := 1; cut < 13; cut++ {
		dir := filepath.Join(t.TempDir(), "cut")
		r := start(t, context.Background(), dir, func(o *Options) { o.StopAfter = cut })
		if r.Status != Stopped || r.Step != cut {
			t.Fatalf("stopped after %d steps: %v at step %d", cut, r.Status, r.Step)
		}
		if r := goOn(t, dir); r.Status != Completed || r.Step != 13 {
			t.Fatalf("resumed after %d steps: %v at step %d", cut, r.Status, r.Step)
		}
		if outcome(t, dir) != want {
			t.Errorf("the run that was cut after %d steps ended differently", cut)
		}
	}
}

// canceller cancels a run from within, at a moment of its choice.
type canceller struct {
	cancel    func()
	step      int
	evaluated bool // in the step's evaluation rather than the step
}

func (c canceller) Started(Start)    {}
func (c canceller) Saved(Checkpoint) {}
func (c canceller) Ended(Result)     {}
func (c canceller) Stepped(s Step) {
	if !c.evaluated && s.Step == c.step {
		c.cancel()
	}
}
func (c canceller) Evaluated(e Evaluation) {
	if c.evaluated && e.Step == c.step {
		c.cancel()
	}
}

// An interrupt between a step and its evaluation waits for the evaluation, and
// so comes too late after the last step.
func TestInterruptAtEveryMoment(t *testing.T) {
	straight := filepath.Join(t.TempDir(), "straight")
	start(t, context.Background(), straight, nil)
	want := outcome(t, straight)
	for _, c := range []canceller{{step: 1}, {step: 4}, {step: 4, evaluated: true}, {step: 12}, {step: 13}} {
		ctx, cancel := context.WithCancel(context.Background())
		c.cancel = cancel
		dir := filepath.Join(t.TempDir(), "cut")
		status := Interrupted
		if c.step == 13 {
			status = Completed
		}
		if r := start(t, ctx, dir, func(o *Options) { o.Observers = []Observer{c} }); r.Status != status || r.Step != c.step {
			t.Fatalf("%+v: ended %v at step %d", c, r.Status, r.Step)
		}
		goOn(t, dir)
		if outcome(t, dir) != want {
			t.Errorf("%+v: the interrupted run ended differently", c)
		}
	}
}

func TestBitsDoNotDependOnProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want string
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		dir := filepath.Join(t.TempDir(), "run")
		start(t, context.Background(), dir, nil)
		switch got := outcome(t, dir); {
		case want == "":
			want = got
		case got != want:
			t.Errorf("GOMAXPROCS %d gave other bits than 1", n)
		}
	}
}

// A crash leaves rows in metrics.jsonl that no checkpoint knows of.
func TestRowsPastTheCheckpointAreCut(t *testing.T) {
	straight, dir := filepath.Join(t.TempDir(), "straight"), filepath.Join(t.TempDir(), "crashed")
	start(t, context.Background(), straight, nil)
	start(t, context.Background(), dir, func(o *Options) { o.StopAfter = 7 })
	f, err := os.OpenFile(filepath.Join(dir, "metrics.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"step":8,"loss":1}` + "\n" + `{"step":9,"lo`)
	f.Close()
	goOn(t, dir)
	if outcome(t, dir) != outcome(t, straight) {
		t.Error("rows of a crashed process were left in the metrics")
	}
}

func TestFinishedRunStaysFinished(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	start(t, context.Background(), dir, nil)
	want := outcome(t, dir)
	if r := goOn(t, dir); r.Status != Completed || r.Step != 13 {
		t.Fatalf("resuming a finished run: %v at step %d", r.Status, r.Step)
	}
	if outcome(t, dir) != want {
		t.Error("resuming a finished run changed it")
	}
}

func TestChangedDataIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	start(t, context.Background(), dir, func(o *Options) { o.StopAfter = 5 })
	store, step, err := checkpoints.Resume(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := toy(t, store)
	o.Train = o.Train[1:]
	if _, err := Resume(o, step); !errors.Is(err, ErrOtherData) {
		t.Errorf("resuming on other data: %v", err)
	}
}

func TestEarlyStopping(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	spoil := func(o *Options) {
		o.Config.LR = 1e-12 // nothing is learned, so the first evaluation stays the best
		o.Config.Steps, o.Config.EvalEvery, o.Config.Patience = 100, 1, 3
		o.Config.WordDropout, o.Config.Dropout = 0, 0
	}
	r := start(t, context.Background(), dir, spoil)
	if r.Status != EarlyStopped || r.Step >= 100 || r.Step != r.Best+3 {
		t.Fatalf("ended %v at step %d, best %d", r.Status, r.Step, r.Best)
	}
	if r := goOn(t, dir); r.Status != EarlyStopped {
		t.Errorf("resuming an early-stopped run: %v", r.Status)
	}
}

// The next update notices a divergence, or before it an evaluation or what is to be saved.
func TestDivergenceStopsAndIsNeverSaved(t *testing.T) {
	for _, c := range []struct {
		rate           float64
		evaluate, save int
		snapshots      int
		says           string
	}{
		{1e30, 4, 5, 0, "in step 2: loss"},
		{1e30, 1, 5, 0, "in step 1: model: the result is not a finite number"},
		{1e300, 4, 1, 0, "in step 1: \"embed.word\" holds "}, // between two evaluations
		{1e300, 4, 5, 13 * 13, "in step 1: \"embed.word\" holds "},
	} {
		dir := filepath.Join(t.TempDir(), "run")
		store, err := checkpoints.Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		o := toy(t, store)
		o.Config.LR, o.Config.Clip, o.Config.Warmup = c.rate, 0, 0
		o.Config.EvalEvery, o.Config.SaveEvery, o.Config.Snapshots = c.evaluate, c.save, c.snapshots
		trainer, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		r, err := trainer.Run(context.Background())
		if r.Status != Diverged || !errors.Is(err, ErrDiverged) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("ended %v: %v, want %q", r.Status, err, c.says)
		}
		if saved, err := filepath.Glob(filepath.Join(dir, "step-*")); err != nil || len(saved) > 0 {
			t.Errorf("saved %v of a run that diverged before its first checkpoint", saved)
		}
	}
}

func TestAnotherSeedIsAnotherRun(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	start(t, context.Background(), a, nil)
	start(t, context.Background(), b, func(o *Options) { o.Config.Seed = 2 })
	read := func(dir string) []byte {
		raw, err := os.ReadFile(filepath.Join(dir, checkpoints.StepName(13), "model.safetensors"))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	if bytes.Equal(read(a), read(b)) {
		t.Error("two seeds trained the same weights")
	}
}
