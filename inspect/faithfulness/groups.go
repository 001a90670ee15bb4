package faithfulness

import (
	"fmt"

	"antecedent/model"
)

// A group is heads that are changed together.
type group struct {
	name  string
	heads []model.Head
}

// groupsOf are each head by itself, each layer, and all heads, without naming the
// same heads twice.
func groupsOf(c model.Config) []group {
	heads := c.HeadList()
	var list []group
	for _, h := range heads {
		list = append(list, group{h.String(), []model.Head{h}})
	}
	if c.Layers > 1 && c.Heads > 1 {
		for l := range c.Layers {
			list = append(list, group{fmt.Sprintf("layer %d", l), heads[l*c.Heads : (l+1)*c.Heads]})
		}
	}
	if len(heads) > 1 {
		list = append(list, group{"all heads", heads})
	}
	return list
}
