package train

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/internal/kernel"
	"antecedent/internal/random"
	"antecedent/model"
)

// A local is a Fleet of goroutines of this process.
type local struct {
	rank int
	*network
}

// A network connects goroutines.
type network struct {
	to   [][]chan []byte // from each to each
	sent []atomic.Int64  // bytes, by each
	lost chan struct{}   // closed once a process is
	once sync.Once
}

func newNetwork(size int) *network {
	n := &network{to: make([][]chan []byte, size), sent: make([]atomic.Int64, size), lost: make(chan struct{})}
	for from := range n.to {
		for range size {
			n.to[from] = append(n.to[from], make(chan []byte, 1))
		}
	}
	return n
}

func (n *network) lose() { n.once.Do(func() { close(n.lost) }) }

func (l local) Rank() int { return l.rank }
func (l local) Size() int { return len(l.to) }

var errLost, errKilled = errors.New("a process is gone"), errors.New("killed")

func (l local) Exchange(peer int, send, receive []byte) error {
	l.sent[l.rank].Add(int64(len(send)))
	if err := l.send(peer, send); err != nil {
		return err
	}
	return l.receive(peer, receive)
}

func (l local) Broadcast(data []byte) error {
	if l.rank > 0 {
		return l.receive(0, data)
	}
	for peer := 1; peer < l.Size(); peer++ {
		if err := l.send(peer, data); err != nil {
			return err
		}
	}
	return nil
}

func (l local) send(peer int, data []byte) error {
	data = slices.Clone(data)
	select {
	case l.to[l.rank][peer] <- data:
		return nil
	default:
	}
	select {
	case l.to[l.rank][peer] <- data:
		return nil
	case <-l.lost:
		return errLost
	}
}

// receive prefers what was sent before a process was lost.
func (l local) receive(peer int, data []byte) error {
	var got []byte
	select {
	case got = <-l.to[peer][l.rank]:
	case <-l.lost:
		select {
		case got = <-l.to[peer][l.rank]:
		default:
			return errLost
		}
	}
	if copy(data, got) != len(got) || len(got) != len(data) {
		return fmt.Errorf("%d bytes of %d", len(got), len(data))
	}
	return nil
}

// processes calls process once for each process of a fleet, all at once, and returns their
// errors. One that ends with errKilled is lost to the others.
func processes(size int, process func(f Fleet) error) []error {
	n := newNetwork(size)
	errs := make([]error, size)
	var wg sync.WaitGroup
	for rank := range size {
		wg.Go(func() {
			if errs[rank] = process(local{rank, n}); errors.Is(errs[rank], errKilled) {
				n.lose()
			}
		})
	}
	wg.Wait()
	return errs
}

func TestSumIsOneTree(t *testing.T) {
	for _, size := range []int{1, 2, 4, 8, 16} {
		for _, each := range []int{1, 3, 1000} {
			n := size * each
			parts := make([][]float32, size)
			for rank := range parts {
				draw := random.New(uint64(rank), "sum")
				for range n {
					parts[rank] = append(parts[rank], float32(draw.NormFloat64()))
				}
			}
			var tree func(parts [][]float32) []float32
			tree = func(parts [][]float32) []float32 {
				if len(parts) == 1 {
					return slices.Clone(parts[0])
				}
				left := tree(parts[:len(parts)/2])
				kernel.Add(left, tree(parts[len(parts)/2:]))
				return left
			}
			want := tree(parts)
			network := newNetwork(size)
			var wg sync.WaitGroup
			for rank := range size {
				wg.Go(func() {
					got := slices.Clone(parts[rank])
					if err := sum(local{rank, network}, got, make([]float32, n/2)); err != nil {
						t.Error(err)
					}
					if !slices.Equal(got, want) {
						t.Errorf("%d processes, %d numbers: process %d has another sum", size, n, rank)
					}
				})
			}
			wg.Wait()
			for rank := range size {
				if sent, most := network.sent[rank].Load(), int64(4*2*each*(size-1)); sent != most {
					t.Errorf("%d processes, %d numbers: process %d sent %d bytes, want %d", size, n, rank, sent, most)
				}
			}
		}
	}
}

