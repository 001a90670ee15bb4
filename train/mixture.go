package train

import (
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
	lengths  []int   // tokens of each text
	targets  []int   // how many of the examples of each text have a target
	shares   [][]int // the indices in texts of those of each share
	seed     uint64  // of the order

	epoch   int       // that batches is of, or −1
	batches [][][]int // the indices in texts for each batch of the epoch and each share
}

// checkMixture returns an error unless the examples are divided among the components of a
// mixture. Without a mixture, all examples are of one source.
func checkMixture(mixture []Component, examples int) ([]Component, error) {
	if len(mixture) == 0 {
		return []Component{{Weight: 1, Examples: examples}}, nil
	}
	left := examples
	for i, s := range mixture {
		switch {
		case !(s.Weight > 0 && s.Weight <= MaxWeight):
			return nil, fmt.Errorf("train: source %d, %s, has the weight %v: use a number above 0, up to %v", i, s.Name, s.Weight, MaxWeight)
		case s.Examples < 0 || s.Examples > left:
			return nil, fmt.Errorf("train: source %d, %s, has %d examples, but %d of the %d to train on are left", i, s.Name, s.Examples, left, examples)
		}
		left -= s.Examples
	}
	if left > 0 {
		return nil, fmt.Errorf("train: %d of the %d examples to train on are of no source", left, examples)
	}
	return mixture, nil
}

// newStreams makes the stream of each component of a mixture, of the examples that can be
// learned from, which it returns too. The order of the first source is the one that it has
// without others.
func newStreams(examples []data.Example, mixture []Component, uses []use, shares int, seed uint64) ([]*stream, []data.Example, error) {
	kept := make([]data.Example, 0, len(examples))
	known := make([]use, 0, len(examples)) // of these
	streams := make([]*stream, len(mixture))
	for i, c := range mixture {
		before := len(kept)
		for k := range examples[:c.Examples] {
			if uses[k].Learnable {
				kept, known = append(kept, examples[k]), append(known, uses[k])
			}
		}
		examples, uses = examples[c.Examples:], uses[c.Examples:]
		switch c.Examples = len(kept) - before; {
		case c.Examples > 0:
		case len(mixture) > 1:
			return nil, nil, &NothingError{source: c.Name}
		default:
			return nil, nil, &NothingError{}
		}
		streams[i] = &stream{Component: c, seed: seed, epoch: -1}
		if i > 0 {
			streams[i].seed = random.Key(seed, "order of source", uint64(i))
		}
	}
	rest := kept
	for _, s := range streams {
		s.examples, rest = rest[:s.Examples:s.Examples], rest[s.Examples:]
		s.index(known[:s.Examples], shares)
		known = known[s.Examples:]
	}
	return streams, kept, nil
}

// index finds the texts of the examples, in the order of their first ones, from what is
// known of each.
func (s *stream) index(uses []use, shares int) {
	s.shares = make([][]int, shares)
	index := make(map[int]int) // in s.texts, by the number of the text
	for k, u := range uses {
		i, known := index[u.Text]
		if !known {
			i = len(s.texts)
			index[u.Text] = i
			s.texts, s.lengths, s.targets = append(s.texts, nil), append(s.lengths, u.Length), append(s.targets, 0)
			s.shares[u.Share] = append(s.shares[u.Share], i)
		}
		s.texts[i] = append(s.texts[i], k)
		if u.Target {
			s.targets[i]++
		}
	}
}

// open computes the batches of an epoch, unless they are those at hand.
func (s *stream) open(epoch, batch int) {
	if s.epoch == epoch {
		return
	}
	s.batches, s.epoch = data.ShareBatches(s.lengths, s.shares, batch/len(s.shares), s.seed, uint64(epoch)), epoch
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
