package mpi

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A fakeLibrary stands for MPI in process 1 of 3. Operations end after some tests.
type fakeLibrary struct {
	log    []string
	tests  int // until an operation ends; negative: never
	asked  int
	failed string // the operation that fails
}

var errFake = errors.New("fake")

func (f *fakeLibrary) begin(format string, args ...any) error {
	s := fmt.Sprintf(format, args...)
	f.log = append(f.log, s)
	if s == f.failed {
		return errFake
	}
	return nil
}

func (f *fakeLibrary) version() string               { return "Fake MPI 1.0, of a test" }
func (f *fakeLibrary) world() (int, int, error)      { return 1, 3, f.begin("world") }
func (f *fakeLibrary) beginBroadcast(d []byte) error { return f.begin("broadcast %d", len(d)) }
func (f *fakeLibrary) beginBarrier() error           { return f.begin("barrier") }
func (f *fakeLibrary) finalize() error               { return f.begin("finalize") }
func (f *fakeLibrary) abort(int)                     {}
func (f *fakeLibrary) yield()                        {}
func (f *fakeLibrary) sleep(d time.Duration)         { time.Sleep(d) }
func (f *fakeLibrary) hosts(own string, n int) ([]string, error) {
	return []string{"a", "b", "a"}, f.begin("hosts")
}
func (f *fakeLibrary) beginSend(peer int, d []byte) error {
	return f.begin("send %d to %d", len(d), peer)
}
func (f *fakeLibrary) beginReceive(peer int, d []byte) error {
	return f.begin("receive %d from %d", len(d), peer)
}
func (f *fakeLibrary) test() (bool, error) {
	f.asked++
	if f.tests < 0 || f.asked <= f.tests {
		return false, nil
	}
	f.asked = 0
	return true, f.begin("end")
}

func TestWorld(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *World) error
		sent int64
		want string
	}{
		{"nothing", func(w *World) error { return w.Exchange(2, nil, nil) }, 0, ""},
		{"receive only", func(w *World) error { return w.Exchange(2, nil, make([]byte, 5)) }, 0, "receive 5 from 2, end"},
		{"send only", func(w *World) error { return w.Exchange(0, make([]byte, 5), nil) }, 5, "send 5 to 0, end"},
		{"in parts", func(w *World) error { return w.Exchange(0, make([]byte, 25), make([]byte, 11)) }, 25,
			"receive 10 from 0, send 10 to 0, end, receive 1 from 0, send 10 to 0, end, send 5 to 0, end"},
		{"broadcast", func(w *World) error { return w.Broadcast(make([]byte, 20)) }, 0, "broadcast 10, end, broadcast 10, end"},
		{"close", func(w *World) error { return errors.Join(w.Close(), w.Close()) }, 0, strings.Repeat("barrier, end, ", closingBarriers) + "finalize"},
	} {
		for _, tests := range []int{0, 1, 1000} {
			f := &fakeLibrary{tests: tests}
			w, err := newWorld(f, launcher{})
			if err != nil {
				t.Fatal(err)
			}
			w.chunk, f.log = 10, nil
			if err := c.do(w); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			if got := strings.Join(f.log, ", "); got != c.want {
				t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
			if got := w.Traffic(); got.Sent != c.sent || got.Waited <= 0 {
				t.Errorf("%s: traffic %+v, want %d bytes", c.name, got, c.sent)
			}
		}
	}
}

// TestWorldErrors lets each call of MPI fail, one at a time.
func TestWorldErrors(t *testing.T) {
	for _, call := range []string{"world", "hosts"} {
		if _, err := newWorld(&fakeLibrary{failed: call}, launcher{}); err != errFake {
			t.Errorf("%s: %v", call, err)
		}
	}
	exchange := func(w *World) error { return w.Exchange(0, make([]byte, 5), make([]byte, 5)) }
	broadcast := func(w *World) error { return w.Broadcast(make([]byte, 5)) }
	for _, c := range []struct {
		call string
		do   func(w *World) error
	}{
		{"receive 5 from 0", exchange}, {"send 5 to 0", exchange}, {"end", exchange},
		{"broadcast 5", broadcast}, {"end", broadcast},
		{"barrier", (*World).Close}, {"end", (*World).Close}, {"finalize", (*World).Close},
	} {
		f := new(fakeLibrary)
		w, err := newWorld(f, launcher{})
		if err != nil {
			t.Fatal(err)
		}
		f.failed = c.call
		if err := c.do(w); err != errFake {
			t.Errorf("%s: %v", c.call, err)
		}
		n := len(f.log)
		if err := errors.Join(exchange(w), broadcast(w), w.Close()); err == nil || strings.Count(err.Error(), "fake") != 3 || len(f.log) != n {
			t.Errorf("%s: operations after it: %v, %q", c.call, err, f.log[n:])
		}
		w = nil
		runtime.GC() // buffers that are pinned for ever are no error
		runtime.GC()
	}
}