func TestGather(t *testing.T) {
	for _, size := range []int{1, 2, 4, 8} {
		for _, err := range processes(size, func(f Fleet) error {
			got, err := Gather(f, []byte{byte(f.Rank()), 7})
			for i := range got {
				if want := []int{i / 2, 7}[i%2]; int(got[i]) != want {
					return fmt.Errorf("got %v", got)
				}
			}
			return err
		}) {
			if err != nil {
				t.Error(size, err)
			}
		}
	}
}

// fleetRun trains the toy in dir with so many processes; 0 are none. change may spoil the
// options of one process.
func fleetRun(t *testing.T, dir string, size int, change func(rank int, o *Options)) []error {
	t.Helper()
	return fleetRunAs(t, dir, size, change, func(_ int, trainer *Trainer) error {
		_, err := trainer.Run(context.Background())
		return err
	})
}

// fleetRunAs is fleetRun with another way to run the trainer of each process.
func fleetRunAs(t *testing.T, dir string, size int, change func(rank int, o *Options), run func(rank int, trainer *Trainer) error) []error {
	t.Helper()
	return processes(max(1, size), func(f Fleet) error {
		o := toy(t, nil)
		o.Config.Shares = 8
		if size > 0 {
			o.Fleet = f
		}
		if f.Rank() == 0 {
			store, err := checkpoints.Create(dir)
			if err != nil {
				return err
			}
			defer store.Close()
			o.Store = store
		}
		if change != nil {
			change(f.Rank(), &o)
		}
		if f.Rank() > 0 { // the examples are those of process 0
			o.Train, o.Valid, o.Mixture, o.Source = nil, nil, nil, Source{}
		}
		trainer, err := New(o)
		if err != nil {
			return err
		}
		return run(f.Rank(), trainer)
	})
}

// balanced makes the toy's examples a mixture of two sources, one of which is balanced.
func balanced(o *Options) {
	o.Mixture = []Component{{Name: "a", Weight: 2, Examples: 40}, {Name: "b", Weight: 1, Examples: len(o.Train) - 40, Balanced: true}}
	o.Config.Freeze = "embed.vector"
}

func TestAnyNumberOfProcessesIsTheSameRun(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"with dropout":    func(*Options) {},
		"without dropout": func(o *Options) { o.Config.Dropout, o.Config.WordDropout = 0, 0 },
		"of two sources":  balanced,
		"clipped":         func(o *Options) { o.Config.Clip = 0.01 },
	} {
		t.Run(name, func(t *testing.T) {
			want := ""
			for _, size := range []int{0, 1, 2, 4, 8} {
				dir := filepath.Join(t.TempDir(), "run")
				for rank, err := range fleetRun(t, dir, size, func(_ int, o *Options) { change(o) }) {
					if err != nil {
						t.Fatalf("process %d of %d: %v", rank, size, err)
					}
				}
				switch got := outcome(t, dir); {
				case want == "":
					want = got
				case got != want:
					t.Errorf("%d processes end in other bytes than none", size)
				}
			}
		})
	}
}

