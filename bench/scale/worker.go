package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"antecedent/bench/workload"
	"antecedent/internal/mpi"
	"antecedent/train"
)

// warm is how many steps pass before those that count: the first build graphs and fill
// caches.
const warm = 3

// A measurement is what one launch found. Process 0 prints it as JSON.
type measurement struct {
	Seconds    float64   // median time of a step
	Processors int       // that process 0 may use
	Sent       []float64 // bytes a step, of each process
	Waiting    []float64 // part of the time spent in communication, of each process
	Bandwidth  float64   // bytes a second that a process sends and receives at the same time
	Library    string    // MPI's
}

// work is what one of the processes does: it trains a workload and measures.
func work(ctx context.Context, name string, steps int) error {
	w, err := workload.ByName(name)
	if err != nil {
		return err
	}
	debug.SetGCPercent(20) // as cmd/train does
	m := measurement{Processors: runtime.GOMAXPROCS(0)}
	const timeout = 2 * time.Minute
	world, err := mpi.Open(ctx, timeout)
	if err != nil {
		return err
	}
	world.SetTimeout(timeout)
	if err := m.measure(ctx, w, world, steps); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		world.Abort(1)
	}
	if world.Rank() == 0 {
		if err := json.NewEncoder(os.Stdout).Encode(m); err != nil {
			return err
		}
	}
	return world.Close()
}

// measure trains as one of the processes of a world.
func (m *measurement) measure(ctx context.Context, w workload.Workload, world *mpi.World, steps int) error {
	n, err := w.Parameters()
	if err != nil {
		return err
	}
	meter := &meter{World: world, least: 4 * n / world.Size()}
	m.Library = world.Library()
	if m.Seconds, err = timeSteps(ctx, w, meter, steps); err != nil {
		return err
	}
	sent, waiting := meter.ratesOf(world.Size(), steps)
	if m.Sent, err = gather(world, sent); err != nil {
		return err
	}
	if m.Waiting, err = gather(world, waiting); err != nil {
		return err
	}
	m.Bandwidth, err = bandwidth(world, 4*n/2)
	return err
}

// timeSteps trains and returns the median time of a step in seconds, 0 in processes other
// than the first.
func timeSteps(ctx context.Context, w workload.Workload, fleet train.Fleet, steps int) (float64, error) {
	var times []float64
	last, step := time.Now(), 0
	err := w.TrainTogether(ctx, fleet, warm+steps, func() {
		now := time.Now()
		if step++; step > warm {
			times = append(times, now.Sub(last).Seconds())
		}
		last = now
	})
	if err == nil {
		err = ctx.Err()
	}
	return median(times), err
}

// A meter is a fleet over MPI that notes what each exchange of gradients added.
type meter struct {
	*mpi.World
	least int // bytes of an exchange of gradients at least; other exchanges are shorter
	marks []mark
}

// A mark is where an exchange of gradients ended.
type mark struct {
	mpi.Traffic
	at time.Time
}

func (m *meter) Exchange(peer int, send, receive []byte) error {
	err := m.World.Exchange(peer, send, receive)
	if len(send) >= m.least {
		m.marks = append(m.marks, mark{m.World.Traffic(), time.Now()})
	}
	return err
}

// ratesOf returns the bytes sent in a step and the part of its time spent in communication,
// from the end of the communication of the last warm step to that of the last step.
func (m *meter) ratesOf(processes, steps int) (sent, waiting float64) {
	perStep := 2 * (bits.Len(uint(processes)) - 1)
	if perStep == 0 {
		return 0, 0
	}
	from, to := m.marks[warm*perStep-1], m.marks[(warm+steps)*perStep-1]
	return float64(to.Sent-from.Sent) / float64(steps), float64(to.Waited-from.Waited) / float64(to.at.Sub(from.at))
}

// gather returns the number that each process gave.
func gather(f train.Fleet, own float64) ([]float64, error) {
	raw, err := train.Gather(f, binary.LittleEndian.AppendUint64(nil, math.Float64bits(own)))
	if err != nil {
		return nil, err
	}
	var all []float64
	for field := range slices.Chunk(raw, 8) {
		all = append(all, math.Float64frombits(binary.LittleEndian.Uint64(field)))
	}
	return all, nil
}

// bandwidth is how many bytes a second a process exchanges with its neighbour, in messages
// as long as the longest in training and with nothing else to do; 0 for one process.
func bandwidth(w *mpi.World, bytes int) (float64, error) {
	if w.Size() == 1 {
		return 0, nil
	}
	send, receive := make([]byte, bytes), make([]byte, bytes)
	for i := range send { // memory never written to is one and the same page
		send[i] = 1
	}
	const first, count = 3, 20
	var times []float64
	for i := range first + count {
		start := time.Now()
		if err := w.Exchange(w.Rank()^1, send, receive); err != nil {
			return 0, err
		}
		if i >= first {
			times = append(times, time.Since(start).Seconds())
		}
	}
	return float64(bytes) / median(times), nil
}

// median is 0 for no numbers.
func median(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}
