package train

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"antecedent/internal/kernel"
	"antecedent/model"
)

// ErrDisagree is wrapped by the error of processes that would not compute the same.
var ErrDisagree = errors.New("the processes do not agree")

// ErrKernels is wrapped, beside [ErrDisagree], where the processes differ in the kernels
// that their processors can run.
var ErrKernels = errors.New("kernels of different instruction sets round differently")

// A claim is something that all processes of a fleet must have in common.
type claim struct {
	what  string
	value string // to be shown, where it is short
	hash  [sha256.Size]byte
}

// kernels is what the claim is about that a flag mends.
const kernels = "kernels"

// What a process tells the others of a claim: its hash and the beginning of its value.
const (
	valueSize = 64
	claimSize = sha256.Size + valueSize
)

// agree compares the claims of this process with those of the others. All return the same
// error, which names those that differ from process 0. One process alone claims nothing.
func agree(f Fleet, list func() ([]claim, error)) error {
	if f.Size() == 1 {
		return nil
	}
	claims, err := list()
	if err != nil {
		return err
	}
	host, _ := os.Hostname()
	own := fit(nil, host)
	for _, c := range claims {
		own = append(own, c.hash[:]...)
		own = fit(own, c.value)
	}
	all, err := Gather(f, own)
	if err != nil {
		return err
	}
	of := func(rank, claim int) []byte { // hash and value
		return all[rank*len(own)+valueSize+claim*claimSize:][:claimSize]
	}
	for k, c := range claims {
		first := of(0, k)
		named := func(rank int) string {
			name := fmt.Sprintf("process %d on %s", rank, text(all[rank*len(own):][:valueSize]))
			if c.value != "" {
				name += " has " + text(of(rank, k)[sha256.Size:])
			}
			return name
		}
		var others []string
		for rank := 1; rank < f.Size(); rank++ {
			if !bytes.Equal(of(rank, k)[:sha256.Size], first[:sha256.Size]) {
				others = append(others, named(rank))
			}
		}
		if len(others) > 0 {
			err := fmt.Errorf("%w on the %s: %s, unlike %s", ErrDisagree, c.what, strings.Join(others, ", "), named(0))
			if c.what == kernels {
				err = fmt.Errorf("%w; %w", err, ErrKernels)
			}
			return err
		}
	}
	return nil
}

// claims are what the processes must have in common to begin: the kernels, the
// settings, the words and the shape of the model. The examples are those of process 0.
func (o *Options) claims() ([]claim, error) {
	var m model.Config
	if o.Model != nil {
		m = o.Model.Config()
	}
	settings, err := json.Marshal([]any{o.Config, o.StopAfter})
	if err != nil {
		return nil, err
	}
	shape, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	words := sha256.New()
	if v := o.Encoder.Vocabulary; v != nil {
		for _, word := range v.Words() {
			fmt.Fprintf(words, "%q\n", word)
		}
	}
	if v := o.Encoder.Vectors; v != nil {
		fmt.Fprintln(words, v.Words(), v.Width(), v.Values(), v.Scales())
	}
	name := kernel.Name() + " on " + runtime.GOARCH
	return []claim{
		{kernels, name, sha256.Sum256([]byte(name))},
		{"settings", "", sha256.Sum256(settings)},
		{"words that the model knows", "", [sha256.Size]byte(words.Sum(nil))},
		{"shape of the model", "", sha256.Sum256(shape)},
	}, nil
}

// claims are what the processes must have in common to go on from a step.
func (t *Trainer) claims() ([]claim, error) {
	position, err := json.Marshal(t.state)
	if err != nil {
		return nil, err
	}
	return []claim{
		{"step", fmt.Sprint("step ", t.state.Step), sha256.Sum256(position)},
		{"weights", "", hashOf(t.run.Model.Parameters())},
		{"state of the optimizer", "", hashOf(t.optimizer.state())},
	}, nil
}

// hashOf is a hash of the numbers of arrays.
func hashOf(list []model.Parameter) [sha256.Size]byte {
	h := sha256.New()
	for _, p := range list {
		h.Write(bytesOf(p.Data))
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// fit appends the beginning of a text, filled up with zeros.
func fit(to []byte, text string) []byte {
	var field [valueSize]byte
	copy(field[:], text)
	return append(to, field[:]...)
}

// text is what fit was given.
func text(field []byte) string { return string(bytes.TrimRight(field, "\x00")) }