// A run that one number of processes began ends in the same bytes with any other.
func TestAnotherNumberOfProcessesGoesOn(t *testing.T) {
	straight := filepath.Join(t.TempDir(), "straight")
	fleetRun(t, straight, 0, nil)
	want := outcome(t, straight)
	for _, size := range []int{0, 2, 8} {
		dir := filepath.Join(t.TempDir(), "run")
		for _, err := range fleetRun(t, dir, 4, func(_ int, o *Options) { o.StopAfter = 6 }) {
			if err != nil {
				t.Fatal(err)
			}
		}
		store, step, err := checkpoints.Resume(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range processes(max(1, size), func(f Fleet) error {
			o := toy(t, nil)
			o.Config, o.Model, o.Encoder = Config{}, nil, data.Encoder{}
			if f.Rank() == 0 {
				o.Store = store
			}
			if size > 0 {
				o.Fleet = f
			}
			trainer, err := Resume(o, step)
			if err != nil {
				return err
			}
			_, err = trainer.Run(context.Background())
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		store.Close()
		if outcome(t, dir) != want {
			t.Errorf("resumed with %d processes, the run ends in other bytes", size)
		}
	}
}

// A request to one process stops all at one step, which is saved once.
func TestRequestToOneProcessStopsAll(t *testing.T) {
	straight := filepath.Join(t.TempDir(), "straight")
	fleetRun(t, straight, 0, nil)
	want := outcome(t, straight)
	for asked := range 4 {
		dir := filepath.Join(t.TempDir(), "run")
		results := make([]Result, 4)
		for _, err := range fleetRunAs(t, dir, 4, nil, func(rank int, trainer *Trainer) (err error) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if rank == asked {
				cancel()
			}
			results[rank], err = trainer.Run(ctx)
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		for rank, r := range results {
			if r.Status != Interrupted || r.Step != 1 {
				t.Errorf("process %d was asked, and process %d ended %v after step %d", asked, rank, r.Status, r.Step)
			}
		}
		goOn(t, dir)
		if outcome(t, dir) != want {
			t.Errorf("process %d was asked: the run ends in other bytes", asked)
		}
	}
}

// Where a process is lost, the others end with an error, and process 0 saves the step that
// it has.
func TestLostProcess(t *testing.T) {
	straight := filepath.Join(t.TempDir(), "straight")
	fleetRun(t, straight, 0, nil)
	want := outcome(t, straight)
	type loss struct {
		rank  int
		calls int64
	}
	// Process 0 is evaluating step 4 in the exchanges after its 28th.
	losses := []loss{{3, 1}, {3, 9}, {3, 30}, {3, 31}, {3, 37}, {0, 13}, {0, 28}, {0, 29}, {0, 30}, {0, 31}, {0, 33}, {0, 34}}
	for _, l := range losses {
		dir := filepath.Join(t.TempDir(), "run")
		errs := fleetRun(t, dir, 4, func(rank int, o *Options) {
			if rank == l.rank {
				o.Fleet = &mortal{Fleet: o.Fleet, left: l.calls, death: errKilled}
			}
		})
		for rank, err := range errs {
			if err == nil || !errors.Is(err, ErrFleet) {
				t.Fatalf("process %d ended with %v", rank, err)
			}
		}
		if !errors.Is(errs[l.rank], errKilled) {
			t.Error(errs[l.rank])
		}
		if _, err := checkpoints.Open(dir); err != nil {
			if l.calls > 2 {
				t.Errorf("process %d lost after %d calls: nothing is saved: %v", l.rank, l.calls, err)
			}
			continue // before the first step
		}
		goOn(t, dir)
		if outcome(t, dir) != want {
			t.Errorf("process %d lost after %d calls: the run ends in other bytes", l.rank, l.calls)
		}
	}
}

// A mortal is a process that is lost after so many exchanges.
type mortal struct {
	Fleet
	left  int64
	death error
}

func (m *mortal) Exchange(peer int, send, receive []byte) error {
	if m.left--; m.left < 0 {
		return m.death
	}
	return m.Fleet.Exchange(peer, send, receive)
}

func TestProcessesThatDisagree(t *testing.T) {
	spoilt := []int{1, 3}
	for want, spoil := range map[string]func(o *Options){
		"the settings":          func(o *Options) { o.Config.LR *= 2 },
		"the words that the mo": otherWords,
		"the weights: pro":      func(o *Options) { o.Model.Update(func(p []model.Parameter) { p[3].Data[0]++ }) },
		"process 3 on ":         func(o *Options) { o.Config.Seed++ },
		"unlike process 0 on ":  func(o *Options) { o.StopAfter = 3 },
	} {
		errs := fleetRun(t, filepath.Join(t.TempDir(), "run"), 4, func(rank int, o *Options) {
			if slices.Contains(spoilt, rank) {
				spoil(o)
			}
		})
		for rank, err := range errs {
			if !errors.Is(err, ErrDisagree) || err.Error() != errs[0].Error() || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "process 1 on ") {
				t.Errorf("process %d ended with %v, want %q", rank, err, want)
			}
		}
	}
}

// otherWords exchanges two words of the vocabulary.
func otherWords(o *Options) {
	words := slices.Clone(o.Encoder.Vocabulary.Words())
	n := len(words)
	words[n-1], words[n-2] = words[n-2], words[n-1]
	var err error
	if o.Encoder, err = data.OpenEncoder(words, o.Encoder.Buckets, o.Encoder.Vectors, o.Encoder.Structure); err != nil {
		panic(err)
	}
}

// Weights that are no longer the same are found at the next evaluation.
func TestDisagreementIsFoundAtAnEvaluation(t *testing.T) {
	errs := fleetRun(t, filepath.Join(t.TempDir(), "run"), 2, func(rank int, o *Options) {
		if rank == 1 {
			o.Fleet = &flipping{o.Fleet, 7} // of the gradients of the first step
		}
	})
	for _, err := range errs {
		if !errors.Is(err, ErrDisagree) {
			t.Errorf("ended with %v", err)
		}
	}
}

// A flipping process receives another bit than was sent in one of its exchanges.
type flipping struct {
	Fleet
	left int
}

func (f *flipping) Exchange(peer int, send, receive []byte) error {
	err := f.Fleet.Exchange(peer, send, receive)
	if f.left--; f.left == 0 {
		receive[1] ^= 1
	}
	return err
}

func TestFleetsThatCannotBe(t *testing.T) {
	for want, size := range map[string]int{"3 processes; use": 3, "processes: 16, shares: 8": 16} {
		for _, err := range fleetRun(t, filepath.Join(t.TempDir(), "run"), size, nil) {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		}
	}
}

// What a step allocates is for its examples, however many shares they are in.
func TestAllocationsOfShares(t *testing.T) {
	allocations := func(shares int) float64 {
		o := toy(t, nil)
		o.Config.Shares, o.Config.Steps, o.Valid = shares, 1000, nil
		trainer, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		step := func() {
			if err := trainer.update(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		for range 40 { // graphs are built
			step()
		}
		return testing.AllocsPerRun(20, step)
	}
	one, four := allocations(1), allocations(4)
	if t.Logf("%v allocations a step of one share, %v of four", one, four); four > 1.5*one {
		t.Errorf("%v allocations a step of four shares, %v of one", four, one)
	}
}

// Each process has all examples to validate on, and of those to train on only its own.
func TestExamplesAreProcess0s(t *testing.T) {
	given := toy(t, nil)
	const size = 4
	texts := make([]map[string]bool, size)
	for rank, err := range processes(size, func(f Fleet) error {
		o := toy(t, nil)
		o.Config.Shares, o.Fleet = size, f
		if f.Rank() > 0 {
			o.Train, o.Valid = o.Train[:1], nil
		}
		uses, err := o.distribute()
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(o.Valid, given.Valid) {
			return errors.New("other examples to validate on")
		}
		own := make(map[string]bool)
		for i, u := range uses {
			switch {
			case u.Share == f.Rank():
				own[given.Train[i].Text] = true
				fallthrough
			case f.Rank() == 0:
				if !reflect.DeepEqual(o.Train[i], given.Train[i]) {
					return fmt.Errorf("example %d is %v, not %v", i, o.Train[i], given.Train[i])
				}
			case !reflect.DeepEqual(o.Train[i], data.Example{}):
				return fmt.Errorf("example %d is of process %d", i, u.Share)
			}
		}
		texts[f.Rank()] = own
		return nil
	}) {
		if err != nil {
			t.Errorf("process %d: %v", rank, err)
		}
	}
	all := make(map[string]bool)
	for rank, own := range texts {
		if len(own) == 0 {
			t.Errorf("process %d has no example", rank)
		}
		for text := range own {
			if all[text] {
				t.Errorf("%q is of two processes", text)
			}
			all[text] = true
		}
	}
	if n := len(data.GroupTexts(given.Train)); len(all) != n {
		t.Errorf("the processes have %d of %d texts", len(all), n)
	}
}

// Examples of one text may have other tokens, and none need have any.
func TestPackedExamples(t *testing.T) {
	examples := slices.Clone(builtin.Train[:3])
	examples[1].Text, examples[1].Tokens = examples[0].Text, examples[0].Tokens
	examples = append(examples, examples[0], data.Example{})
	examples[3].Tokens, examples[3].Labelled, examples[3].Antecedents = examples[3].Tokens[:2], false, nil
	var received []passage
	if errs := processes(2, func(f Fleet) error {
		if f.Rank() == 0 {
			return send(f, 1, pack(examples, func(i int) bool { return i != 2 }))
		}
		return receive(f, &received)
	}); errors.Join(errs...) != nil {
		t.Fatal(errs)
	}
	examples[2] = data.Example{}
	if got := unpack(received, len(examples)); len(received) != 2 || !reflect.DeepEqual(got, examples) {
		t.Errorf("got %v\nwant %v", got, examples)
	}
}
