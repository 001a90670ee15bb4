package train

import (
	"antecedent/data"
	"antecedent/data/structure"
)

// A use is what is known of an example to train on before its features are.
type use struct {
	share     int  // of each batch, that its text is in; −1 for an example without a label
	learnable bool // see [data.Encoder.CanLearn]
	target    bool // see [data.Encoder.HasTarget]
}

// divide gives the labelled texts of each component of the mixture to the shares of a
// batch in turn, for the whole run. A process trains on the texts of its shares alone.
func divide(examples []data.Example, mixture []Component, shares int) []use {
	uses := make([]use, 0, len(examples))
	for _, c := range mixture {
		text := make(map[string]int)
		for i := range examples[:c.Examples] {
			e := &examples[i]
			u := use{share: -1}
			if e.Labelled {
				number, known := text[e.Text]
				if !known {
					number = len(text)
					text[e.Text] = number
				}
				u.share = number % shares
			}
			uses = append(uses, u)
		}
		examples = examples[c.Examples:]
	}
	return uses
}

// owns reports whether this process trains on the texts of a share.
func (o *Options) owns(share int) bool {
	return share >= 0 && share/(o.Config.Shares/o.Fleet.Size()) == o.Fleet.Rank()
}

// examine finds what the texts to train on mention, for a model that reads mentions, and
// what can be learned from each example. Each process does it for the texts that it trains
// on and tells the others.
func (o *Options) examine() ([]use, error) {
	uses := divide(o.Train, o.Mixture, o.Config.Shares)
	var own []data.Example
	var at []int
	for i, u := range uses {
		if o.owns(u.share) {
			own, at = append(own, o.Train[i]), append(at, i)
		}
	}
	if o.Encoder.Mentions() {
		structure.Annotate(own)
	}
	const learnable, target = 1, 2
	found := make([]byte, len(uses))
	for k := range own {
		if o.Train[at[k]] = own[k]; o.Encoder.CanLearn(&own[k]) {
			found[at[k]] |= learnable
		}
		if o.Encoder.HasTarget(&own[k]) {
			found[at[k]] |= target
		}
	}
	all, err := Gather(o.Fleet, found)
	if err != nil {
		return nil, err
	}
	for i, b := range all {
		u := &uses[i%len(uses)]
		u.learnable = u.learnable || b&learnable != 0
		u.target = u.target || b&target != 0
	}
	return uses, nil
}

// Unlearnable are the labelled examples that are not trained on because no answer of the
// model to them can be right, see [data.Encoder.CanLearn].
type Unlearnable struct {
	Examples int    // how many
	Labelled int    // of so many that are labelled
	First    string // where the first comes from
}

// A NothingError is the error of a run in which nothing can be learned from the examples of
// a source.
type NothingError struct {
	Unlearnable
	source string // empty for one alone
}

func (e *NothingError) Error() string {
	if e.source != "" {
		return "train: no labelled example of " + e.source + " to train on"
	}
	return "train: no labelled example to train on"
}

// Unlearnable returns what the run is not trained on though it is labelled.
func (t *Trainer) Unlearnable() Unlearnable { return t.unlearnable }

func unlearnableOf(examples []data.Example, uses []use) (u Unlearnable) {
	for i := range examples {
		if !examples[i].Labelled {
			continue
		}
		if u.Labelled++; !uses[i].learnable {
			if u.Examples++; u.Examples == 1 {
				u.First = examples[i].Source
			}
		}
	}
	return u
}

// release gives up the examples of other processes, of which only the lengths are needed
// from now on.
func (t *Trainer) release() {
	if t.run.Fleet.Size() == 1 {
		return
	}
	for _, s := range t.streams {
		for share, texts := range s.shares {
			for _, text := range texts {
				for _, i := range s.texts[text] {
					if !t.run.owns(share) {
						s.examples[i] = data.Example{}
					}
				}
			}
		}
	}
}
