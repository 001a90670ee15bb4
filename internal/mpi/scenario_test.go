package mpi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"
)

// scenarioVariable names the scenario for a process that a launcher started.
const scenarioVariable = "ANTECEDENT_MPI_SCENARIO"

// workDone is what a process prints before it closes its world; no error contains it.
const workDone = "the scenario's work is done"

// TestMain runs the tests or, in a process that a launcher started, a scenario.
func TestMain(m *testing.M) {
	name := os.Getenv(scenarioVariable)
	if name == "" {
		os.Exit(m.Run())
	}
	w, err := Open(context.Background(), time.Minute)
	if err == nil {
		if err = scenarios[name](w); err == nil {
			fmt.Println(workDone)
			err = w.Close()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		time.Sleep(abortPause) // as Abort does
		os.Exit(1)
	}
	fmt.Println("passed")
}

// scenarios are what the processes of a world do.
var scenarios = map[string]func(w *World) error{
	"exchange":  exchangeAll,
	"broadcast": broadcastAll,
	"collector": besideCollector,

	"shorter": func(w *World) error { // process 0 sends less than process 1 expects
		return w.Exchange(1-w.rank, make([]byte, 10), make([]byte, 10+5*w.rank))
	},
	"longer": func(w *World) error {
		return w.Exchange(1-w.rank, make([]byte, 10), make([]byte, 10-5*w.rank))
	},
	"late": func(w *World) error {
		if w.rank == 1 {
			time.Sleep(time.Minute)
		}
		w.SetTimeout(300 * time.Millisecond)
		err := w.Exchange(1, make([]byte, 10), make([]byte, 10))
		if again := w.Broadcast(make([]byte, 10)); again != err {
			return fmt.Errorf("an operation after the error: %v", again)
		}
		if again := w.Close(); again != err {
			return fmt.Errorf("Close after the error: %v", again)
		}
		runtime.GC() // the buffers stay pinned
		runtime.GC()
		fmt.Fprintln(os.Stderr, "failed:", err)
		w.Abort(3)
		return nil
	},
	"late broadcast": func(w *World) error {
		if w.rank == 0 {
			time.Sleep(time.Minute)
		}
		w.SetTimeout(300 * time.Millisecond)
		return w.Broadcast(make([]byte, 10))
	},
	"late end": func(w *World) error {
		if w.rank == 1 {
			time.Sleep(time.Minute)
		}
		w.SetTimeout(300 * time.Millisecond)
		return nil
	},
	"abort": func(w *World) error {
		if w.rank == 1 {
			w.Abort(7)
		}
		return w.Exchange(1, nil, make([]byte, 10))
	},
	"abort meanwhile": func(w *World) error { // by another goroutine than that which waits
		if w.rank == 1 {
			time.AfterFunc(100*time.Millisecond, func() { w.Abort(7) })
		}
		return w.Exchange(1-w.rank, nil, make([]byte, 10))
	},
	"exit 5": func(w *World) error { return exitWithoutClose(w, 5) },
	"exit 0": func(w *World) error { return exitWithoutClose(w, 0) },
}

func exitWithoutClose(w *World, code int) error {
	if w.rank == 1 {
		os.Exit(code)
	}
	return w.Exchange(1, nil, make([]byte, 10))
}

// pattern returns n bytes that depend on their sender and receiver.
func pattern(n, from, to int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i*7 + i>>8 + 31*from + 101*to + n)
	}
	return data
}

func exchangeAll(w *World) error {
	var sent int64
	for _, chunk := range []int{w.chunk, 1009} {
		w.chunk = chunk
		for _, sizes := range [][2]int{{0, 0}, {1, 1}, {0, 1}, {3, 0}, {8, 8}, {1009, 2018}, {4099, 4099}, {65537, 65537}, {100003, 17}, {3000017, 3000017}} {
			for distance := range w.size { // 0 is with itself
				peer := w.rank ^ distance
				n, m := sizes[0], sizes[1]
				if w.rank > peer {
					n, m = m, n
				}
				if chunk == 1009 && max(n, m) > 1e6 || distance == 0 && n != m {
					continue
				}
				got := make([]byte, m)
				if err := w.Exchange(peer, pattern(n, w.rank, peer), got); err != nil {
					return err
				}
				if !bytes.Equal(got, pattern(m, peer, w.rank)) {
					return fmt.Errorf("process %d received other bytes than process %d sent", w.rank, peer)
				}
				sent += int64(n)
			}
		}
	}
	if t := w.Traffic(); t.Sent != sent || t.Waited <= 0 {
		return fmt.Errorf("traffic %+v, %d bytes were sent", t, sent)
	}
	for _, peer := range []int{-1, w.size} {
		if w.Exchange(peer, nil, nil) == nil {
			return fmt.Errorf("an exchange with process %d", peer)
		}
	}
	return nil
}

func broadcastAll(w *World) error {
	for _, chunk := range []int{w.chunk, 1009} {
		w.chunk = chunk
		for _, n := range []int{0, 1, 7, 1009, 65537, 1000003} {
			want := pattern(n, 0, 0)
			data := make([]byte, n)
			if w.rank == 0 {
				copy(data, want)
			}
			if err := w.Broadcast(data); err != nil {
				return err
			}
			if !bytes.Equal(data, want) {
				return errors.New("other bytes than process 0 broadcast")
			}
		}
	}
	return nil
}

// besideCollector exchanges while memory is allocated and collected, and checks
// that Go still handles the signals which MPI libraries may take over.
func besideCollector(w *World) error {
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		var keep [64][]byte
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				keep[i%64] = make([]byte, 1000+i%50000)
				if i%200 == 0 {
					runtime.GC()
				}
				runtime.Gosched()
			}
		}
	}()
	for i := range 2000 {
		n, peer := 1+i%3001, w.rank^1
		got := make([]byte, n)
		if err := w.Exchange(peer, pattern(n, w.rank, peer), got); err != nil {
			return err
		}
		if !bytes.Equal(got, pattern(n, peer, w.rank)) {
			return fmt.Errorf("other bytes in exchange %d", i)
		}
		if i%200 == 0 && !recovers() {
			return errors.New("no panic at a nil pointer")
		}
	}
	close(stop)
	<-stopped

	send, receive := make([]byte, 1000), make([]byte, 1000)
	perExchange := testing.AllocsPerRun(1000, func() {
		if err := w.Exchange(w.rank^1, send, receive); err != nil {
			panic(err)
		}
	})
	if perExchange > 0 {
		return fmt.Errorf("an exchange allocates %v times", perExchange)
	}
	return nil
}

// recovers reports whether a segmentation fault becomes a panic of Go.
func recovers() (yes bool) {
	defer func() { yes = recover() != nil }()
	var p *int
	*p = 1
	return false
}
