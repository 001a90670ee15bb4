package resolve

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"antecedent/model"
)

// FindHead finds a head of a model by its name, "1.3" for head 3 of layer 1, or by
// its number "3" where the layer is given or the model has only one. A layer of −1
// and an empty name leave the choice open: what is open is −1 in the result.
func FindHead(c model.Config, layer int, name string) (model.Head, error) {
	found := model.Head{Layer: layer, Head: -1}
	if name == "" && layer < 0 {
		return found, nil
	}
	if c.Layers == 0 {
		return found, errors.New("the model has no attention layers, so no head: there is only the pointer to look at")
	}
	there := fmt.Sprintf("the model's heads are 0.0 to %d.%d", c.Layers-1, c.Heads-1)
	if name != "" {
		first, second, both := strings.Cut(name, ".")
		if !both {
			first, second = strconv.Itoa(layer), first
			if layer < 0 && c.Layers == 1 {
				first = "0"
			} else if layer < 0 {
				return found, fmt.Errorf("head %q: say which layer, as in 0.%s; %s", name, name, there)
			}
		}
		l, err := strconv.Atoi(first)
		h, err2 := strconv.Atoi(second)
		if err != nil || err2 != nil {
			return found, fmt.Errorf("head %q: write layer.head, as in 0.1; %s", name, there)
		}
		if layer >= 0 && l != layer {
			return found, fmt.Errorf("head %q is not of layer %d", name, layer)
		}
		found = model.Head{Layer: l, Head: h}
		if h < 0 || h >= c.Heads || l < 0 || l >= c.Layers {
			return found, fmt.Errorf("there is no head %s: %s", name, there)
		}
	}
	if found.Layer >= c.Layers {
		return found, fmt.Errorf("there is no layer %d: %s", found.Layer, there)
	}
	return found, nil
}

// FindToken returns the token that a word or an index means. A token that is the
// word in the same case goes before one in another case.
func (r *Reading) FindToken(word string) (int, error) {
	if i, err := strconv.Atoi(word); err == nil && i >= 0 && i < len(r.Tokens) {
		return i, nil
	}
	if len(r.Tokens) == 0 {
		return 0, errors.New("the text has no words")
	}
	exactly := func(a, b string) bool { return a == b }
	for _, same := range []func(a, b string) bool{exactly, strings.EqualFold} {
		var found []string
		at := 0
		for i, token := range r.Tokens {
			if same(token.Text, word) {
				found, at = append(found, strconv.Itoa(i)), i
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return at, nil
		default:
			return 0, fmt.Errorf("%q is at tokens %s: give one of these numbers", word, strings.Join(found, ", "))
		}
	}
	return 0, fmt.Errorf("%q is no word of the text, nor a number from 0 to %d", word, len(r.Tokens)-1)
}
