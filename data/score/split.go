package score

import "antecedent/data"

// A Part is some of the labelled examples of a set, with which of them are right.
type Part struct {
	Examples []data.Example
	Right    []bool
}

// Split divides the labelled examples by a key. right[i] says whether examples[i] was
// answered rightly; one without an answer was not.
func Split(examples []data.Example, right []bool, key func(*data.Example) string) map[string]Part {
	parts := make(map[string]Part)
	for i := range examples {
		if e := &examples[i]; e.Labelled {
			k := key(e)
			p := parts[k]
			parts[k] = Part{append(p.Examples, *e), append(p.Right, i < len(right) && right[i])}
		}
	}
	return parts
}
