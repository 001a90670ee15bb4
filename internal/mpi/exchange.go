package mpi

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

var (
	errBusy   = errors.New("two MPI operations at the same time in one process")
	errClosed = errors.New("an MPI operation after the end of MPI")
)

// Exchange sends bytes to the process peer and receives others from it, at the
// same time. Either may be empty. Each side must know what the other sends: the
// lengths must agree. Long data is cut into messages of at most 1 GiB.
//
// An error, also that of the time limit, is final: MPI may still write to the
// buffer receive, and later operations return the same error.
func (w *World) Exchange(peer int, send, receive []byte) error {
	if peer < 0 || peer >= w.size {
		return fmt.Errorf("there is no process %d among %d", peer, w.size)
	}
	err := w.begin()
	if err != nil {
		return err
	}
	w.traffic.Sent += int64(len(send))
	for err == nil && (len(send) > 0 || len(receive) > 0) {
		s, r := send[:min(len(send), w.chunk)], receive[:min(len(receive), w.chunk)]
		send, receive = send[len(s):], receive[len(r):]
		err = w.exchange(peer, s, r)
	}
	return w.end(err)
}

// exchange is Exchange of at most one message each way.
func (w *World) exchange(peer int, send, receive []byte) error {
	if len(receive) > 0 {
		w.pin.Pin(&receive[0])
		if err := w.lib.beginReceive(peer, receive); err != nil {
			return err
		}
	}
	if len(send) > 0 {
		w.pin.Pin(&send[0])
		if err := w.lib.beginSend(peer, send); err != nil {
			return err
		}
	}
	return w.wait(peer, max(len(send), len(receive)))
}

// Broadcast copies data of process 0 into data of all others. All processes must
// call it with data of the same length. Errors are those of Exchange.
func (w *World) Broadcast(data []byte) error {
	err := w.begin()
	if err != nil {
		return err
	}
	if w.rank == 0 {
		w.traffic.Sent += int64(len(data))
	}
	for err == nil && len(data) > 0 && w.size > 1 {
		d := data[:min(len(data), w.chunk)]
		data = data[len(d):]
		w.pin.Pin(&d[0])
		if err = w.lib.beginBroadcast(d); err == nil {
			err = w.wait(anybody, len(d))
		}
	}
	return w.end(err)
}

// begin starts an operation, which must end with end.
func (w *World) begin() error {
	if !w.busy.TryLock() {
		return errBusy
	}
	err := w.failed
	if err == nil && w.closed.Load() {
		err = errClosed
	}
	if err != nil {
		w.busy.Unlock()
		return err
	}
	w.started = time.Now()
	return nil
}

// abandoned holds worlds of which an operation failed: MPI may still use their
// pinned buffers.
var abandoned sync.Map

// end ends an operation and returns its error.
func (w *World) end(err error) error {
	w.traffic.Waited += time.Since(w.started)
	if err == nil {
		w.pin.Unpin()
	} else {
		w.failed = err
		abandoned.Store(w, nil)
	}
	w.busy.Unlock()
	return err
}
