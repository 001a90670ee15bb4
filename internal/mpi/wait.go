package mpi

import (
	"fmt"
	"runtime"
	"time"
)

// How a process waits: it asks MPI again and again whether the operation has
// ended, since MPI moves data only while it is called. At first it asks without
// a pause, then lets other processes run in between, then sleeps in between. It
// does not sleep as long as the data needs on a fast connection.
const (
	spinTime  = 50 * time.Microsecond // a short message within a machine takes 1 µs, by TCP 10 µs
	yieldTime = 500 * time.Microsecond
	byteTime  = time.Nanosecond  // at 8 Gbit/s
	longSleep = time.Millisecond // a hundredth of the time waited until then, and at most this
)

// anybody is the peer of an operation of all processes.
const anybody = -1

// wait returns when the operations that were begun have ended, or with an error
// after the time limit. They are with process peer, or with anybody, and move
// bytes in one direction.
func (w *World) wait(peer, bytes int) error {
	start := time.Now()
	awake := yieldTime + time.Duration(bytes)*byteTime
	for {
		done, err := w.lib.test()
		if done || err != nil {
			return err
		}
		now := time.Now()
		if w.timeout > 0 && now.Sub(w.started) > w.timeout {
			return w.late(peer)
		}
		runtime.Gosched()
		switch waited := now.Sub(start); {
		case waited > awake:
			w.lib.sleep(min(waited/100, longSleep))
		case waited > spinTime:
			w.lib.yield()
		}
	}
}

// late is the error of an operation that exceeded the time limit.
func (w *World) late(peer int) error {
	const advice = "look there for an error, or allow more time"
	if peer == anybody {
		return fmt.Errorf("not all of the %d processes (on %s) took part in an operation within %v: %s", w.size, w.machines(), w.timeout, advice)
	}
	return fmt.Errorf("process %d on %s did not answer for %v: %s", peer, w.hosts[peer], w.timeout, advice)
}
