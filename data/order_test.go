package data

import (
	"slices"
	"testing"
)

func someLengths(n int) []int {
	lengths := make([]int, n)
	for i := range lengths {
		lengths[i] = 5 + i*i%60
	}
	return lengths
}

func TestBatchesHoldEveryExampleOnce(t *testing.T) {
	if got := Batches(someLengths(3), 0, 1, 1); len(got) != 3 {
		t.Errorf("batches of 0, which stands for 1: %v", got)
	}
	for _, n := range []int{0, 1, 7, 8, 9, 127, 128, 129, 1000} {
		batches := Batches(someLengths(n), 8, 3, 5)
		if want := (n + 7) / 8; len(batches) != want {
			t.Errorf("%d examples: %d batches, want %d", n, len(batches), want)
		}
		short := 0
		for _, batch := range batches {
			if len(batch) < 8 {
				short++
			}
			if len(batch) == 0 || len(batch) > 8 {
				t.Errorf("%d examples: a batch of %d", n, len(batch))
			}
		}
		all := slices.Sorted(slices.Values(slices.Concat(batches...)))
		for i, example := range all {
			if i != example {
				t.Fatalf("%d examples: %d is missing or double", n, i)
			}
		}
		if len(all) != n || short > 1 {
			t.Errorf("%d examples: %d in batches, %d batches short", n, len(all), short)
		}
	}
}

func TestBatchesAreAFunctionOfSeedAndEpoch(t *testing.T) {
	lengths := someLengths(300)
	key := func(seed, epoch uint64) []int { return slices.Concat(Batches(lengths, 8, seed, epoch)...) }
	if !slices.Equal(key(1, 2), key(1, 2)) {
		t.Error("the same arguments gave another order")
	}
	if slices.Equal(key(1, 2), key(1, 3)) || slices.Equal(key(1, 2), key(2, 2)) {
		t.Error("another epoch or seed gave the same order")
	}
}

func TestBatchesPadLittleAndMixLengths(t *testing.T) {
	lengths := someLengths(2048)
	padded, unsorted, mixed := 0, 0, 0
	var longest []int
	for _, batch := range Batches(lengths, 16, 1, 1) {
		most := 0
		for _, i := range batch {
			most = max(most, PaddedLength(lengths[i]))
			unsorted += 64
		}
		padded += most * len(batch)
		longest = append(longest, most)
	}
	for i := range longest[1:] {
		if longest[i+1] < longest[i] {
			mixed++
		}
	}
	if padded*3 > unsorted*2 {
		t.Errorf("%d positions, unsorted about %d", padded, unsorted)
	}
	if mixed < len(longest)/4 {
		t.Errorf("the lengths of %d batches fall only %d times", len(longest), mixed)
	}
}
