package model

import (
	"runtime"
	"slices"
	"testing"
)

// A server sees batches of any number of shapes. The graphs of some are kept, so that
// memory does not grow, and a graph that is built again gives the same answers.
func TestShapesAreBounded(t *testing.T) {
	m := testModel(t, nil)
	first := testBatch(1, testT, testV, testG)
	want, err := m.Forward(first)
	if err != nil {
		t.Fatal(err)
	}
	heap := func() int {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		return int(s.HeapAlloc)
	}
	shapes, size := 0, 0
	read := func(least int) {
		for length := testT; length < testT+40; length++ {
			for n := least; n <= 21; n += 2 {
				b := testBatch(n, length, testV, testG)
				if _, err := m.Forward(b); err != nil {
					t.Fatal(err)
				}
				shapes++
			}
		}
	}
	read(1)
	size = heap()
	read(2)
	if grown := heap() - size; grown > 4<<20 {
		t.Errorf("%d shapes: %d bytes more than before", shapes, grown)
	}
	e := m.evaluators.take()
	if len(e.programs) != len(e.recent) || e.size > mostKept || len(e.programs) < 10 {
		t.Errorf("%d programs, %d used of late, of %d bytes", len(e.programs), len(e.recent), e.size)
	}
	m.evaluators.put(e)
	if again, err := m.Forward(first); err != nil || !slices.Equal(again, want) {
		t.Errorf("answers differently after %d other shapes: %v", shapes, err)
	}
}
