package train

import (
	"antecedent/data"
	"antecedent/data/structure"
)

// A use is what all processes know of an example to train on.
type use struct {
	Share     int  // of each batch, that its text is in; −1 for an example without a label
	Text      int  // the number of its text among those of its source with a label
	Length    int  // of its text, in tokens
	Learnable bool // see [data.Encoder.CanLearn]
	Target    bool // see [data.Encoder.HasTarget]
}

// divide gives the labelled texts of each component of the mixture to the shares of a
// batch in turn, for the whole run. A process trains on the texts of its shares alone.
func divide(examples []data.Example, mixture []Component, shares int) []use {
	uses := make([]use, 0, len(examples))
	for _, c := range mixture {
		text := make(map[string]int)
		for i := range examples[:c.Examples] {
			e := &examples[i]
			u := use{Share: -1, Length: len(e.Tokens)}
			if e.Labelled {
				number, known := text[e.Text]
				if !known {
					number = len(text)
					text[e.Text] = number
				}
				u.Share, u.Text = number%shares, number
			}
			uses = append(uses, u)
		}
		examples = examples[c.Examples:]
	}
	return uses
}

// owner is the process that trains on the texts of a share; −1 for share −1.
func (o *Options) owner(share int) int {
	if share < 0 {
		return -1
	}
	return share / (o.Config.Shares / o.Fleet.Size())
}

// examine finds what the texts to train on mention, for a model that reads mentions, and
// completes the uses: what can be learned from each example. Each process does it for the
// texts that it trains on and tells the others.
func (o *Options) examine(uses []use) error {
	var at []int // of own in o.Train
	for i, u := range uses {
		if o.owner(u.Share) == o.Fleet.Rank() {
			at = append(at, i)
		}
	}
	own := make([]data.Example, len(at))
	for k, i := range at {
		own[k] = o.Train[i]
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
		return err
	}
	for i, b := range all {
		u := &uses[i%len(uses)]
		u.Learnable = u.Learnable || b&learnable != 0
		u.Target = u.Target || b&target != 0
	}
	return nil
}

// Unlearnable are the labelled examples that are not trained on because no answer of the
// model to them can be right, see [data.Encoder.CanLearn].
type Unlearnable struct {
	Examples int    // how many
	Labelled int    // of so many that are labelled
	First    string // where the first comes from; process 0 of a fleet knows it
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
		if uses[i].Share < 0 {
			continue
		}
		if u.Labelled++; !uses[i].Learnable {
			if u.Examples++; u.Examples == 1 {
				u.First = examples[i].Source
			}
		}
	}
	return u
}

// release gives up the examples of other processes, which process 0 needs no longer.
func (t *Trainer) release() {
	for _, s := range t.streams {
		for share, texts := range s.shares {
			if t.run.owner(share) == t.run.Fleet.Rank() {
				continue
			}
			for _, text := range texts {
				for _, i := range s.texts[text] {
					s.examples[i] = data.Example{}
				}
			}
		}
	}
}
