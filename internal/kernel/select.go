package kernel

import (
	"fmt"
	"strings"
)

// Name is the name of the kernels in use: "avx512", "avx2" or "portable". Kernels of
// another name round differently.
func Name() string { return active.name }

// names lists the kernels that this processor can run, the fastest first.
func names() []string {
	var list []string
	for _, im := range implementations() {
		list = append(list, im.name)
	}
	return list
}

// Use chooses the kernels of a name. It is to be called before anything is computed; the
// fastest are in use where it is not.
func Use(name string) error {
	for _, im := range implementations() {
		if im.name == name {
			active = im
			return nil
		}
	}
	return fmt.Errorf("this processor has no kernels %.40q: it can run %s", name, strings.Join(names(), ", "))
}
