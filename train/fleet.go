package train

import (
	"errors"
	"fmt"
	"unsafe"

	"antecedent/internal/kernel"
)

// A Fleet is the processes that train one model together, seen by one of them. Each has
// a copy of the model and computes the gradients of its shares of each batch
// ([Config.Shares]); process 0 alone saves the steps and reports to observers. There are
// as many processes as a power of two, at most as many as shares.
//
// All processes call the same methods in the same order. Those that wait for other
// processes return an error, rather than wait for ever, where one of them is lost.
type Fleet interface {
	Rank() int // of this process, from 0
	Size() int // the number of processes

	// Exchange sends bytes to a process and receives bytes from it at the same time.
	// Both know how many; either may be none.
	Exchange(peer int, send, receive []byte) error

	// Broadcast copies the data of process 0 to all others, which have as many bytes.
	Broadcast(data []byte) error
}

// ErrFleet is wrapped by the error of a run that ended because another process did not
// answer. The last step that was taken is saved.
var ErrFleet = errors.New("the processes lost each other")

// alone is a Fleet of one process.
type alone struct{}

func (alone) Rank() int { return 0 }
func (alone) Size() int { return 1 }
func (alone) Exchange(int, []byte, []byte) error {
	return errors.New("train: there is no other process")
}
func (alone) Broadcast([]byte) error { return nil }

// sum adds x of all processes and stores the result in each. The numbers of two
// neighbouring processes are added first, then the sums of two neighbouring pairs, and
// so on: the result is that of one process that adds all in the same binary tree. It is
// made by recursive halving and doubling (Thakur, Rabenseifner and Gropp, "Optimization
// of Collective Communication Operations in MPICH", 2005), in which each of P processes
// sends 2·len(x)·(P−1)/P numbers. len(x) is a multiple of P, and received memory for
// half as many numbers.
func sum(f Fleet, x, received []float32) error {
	lo, hi := 0, len(x) // what this process has the sum of
	for distance := 1; distance < f.Size(); distance *= 2 {
		half := (hi - lo) / 2
		keep, send := x[lo:lo+half], x[lo+half:hi]
		if f.Rank()&distance != 0 {
			keep, send = send, keep
			lo += half
		}
		hi = lo + half
		if err := exchange(f, f.Rank()^distance, send, received[:half]); err != nil {
			return err
		}
		addTo(keep, received[:half])
	}
	for distance := f.Size() / 2; distance > 0; distance /= 2 {
		own, other := x[lo:hi], hi // the peer has the sum of what follows, or of what precedes
		if f.Rank()&distance != 0 {
			lo -= len(own)
			other = lo
		} else {
			hi += len(own)
		}
		if err := exchange(f, f.Rank()^distance, own, x[other:other+len(own)]); err != nil {
			return err
		}
	}
	return nil
}

// Gather returns what each process gave: len(own)·Size bytes, in the order of the ranks.
func Gather(f Fleet, own []byte) ([]byte, error) {
	n := len(own)
	all := make([]byte, n*f.Size())
	copy(all[n*f.Rank():], own)
	for count := 1; count < f.Size(); count *= 2 { // what this process and its neighbours have
		lo := f.Rank() &^ (count - 1)
		other := lo ^ count
		if err := wrapFleet(f.Exchange(f.Rank()^count, all[lo*n:(lo+count)*n], all[other*n:(other+count)*n])); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func exchange(f Fleet, peer int, send, receive []float32) error {
	return wrapFleet(f.Exchange(peer, bytesOf(send), bytesOf(receive)))
}

func wrapFleet(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrFleet, err)
}

// bytesOf is the memory of the numbers.
func bytesOf(x []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), 4*len(x))
}

// addTo adds x to dst on all processors.
func addTo(dst, x []float32) {
	kernel.Parallel((len(dst)+pieceSize-1)/pieceSize, func(i int) {
		lo, hi := i*pieceSize, min((i+1)*pieceSize, len(dst))
		kernel.Add(dst[lo:hi], x[lo:hi])
	})
}
