package data

import (
	"strconv"
	"strings"
)

// DocumentOf returns the document that an example was made from, by its ID, which is
// then document:sentence:token. It is empty if the ID has another form.
func DocumentOf(e *Example) string {
	id := e.ID
	for range 2 {
		i := strings.LastIndexByte(id, ':')
		if i < 0 {
			return ""
		}
		if _, err := strconv.Atoi(id[i+1:]); err != nil {
			return ""
		}
		id = id[:i]
	}
	return id
}
