package main

import (
	"errors"
	"fmt"

	"antecedent/data"
	"antecedent/data/structure"
	"antecedent/train"
)

// unanswerable warns of the labelled examples to train on to which no answer of the
// model can be right, since none of their antecedents is a mention that it finds. The
// warning is empty if there are none, and where a run is resumed, which had it when it
// began. A trainer, or the error to make one, knows them of a model with structure.
func (c *command) unanswerable(t *train.Trainer, err error) string {
	if c.step != nil || !c.first() {
		return ""
	}
	var lost train.Unlearnable
	consequence := "they are not trained on"
	switch nothing := new(train.NothingError); {
	case c.options.Encoder.Structure == 0:
		lost, consequence = c.withoutGold(), "no answer to them is right"
	case t != nil:
		lost = t.Unlearnable()
	case errors.As(err, &nothing):
		lost = nothing.Unlearnable
	}
	if lost.Examples == 0 {
		return ""
	}
	return fmt.Sprintf("warning: %d of %d labelled examples to train on, such as %s, have no antecedent among the names and noun phrases that the pronoun can refer to; %s",
		lost.Examples, lost.Labelled, lost.First, consequence)
}

// withoutGold finds the labelled examples to train on without candidates of which no
// mention is gold.
func (c *command) withoutGold() (lost train.Unlearnable) {
	var examples []data.Example
	for _, e := range c.options.Train {
		if e.Labelled {
			lost.Labelled++
			if len(e.Candidates) == 0 && len(e.Antecedents) > 0 {
				examples = append(examples, e)
			}
		}
	}
	structure.AnnotateFree(examples)
	for i := range examples {
		if len(examples[i].GoldMentions()) == 0 {
			if lost.Examples++; lost.Examples == 1 {
				lost.First = examples[i].Source
			}
		}
	}
	return lost
}
