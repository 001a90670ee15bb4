package train

import (
	"errors"
	"slices"

	"antecedent/data"
)

// An outline is what process 0 tells all others of its examples.
type outline struct {
	Problem string // why they cannot be trained on; empty if they can
	Mixture []Component
	Uses    []use // of Train
	Valid   int   // how many there are
}

// outline describes the examples.
func (o *Options) outline() outline {
	mixture, err := checkMixture(o.Mixture, len(o.Train))
	if err != nil {
		return outline{Problem: err.Error()}
	}
	return outline{Mixture: mixture, Uses: divide(o.Train, mixture, o.Config.Shares), Valid: len(o.Valid)}
}

// distribute gives the other processes of a fleet what they need of process 0's examples:
// all of those to validate on, and of those to train on the ones of their shares, in whose
// place Train has an empty example for each that is not theirs.
func (o *Options) distribute() ([]use, error) {
	var all outline
	first := o.Fleet.Rank() == 0
	if first {
		all = o.outline()
	}
	if err := Broadcast(o.Fleet, &all); err != nil {
		return nil, err
	}
	if all.Problem != "" {
		return nil, errors.New(all.Problem)
	}
	o.Mixture = all.Mixture
	if o.Fleet.Size() == 1 {
		return all.Uses, nil
	}
	var valid, part []passage
	if first {
		valid = pack(o.Valid, func(int) bool { return true })
	}
	if err := Broadcast(o.Fleet, &valid); err != nil {
		return nil, err
	}
	if !first {
		err := receive(o.Fleet, &part)
		o.Train, o.Valid = unpack(part, len(all.Uses)), unpack(valid, all.Valid)
		return all.Uses, err
	}
	for rank := 1; rank < o.Fleet.Size(); rank++ {
		part = pack(o.Train, func(i int) bool { return o.owner(all.Uses[i].Share) == rank })
		if err := send(o.Fleet, rank, part); err != nil {
			return nil, err
		}
	}
	return all.Uses, nil
}

// A passage is examples of one text, with which that and its tokens are sent once.
type passage struct {
	Text     string
	Tokens   []data.Token
	At       []int          // where the examples stand among all
	Examples []data.Example // without the text, and without tokens that are the passage's
}

// pack returns the passages of the examples that are wanted, by their index.
func pack(examples []data.Example, wanted func(i int) bool) []passage {
	var list []passage
	for _, text := range data.GroupTexts(examples) {
		var p passage
		for _, i := range text {
			if !wanted(i) {
				continue
			}
			e := examples[i]
			if len(p.At) == 0 {
				p.Text, p.Tokens = e.Text, e.Tokens
			}
			if e.Text = ""; slices.Equal(e.Tokens, p.Tokens) {
				e.Tokens = nil
			}
			p.At, p.Examples = append(p.At, i), append(p.Examples, e)
		}
		if len(p.At) > 0 {
			list = append(list, p)
		}
	}
	return list
}

// unpack returns so many examples, of which those that were packed are not empty.
func unpack(list []passage, n int) []data.Example {
	examples := make([]data.Example, n)
	for _, p := range list {
		for k, e := range p.Examples {
			if e.Text = p.Text; e.Tokens == nil {
				e.Tokens = p.Tokens
			}
			examples[p.At[k]] = e
		}
	}
	return examples
}
