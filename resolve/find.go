package resolve

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"antecedent/data/lookup"
	"antecedent/model"
)

// FindHead finds a head of a model by its name, "1.3" for head 3 of layer 1, or by
// its number "3" where the layer is given or the model has only one. layer is −1
// and name is empty where they are not given; the result has −1 for what does not
// follow from them.
func FindHead(c model.Config, layer int, name string) (model.Head, error) {
	open := model.Head{Layer: layer, Head: -1}
	if name == "" && layer < 0 {
		return open, nil
	}
	if c.Layers == 0 {
		return open, errors.New("the model has no attention layers, so no head: there is only the pointer to look at")
	}
	there := fmt.Sprintf("the model's heads are 0.0 to %d.%d", c.Layers-1, c.Heads-1)
	if name == "" {
		if layer >= c.Layers {
			return open, fmt.Errorf("there is no layer %d: %s", layer, there)
		}
		return open, nil
	}
	first, second, both := strings.Cut(name, ".")
	if !both {
		if layer < 0 && c.Layers > 1 {
			return open, fmt.Errorf("head %q: say which layer, as in 0.%s; %s", name, name, there)
		}
		first, second = strconv.Itoa(max(0, layer)), name
	}
	l, err := strconv.Atoi(first)
	h, err2 := strconv.Atoi(second)
	switch {
	case err != nil || err2 != nil:
		return open, fmt.Errorf("head %q: write layer.head, as in 0.1; %s", name, there)
	case layer >= 0 && l != layer:
		return open, fmt.Errorf("head %q is not of layer %d", name, layer)
	case h < 0 || h >= c.Heads || l < 0 || l >= c.Layers:
		return open, fmt.Errorf("there is no head %d.%d: %s", l, h, there)
	}
	return model.Head{Layer: l, Head: h}, nil
}

// FindToken returns the index of the token that is the word, or whose index it is.
// A token in the same case is preferred to one in another case. A word that stands
// in the text twice is an error that lists where.
func (r *Reading) FindToken(word string) (int, error) {
	if i, err := strconv.Atoi(word); err == nil && i >= 0 && i < len(r.Tokens) {
		return i, nil
	}
	if len(r.Tokens) == 0 {
		return 0, errors.New("the text has no words")
	}
	var found, folded []string // indices of tokens
	for i, t := range r.Tokens {
		if t.Text == word {
			found = append(found, strconv.Itoa(i))
		}
		if lookup.Key(t.Text) == lookup.Key(word) {
			folded = append(folded, strconv.Itoa(i))
		}
	}
	if len(found) == 0 {
		found = folded
	}
	switch len(found) {
	case 0:
		return 0, fmt.Errorf("%q is no word of the text, nor a number from 0 to %d", word, len(r.Tokens)-1)
	case 1:
		return strconv.Atoi(found[0])
	}
	return 0, fmt.Errorf("%q is at tokens %s: give one of these numbers", word, strings.Join(found, ", "))
}
