package faith

import (
	"fmt"

	"antecedent/model"
)

// A Head is one attention head, called layer.head as everywhere, both counted
// from 0.
type Head struct{ Layer, Head int }

func (h Head) String() string { return fmt.Sprintf("%d.%d", h.Layer, h.Head) }

// MarshalText makes JSON of a head its name.
func (h Head) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// headsOf lists a model's heads, those of layer 0 first.
func headsOf(c model.Config) []Head {
	var list []Head
	for l := range c.Layers {
		for h := range c.Heads {
			list = append(list, Head{l, h})
		}
	}
	return list
}

// A target is heads that are changed together.
type target struct {
	name  string
	heads []Head
}

// targetsOf are each head by itself, each layer, and all heads, without naming
// the same heads twice.
func targetsOf(c model.Config) []target {
	heads := headsOf(c)
	var list []target
	for _, h := range heads {
		list = append(list, target{h.String(), []Head{h}})
	}
	if c.Layers > 1 && c.Heads > 1 {
		for l := range c.Layers {
			list = append(list, target{fmt.Sprintf("layer %d", l), heads[l*c.Heads : (l+1)*c.Heads]})
		}
	}
	if len(heads) > 1 {
		list = append(list, target{"all heads", heads})
	}
	return list
}
