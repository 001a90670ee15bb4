package main

import (
	"fmt"

	"antecedent/data"
	"antecedent/data/structure"
)

// unanswerable warns of the labelled examples to train on to which no answer of the
// model can be right, since none of their antecedents is a mention that it finds. The
// warning is empty if there are none, and where a run is resumed, which had it when it
// began. For a model with structure the trainer has annotated the examples.
func (c *command) unanswerable() string {
	if c.step != nil {
		return ""
	}
	encoder, labelled := c.options.Encoder, 0
	var lost []data.Example // or those that may be
	for _, e := range c.options.Train {
		if !e.Labelled {
			continue
		}
		labelled++
		if encoder.Structure > 0 && !encoder.CanLearn(&e) || encoder.Structure == 0 && len(e.Candidates) == 0 && len(e.Antecedents) > 0 {
			lost = append(lost, e)
		}
	}
	consequence := "they are not trained on"
	if encoder.Structure == 0 {
		lost = withoutGold(lost)
		consequence = "no answer to them is right"
	}
	if len(lost) == 0 {
		return ""
	}
	return fmt.Sprintf("warning: %d of %d labelled examples to train on, such as %s, have no antecedent among the names and noun phrases that the pronoun can refer to; %s",
		len(lost), labelled, lost[0].Source, consequence)
}

// withoutGold annotates examples and returns those of which no mention is gold.
func withoutGold(examples []data.Example) []data.Example {
	structure.AnnotateFree(examples)
	var list []data.Example
	for i := range examples {
		if len(examples[i].GoldMentions()) == 0 {
			list = append(list, examples[i])
		}
	}
	return list
}
