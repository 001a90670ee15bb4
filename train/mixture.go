package train

import (
	"errors"
	"fmt"

	"antecedent/data"
	"antecedent/internal/random"
)

// MaxWeight is the greatest weight of a source: the sum of all weights is finite.
const MaxWeight = 1e100

// A Component is one source of a mixture of examples that a run draws from. Each step
// takes its batch from one component, drawn with a probability proportional to the
// weights.
type Component struct {
	Name     string
	Weight   float64 // above 0
	Examples int     // how many of Options.Train are of this source

	// Balanced says that the examples were made such that where a mention stands tells
	// nothing. Their steps leave the weights of the structural features as they are,
	// which are to learn from text that people wrote.
	Balanced bool
}

// A Position is where a source stands in the order of its batches.
type Position struct {
	Epoch int `json:"epoch"` // of the next batch, from 0
	Batch int `json:"batch"` // the number of the next batch in that epoch, from 0
}

// A Part is what a checkpoint stores of one of several sources.
type Part struct {
	Name        string  `json:"name"`
	Weight      float64 `json:"weight"`
	Fingerprint string  `json:"fingerprint"` // SHA-256 over its examples
}

// A stream is the examples of one source and the order of an epoch of them.
type stream struct {
	Component
	examples []data.Example
	texts    [][]int // the indices in examples of the examples of each text
	labelled []int   // how many of the examples of each text have a target
	shares   [][]int // the indices in texts of those of each share
	seed     uint64  // of the order

	epoch   int       // that batches is of, or −1
	batches [][][]int // the indices in texts for each batch of the epoch and each share
}

// usable returns the examples that a model can be trained on, and the mixture with the
// counts of those. Without a mixture, all examples are of one source.
func usable(examples []data.Example, mixture []Component, can func(*data.Example) bool) ([]data.Example, []Component, error) {
	if len(mixture) == 0 {
		mixture = []Component{{Weight: 1, Examples: len(examples)}}
	}
	var kept []data.Example
	var counted []Component
	rest := examples
	for i, s := range mixture {
		switch {
		case !(s.Weight > 0 && s.Weight <= MaxWeight):
			return nil, nil, fmt.Errorf("train: source %d, %s, has the weight %v: use a number above 0, up to %v", i, s.Name, s.Weight, MaxWeight)
		case s.Examples < 0 || s.Examples > len(rest):
			return nil, nil, fmt.Errorf("train: source %d, %s, has %d examples, but %d of the %d to train on are left", i, s.Name, s.Examples, len(rest), len(examples))
		}
		before := len(kept)
		for i := range rest[:s.Examples] {
			if can(&rest[i]) {
				kept = append(kept, rest[i])
			}
		}
		rest = rest[s.Examples:]
		s.Examples = len(kept) - before
		switch {
		case s.Examples > 0:
		case len(mixture) > 1:
			return nil, nil, fmt.Errorf("train: no labelled example of %s to train on", s.Name)
		default:
			return nil, nil, errors.New("train: no labelled example to train on")
		}
		counted = append(counted, s)
	}
	if len(rest) > 0 {
		return nil, nil, fmt.Errorf("train: %d of the %d examples to train on are of no source", len(rest), len(examples))
	}
	return kept, counted, nil
}

// newStreams divides the examples among the components of a mixture. The order of the first source is
// the one that it has without others.
func newStreams(examples []data.Example, mixture []Component, shares int, seed uint64) []*stream {
	streams := make([]*stream, len(mixture))
	for i, c := range mixture {
		s := &stream{Component: c, examples: examples[:c.Examples], seed: seed, epoch: -1}
		if i > 0 {
			s.seed = random.Key(seed, "order of source", uint64(i))
		}
		s.texts = data.GroupTexts(s.examples)
		s.shares = make([][]int, shares)
		for text := range s.texts {
			s.shares[text%shares] = append(s.shares[text%shares], text)
		}
		streams[i], examples = s, examples[c.Examples:]
	}
	return streams
}

// count counts the examples with a target.
func (s *stream) count(e data.Encoder) {
	s.labelled = make([]int, len(s.texts))
	for i, text := range s.texts {
		for _, k := range text {
			if e.HasTarget(&s.examples[k]) {
				s.labelled[i]++
			}
		}
	}
}

// open computes the batches of an epoch, unless they are those at hand.
func (s *stream) open(epoch, batch int) {
	if s.epoch == epoch {
		return
	}
	lengths := make([]int, len(s.texts))
	for i, text := range s.texts {
		lengths[i] = len(s.examples[text[0]].Tokens)
	}
	s.batches, s.epoch = data.ShareBatches(lengths, s.shares, batch/len(s.shares), s.seed, uint64(epoch)), epoch
}

// draw returns the index of the source that a step takes its batch from, a pure
// function of its arguments.
func draw(streams []*stream, seed uint64, step int) int {
	if len(streams) == 1 {
		return 0
	}
	total := 0.0
	for _, s := range streams {
		total += s.Weight
	}
	x := total * (float64(random.At(random.Key(seed, "source"), uint64(step))>>11) / (1 << 53))
	for i, s := range streams {
		if x < s.Weight {
			return i
		}
		x -= s.Weight
	}
	return len(streams) - 1 // rounding
}

// parts is what a checkpoint stores of several sources; nil for one.
func parts(streams []*stream) []Part {
	if len(streams) == 1 {
		return nil
	}
	list := make([]Part, len(streams))
	for i, s := range streams {
		list[i] = Part{Name: s.Name, Weight: s.Weight, Fingerprint: fingerprint(s.examples)}
	}
	return list
}

// mixture describes several sources to observers; nil for one.
func mixture(streams []*stream) []Component {
	if len(streams) == 1 {
		return nil
	}
	list := make([]Component, len(streams))
	for i, s := range streams {
		list[i] = s.Component
	}
	return list
}

// sameSources returns an error where the sources are not those that a run was begun
// with.
func sameSources(was, now Source) error {
	if len(was.Parts) != len(now.Parts) {
		// One source has no parts.
		return fmt.Errorf("%w: they were of %d sources, not %d", ErrOtherData, max(1, len(was.Parts)), max(1, len(now.Parts)))
	}
	for i, p := range was.Parts {
		switch n := now.Parts[i]; {
		case n.Fingerprint != p.Fingerprint:
			return fmt.Errorf("%w: those of %s are others", ErrOtherData, n.Name)
		case n.Weight != p.Weight:
			return fmt.Errorf("%s: the weight is %v, but the run was begun with %v", n.Name, n.Weight, p.Weight)
		}
	}
	if now.Fingerprint != was.Fingerprint {
		return ErrOtherData
	}
	return nil
}
