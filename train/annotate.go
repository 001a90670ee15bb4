package train

import (
	"antecedent/data"
	"antecedent/data/structure"
)

// annotate finds what the texts to validate on mention: of all for a model that reads
// mentions, and otherwise of those that have no candidates, whose answer is one of the
// mentions.
func (o *Options) annotate() {
	if !o.Encoder.Mentions() {
		structure.AnnotateFree(o.Valid)
		return
	}
	structure.Annotate(o.Valid)
	if o.Observe != nil {
		observed := []data.Example{*o.Observe}
		structure.Annotate(observed)
		o.Observe = &observed[0]
	}
}
