package resolve

import (
	"antecedent/data"
	"antecedent/model"
	"antecedent/model/reference"
)

// Reference evaluates the text of a reading, which must not be empty or long, again with
// [reference.Model], in float64, and returns every number on the way.
func (r *Resolver) Reference(reading *Reading) *reference.Trace {
	return r.reference(reading, reading.Answers, nil)
}

// ReferenceOf is [Resolver.Reference] with the steps of one head and of one answer, nil
// for none. Those of all take gigabytes for hundreds of pronouns.
func (r *Resolver) ReferenceOf(reading *Reading, a *Answer, head model.Head) *reference.Trace {
	var answers []Answer
	if a != nil {
		answers = []Answer{*a}
	}
	return r.reference(reading, answers, func(l, h int) bool { return head == model.Head{Layer: l, Head: h} })
}

func (r *Resolver) reference(reading *Reading, answers []Answer, keep func(layer, head int) bool) *reference.Trace {
	text := reference.Text{Keep: keep}
	example := data.Example{Text: reading.Text, Tokens: reading.Tokens}
	for i := range answers {
		a := &answers[i]
		example.Mentions = a.Mentions
		text.Pronouns = append(text.Pronouns, a.Pronoun.Start)
		if r.encoder.Structure > 0 {
			text.Structure = append(text.Structure, a.featureLists(len(reading.Tokens)))
			e := data.Example{Tokens: reading.Tokens, Pronoun: a.Pronoun, Mentions: a.Mentions, Features: a.Features}
			text.Shared = append(text.Shared, e.Shared())
		}
	}
	if len(answers) == 0 {
		examples := []data.Example{example}
		r.annotateOwn(examples)
		example = examples[0]
	}
	for _, word := range r.encoder.Words(reading.Tokens) {
		id, _ := r.encoder.Vocabulary.ID(word)
		text.Words = append(text.Words, id)
		if r.encoder.Buckets > 0 {
			text.Ngrams = append(text.Ngrams, data.Ngrams(word, r.encoder.Buckets))
		}
	}
	if table := r.encoder.Vectors; table != nil {
		for _, id := range r.encoder.VectorIDs(&example) {
			narrow, wide := make([]float32, table.Width()), make([]float64, table.Width())
			table.Fill(narrow, id)
			for i, x := range narrow {
				wide[i] = float64(x)
			}
			text.Vectors = append(text.Vectors, wide)
		}
	}
	return r.model.Reference().Forward(text)
}