func TestTimeout(t *testing.T) {
	for _, c := range []struct {
		do   func(w *World) error
		want string
	}{
		{func(w *World) error { return w.Exchange(2, []byte{1}, nil) }, "process 2 on a did not answer for 10ms: look there for an error, or allow more time"},
		{func(w *World) error { return w.Broadcast([]byte{1}) }, "not all of the 3 processes (on a, b) took part in an operation within 10ms: look there for an error, or allow more time"},
		{(*World).Close, "not all of the 3 processes (on a, b) took part in an operation within 10ms: look there for an error, or allow more time"},
	} {
		w, err := newWorld(&fakeLibrary{tests: -1}, launcher{})
		if err != nil {
			t.Fatal(err)
		}
		w.SetTimeout(10 * time.Millisecond)
		if err := c.do(w); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// Joining ends with its limit, or where it is cancelled, whatever the library does.
func TestJoin(t *testing.T) { synctest.Test(t, testJoin) }

func testJoin(t *testing.T) {
	l, end := launcher{kind: hydra, size: 3}, make(chan struct{})
	defer close(end)
	waits := func(launcher) (*World, error) {
		<-end
		return nil, nil
	}
	const late = "not all of the 3 processes that mpiexec of MPICH started joined within 10ms: each must be a program that was built with MPI and joins (--mpi); look there for an error, or allow more time"
	if _, err := joinWithin(t.Context(), 10*time.Millisecond, l, waits); err == nil || err.Error() != late {
		t.Errorf("%v, want %s", err, late)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := joinWithin(cancelled, 0, l, waits); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want a cancelled context", err)
	}
	joins := func(l launcher) (*World, error) {
		time.Sleep(time.Millisecond)
		return &World{size: l.size}, nil
	}
	for _, ctx := range []context.Context{t.Context(), cancelled} {
		for _, limit := range []time.Duration{0, time.Minute} {
			if w, err := joinWithin(ctx, limit, l, joins); err != nil || w.Size() != 3 {
				t.Errorf("%v, %v", w, err)
			}
		}
	}
}

func TestMachines(t *testing.T) {
	for hosts, want := range map[string]string{"a": "a", "a a b a": "a, b", "a b c d": "a, b, c, d", "a b c d e f a": "a, b, c, d, 2 more"} {
		w := &World{hosts: strings.Fields(hosts)}
		if got := w.machines(); got != want {
			t.Errorf("%s: %s, want %s", hosts, got, want)
		}
	}
}

func TestMisuse(t *testing.T) {
	f := &fakeLibrary{tests: -1}
	w, err := newWorld(f, launcher{})
	if err != nil {
		t.Fatal(err)
	}
	if w.Rank() != 1 || w.Size() != 3 || w.Library() != "Fake MPI 1.0, of a test" {
		t.Errorf("rank %d of %d, %s", w.Rank(), w.Size(), w.Library())
	}
	for _, peer := range []int{-1, 3} {
		if err := w.Exchange(peer, nil, nil); err == nil || err.Error() != fmt.Sprintf("there is no process %d among 3", peer) {
			t.Errorf("peer %d: %v", peer, err)
		}
	}
	w.busy.Lock() // as during an operation
	if errs := []error{w.Exchange(0, nil, nil), w.Broadcast(nil), w.Close()}; slices.ContainsFunc(errs, func(err error) bool { return err != errBusy }) {
		t.Errorf("two operations at once: %v", errs)
	}
	w.busy.Unlock()
	f.tests = 0
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if errs := []error{w.Exchange(0, nil, nil), w.Broadcast(nil)}; slices.ContainsFunc(errs, func(err error) bool { return err != errClosed }) {
		t.Errorf("operations after Close: %v", errs)
	}
}

func TestMismatch(t *testing.T) {
	for _, c := range []struct {
		l    launcher
		want string
	}{
		{launcher{kind: openMPI, size: 4}, "mpirun of Open MPI started 4 processes, but MPICH 4.0.2 finds only this one: use the launcher of that library, or set ANTECEDENT_MPI to the libmpi.so of Open MPI"},
		{launcher{kind: hydra, size: 4}, "mpiexec of MPICH started 4 processes, but MPICH 4.0.2 finds only this one: use the launcher of that library, or set ANTECEDENT_MPI to the library of MPICH"},
		{launcher{kind: hydra, size: 4, intel: true}, "mpiexec of Intel MPI started 4 processes, but MPICH 4.0.2 finds only this one: use the launcher of that library, or set ANTECEDENT_MPI to the library of Intel MPI"},
		{launcher{kind: slurm, size: 4}, "srun started 4 processes, but MPICH 4.0.2 finds only this one: choose with srun --mpi=pmix or --mpi=pmi2 what the library supports (srun --mpi=list lists the names), or set ANTECEDENT_MPI to the library of another MPI"},
	} {
		if got := mismatch(c.l, "MPICH 4.0.2, and more").Error(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
