// Package random makes every random draw of the project a pure function of
// what it is for.
//
// There is no generator whose state would have to be saved: the initial
// weights are a function of (seed, "weights", parameter), the order of an
// epoch of (seed, "order", epoch), a dropout mask of (seed, "dropout", layer,
// step, index). A resumed run therefore draws exactly what the uninterrupted
// run would have drawn.
package random

import (
	"hash/fnv"
	"math/rand/v2"
)

// New returns a generator that depends on its arguments alone.
func New(seed uint64, purpose string, index ...uint64) *rand.Rand {
	key := Key(seed, purpose, index...)
	return rand.New(rand.NewPCG(key, mix(key)))
}

// Key condenses its arguments into 64 well-mixed bits. At draws from it.
func Key(seed uint64, purpose string, index ...uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	key := mix(seed ^ mix(h.Sum64()))
	for _, i := range index {
		key = mix(key ^ mix(i+1))
	}
	return key
}

// At is the i-th draw under a key: 64 uniformly distributed bits.
func At(key, i uint64) uint64 {
	return mix(key + (i+1)*golden)
}

// golden is 2⁶⁴ divided by the golden ratio, the increment of SplitMix64.
const golden = 0x9e3779b97f4a7c15

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast Splittable
// Pseudorandom Number Generators", 2014): a bijection in which each input bit
// changes each output bit with probability near one half.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
