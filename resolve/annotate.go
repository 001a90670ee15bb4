package resolve

import (
	"slices"
	"sync"

	"antecedent/data"
	"antecedent/data/structure"
)

// annotating guards the mentions and features of examples: several calls may be given the
// same ones at once.
var annotating sync.Mutex

// Annotate finds what the texts of examples mention, and the features of each mention,
// where the examples lack them: of all examples if the model reads mentions, and
// otherwise of those without candidates, whose answer is one of the mentions.
func (r *Resolver) Annotate(examples []data.Example) { r.annotated(examples) }

// annotated annotates examples, and returns a copy of them that no other call changes.
func (r *Resolver) annotated(examples []data.Example) []data.Example {
	list := snapshot(examples)
	r.annotateOwn(list)
	giveBack(examples, list)
	return list
}

// annotateOwn annotates examples that no other call has.
func (r *Resolver) annotateOwn(examples []data.Example) {
	if r.encoder.Mentions() {
		structure.Annotate(examples)
	} else {
		structure.AnnotateFree(examples)
	}
}

// snapshot copies examples.
func snapshot(examples []data.Example) []data.Example {
	annotating.Lock()
	defer annotating.Unlock()
	return slices.Clone(examples)
}

// giveBack gives examples the mentions and features of their copies, where they have
// others or none. Two calls find the same, so only the first of them writes, before
// either returns.
func giveBack(examples, annotated []data.Example) {
	annotating.Lock()
	defer annotating.Unlock()
	for i := range annotated {
		e, own := &examples[i], &annotated[i]
		if own.Features != nil && (e.Features == nil || !slices.Equal(e.Features, own.Features) || !slices.Equal(e.Mentions, own.Mentions)) {
			e.Mentions, e.Features = own.Mentions, own.Features
		}
	}
}
