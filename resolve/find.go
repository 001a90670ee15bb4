package resolve

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"antecedent/data"
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
// in the text twice, or that is several tokens, is an error that lists their indices
// with the words beside them.
func (r *Reading) FindToken(word string) (int, error) {
	if i, err := strconv.Atoi(word); err == nil && i >= 0 && i < len(r.Tokens) {
		return i, nil
	}
	if len(r.Tokens) == 0 {
		return 0, errors.New("the text has no words")
	}
	var found, folded []int // indices of tokens
	for i, t := range r.Tokens {
		if lookup.Form(t.Text) == lookup.Form(word) {
			found = append(found, i)
		}
		if lookup.Key(t.Text) == lookup.Key(word) {
			folded = append(folded, i)
		}
	}
	if len(found) == 0 {
		found = folded
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) == 0 {
		if found = r.parts(word); len(found) == 0 {
			return 0, fmt.Errorf("%q is no word of the text, nor a number from 0 to %d", word, len(r.Tokens)-1)
		}
		return 0, fmt.Errorf("%q is read as several tokens: give the number of one of them, %s", word, r.places(found))
	}
	return 0, fmt.Errorf("%q stands in the text %d times: give one of these numbers: %s", word, len(found), r.places(found))
}

// parts returns the indices of the tokens of the first place where a text of several
// tokens, such as "didn't", stands.
func (r *Reading) parts(text string) []int {
	words := data.Tokenize(text)
	if len(words) < 2 {
		return nil
	}
	for i := range r.Tokens {
		var list []int
		for k := 0; k < len(words) && i+k < len(r.Tokens) && lookup.Key(r.Tokens[i+k].Text) == lookup.Key(words[k].Text); k++ {
			list = append(list, i+k)
		}
		if len(list) == len(words) {
			return list
		}
	}
	return nil
}

// places names tokens by their indices, each with the words beside it:
// "0 (The cat), 4 (on the mat)". Of many, the first eight are named.
func (r *Reading) places(tokens []int) string {
	const most = 8
	var list []string
	for _, i := range tokens[:min(most, len(tokens))] {
		beside := data.Span{Start: max(0, i-1), End: min(len(r.Tokens), i+2)}
		list = append(list, fmt.Sprintf("%d (%s)", i, r.Words(beside)))
	}
	if len(tokens) > most {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}
