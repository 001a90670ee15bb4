package inspect

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"antecedent/data"
	"antecedent/model"
)

// FindHead reads the name of a head, as "1.3" for layer 1 and head 3, or "3"
// within a given layer. Layer −1 and head "" leave the choice open.
func FindHead(c model.Config, layer int, head string) (Place, error) {
	at := Place{Layer: layer, Head: -1, Query: -1}
	if head == "" && layer < 0 {
		return at, nil
	}
	if c.Layers == 0 {
		return at, errors.New("the model has no attention layers, so no head: there is only the pointer to look at")
	}
	there := fmt.Sprintf("the model's heads are 0.0 to %d.%d", c.Layers-1, c.Heads-1)
	if head != "" {
		first, second, both := strings.Cut(head, ".")
		if !both {
			first, second = strconv.Itoa(layer), first
			if layer < 0 && c.Layers == 1 {
				first = "0"
			} else if layer < 0 {
				return at, fmt.Errorf("head %q: say which layer, as in 0.%s; %s", head, head, there)
			}
		}
		l, err := strconv.Atoi(first)
		h, err2 := strconv.Atoi(second)
		if err != nil || err2 != nil {
			return at, fmt.Errorf("head %q: write layer.head, as in 0.1; %s", head, there)
		}
		if layer >= 0 && l != layer {
			return at, fmt.Errorf("head %q is not of layer %d", head, layer)
		}
		at.Layer, at.Head = l, h
		if h < 0 || h >= c.Heads || l < 0 || l >= c.Layers {
			return at, fmt.Errorf("there is no head %s: %s", head, there)
		}
	}
	if at.Layer >= c.Layers {
		return at, fmt.Errorf("there is no layer %d: %s", at.Layer, there)
	}
	return at, nil
}

// FindQuery is the token that an index or a word means, a word in the same case
// before one in another.
func FindQuery(tokens []data.Token, word string) (int, error) {
	if i, err := strconv.Atoi(word); err == nil && i >= 0 && i < len(tokens) {
		return i, nil
	}
	if len(tokens) == 0 {
		return 0, errors.New("the text has no words")
	}
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		var found []string
		at := 0
		for i, token := range tokens {
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
	return 0, fmt.Errorf("%q is no word of the text, nor a number from 0 to %d", word, len(tokens)-1)
}
