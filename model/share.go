package model

import (
	"errors"
	"fmt"
)

// A Share says which of several equal parts of a larger batch a batch is. The gradients
// of all shares of a batch add up to the gradients of the batch. The zero value is a
// batch by itself.
type Share struct {
	Index    int // of the share, from 0: dropout draws what it draws at this place of the whole batch
	Labelled int // labelled pronouns of the whole batch, which the loss is divided by; 0: those of this share
}

// of returns the number by which the loss of a batch is divided.
func (s Share) of(b Batch) (labelled int, err error) {
	own := b.labelled()
	switch {
	case s.Index < 0:
		return 0, fmt.Errorf("model: share %d of a batch; use 0 or more", s.Index)
	case s.Labelled == 0 && own == 0:
		return 0, errors.New("model: no example of the batch is labelled")
	case s.Labelled == 0:
		return own, nil
	case s.Labelled < own:
		return 0, fmt.Errorf("model: a share has %d labelled pronouns, more than the %d of the whole batch", own, s.Labelled)
	}
	return s.Labelled, nil
}
