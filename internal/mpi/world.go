package mpi

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A World is the set of processes that a launcher started together, seen from
// one of them. Its methods must not be called at the same time by several
// goroutines, except Rank, Size, Library and Abort.
type World struct {
	lib        library
	rank, size int
	hosts      []string // of all processes, to name them in errors

	timeout time.Duration
	chunk   int // most bytes of one message
	traffic Traffic

	busy    sync.Mutex     // held during an operation, to detect two at once
	started time.Time      // when the operation began
	pin     runtime.Pinner // its buffers
	failed  error          // of an operation that did not end: no other may begin
	closed  atomic.Bool
}

// Traffic is what a process sent and how long it waited.
type Traffic struct {
	Sent   int64         // bytes given to Exchange, and on process 0 to Broadcast
	Waited time.Duration // spent in Exchange and Broadcast
}

// library is an opened MPI library, after MPI_Init_thread. Its operations are
// started by begin methods and end in test; only one goroutine may use them.
// Buffers must stay where they are until test has reported the end.
type library interface {
	version() string // one line
	world() (rank, size int, err error)
	hosts(own string, size int) ([]string, error) // of all processes

	beginSend(peer int, data []byte) error
	beginReceive(peer int, data []byte) error
	beginBroadcast(data []byte) error // from process 0
	beginBarrier() error
	test() (done bool, err error) // whether all that was begun has ended

	yield()                // lets another process run
	sleep(d time.Duration) // with a finer grain than time.Sleep
	finalize() error
	abort(code int) // may be called at any time; may not return
}

// opened is set by the first Open: MPI can be initialised once in a process.
var opened atomic.Bool

// Open joins the processes that a launcher started. Without a launcher it
// returns a world of one process. It can be called once in a process.
//
// The error, of one line, says what to install, build or start if the program
// was built without MPI, if no MPI library is found, if the library is not that
// of the launcher, so that each process would believe to be alone, or if not all
// processes join within a time; 0 is no limit. A cancelled context ends the wait
// too, after seconds in which this process may still join, so that the others
// learn from it of its end. After either error the process should exit.
func Open(ctx context.Context, limit time.Duration) (*World, error) {
	if opened.Swap(true) {
		return nil, fmt.Errorf("MPI was opened already")
	}
	return joinWithin(ctx, limit, readLauncher(os.Getenv), func(l launcher) (*World, error) {
		lib, err := load(l)
		if err != nil {
			return nil, err
		}
		return newWorld(lib, l)
	})
}

// graceTime is how long joining may take that is cancelled.
const graceTime = 5 * time.Second

// joinWithin calls join, which waits for the other processes inside the library, and
// no longer than the limit for its end.
func joinWithin(ctx context.Context, limit time.Duration, l launcher, join func(launcher) (*World, error)) (*World, error) {
	var late <-chan time.Time
	if limit > 0 {
		late = time.After(limit)
	}
	var w *World
	var err error
	joined := make(chan struct{})
	go func() {
		w, err = join(l)
		close(joined)
	}()
	select {
	case <-joined:
		return w, err
	case <-ctx.Done():
		select {
		case <-joined:
			return w, err
		case <-time.After(graceTime):
			return nil, ctx.Err()
		}
	case <-late:
		return nil, fmt.Errorf("not all of the %d processes that %s started joined within %v: each must be a program that was built with MPI and joins (--mpi); look there for an error, or allow more time", l.size, l.name(), limit)
	}
}

// newWorld makes a world of an initialised library.
func newWorld(lib library, l launcher) (*World, error) {
	w := &World{lib: lib, chunk: 1 << 30}
	var err error
	if w.rank, w.size, err = lib.world(); err != nil {
		return nil, err
	}
	if w.size == 1 && l.size > 1 {
		return nil, mismatch(l, lib.version())
	}
	own, err := os.Hostname()
	if err != nil {
		own = "unknown host"
	}
	if w.hosts, err = lib.hosts(own, w.size); err != nil {
		return nil, err
	}
	return w, nil
}

// mismatch is the error for a library that does not know the launcher's protocol.
func mismatch(l launcher, library string) error {
	return fmt.Errorf("%s started %d processes, but %s finds only this one: %s", l.name(), l.size, short(library), l.remedy())
}

// short is the name and version of a library, without what Open MPI adds.
func short(version string) string {
	name, _, _ := strings.Cut(version, ",")
	return name
}

// Rank is this process's number, from 0 to Size−1.
func (w *World) Rank() int { return w.rank }

// Size is the number of processes.
func (w *World) Size() int { return w.size }

// Library is the first line of what the MPI library says of its version.
func (w *World) Library() string { return w.lib.version() }

// Traffic returns what was sent and waited for until now.
func (w *World) Traffic() Traffic { return w.traffic }

// SetTimeout limits the time of one Exchange or Broadcast, and of Close; 0, the
// default, is no limit.
func (w *World) SetTimeout(d time.Duration) { w.timeout = d }

// Close waits until all processes have called it and ends MPI (MPI_Finalize).
// After an error of Exchange or Broadcast it returns that error at once, without
// ending MPI; the process should then exit, or call Abort. A second call returns nil.
func (w *World) Close() error {
	err := w.begin()
	if err == errClosed {
		return nil
	} else if err != nil {
		return err
	}
	for i := 0; i < closingBarriers && err == nil; i++ {
		if err = w.lib.beginBarrier(); err == nil {
			err = w.wait(anybody, 0)
		}
		time.Sleep(time.Millisecond)
	}
	if err == nil {
		err = w.finalize()
	}
	w.closed.Store(true)
	return w.end(err)
}

// closingBarriers is how many barriers, a millisecond apart, precede MPI_Finalize.
// The first, unlike MPI_Finalize, waits without occupying a processor and with a
// time limit. The others give processes time to answer what is left to answer of
// connections that were opened last: with MPICH 4.0 over UCX and TCP, MPI_Finalize
// otherwise often waits forever for the answer of a process that is already in it.
const closingBarriers = 10

// finalizeLimit is how long MPI_Finalize may take.
const finalizeLimit = 10 * time.Second

// finalize calls MPI_Finalize.
func (w *World) finalize() error {
	ended := make(chan error, 1)
	go func() { ended <- w.lib.finalize() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(finalizeLimit):
		return fmt.Errorf("all processes are done, but MPI_Finalize of %s did not end within %v: results are complete, the exit code may not be 0", short(w.lib.version()), finalizeLimit)
	}
}

const (
	abortPause = 200 * time.Millisecond // before MPI_Abort, for the launcher to pass on output
	abortLimit = 5 * time.Second        // after which Abort does without MPI
)

// Abort ends all processes (MPI_Abort), this one with the exit code. It does not
// return, and may be called at any time and by any goroutine. What was printed
// before is not lost.
func (w *World) Abort(code int) {
	if !w.closed.Load() {
		time.Sleep(abortPause)
		time.AfterFunc(abortLimit, func() { os.Exit(code) })
		w.lib.abort(code)
	}
	os.Exit(code)
}

// machines lists the hosts of the processes, each once, and at most four.
func (w *World) machines() string {
	const most = 4
	var list []string
	for _, h := range w.hosts {
		if !slices.Contains(list, h) {
			list = append(list, h)
		}
	}
	if more := len(list) - most; more > 0 {
		list = append(list[:most], fmt.Sprintf("%d more", more))
	}
	return strings.Join(list, ", ")
}
