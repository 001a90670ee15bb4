package random

import "testing"

func TestDrawsAreAFunctionOfTheirArguments(t *testing.T) {
	if a, b := New(1, "order", 2).Uint64(), New(1, "order", 2).Uint64(); a != b {
		t.Fatalf("the same arguments drew %d and %d", a, b)
	}
	seen := map[uint64]string{}
	for name, key := range map[string]uint64{
		"seed":          Key(2, "order", 2),
		"purpose":       Key(1, "dropout", 2),
		"index":         Key(1, "order", 3),
		"further index": Key(1, "order", 2, 0),
		"none":          Key(1, "order"),
		"base":          Key(1, "order", 2),
	} {
		if other, dup := seen[key]; dup {
			t.Errorf("%s and %s share a key", name, other)
		}
		seen[key] = name
	}
}

func TestAtIsUniform(t *testing.T) {
	key := Key(7, "uniform")
	var ones [64]int
	const draws = 4096
	for i := range uint64(draws) {
		for b, x := 0, At(key, i); b < 64; b++ {
			ones[b] += int(x >> b & 1)
		}
	}
	for b, n := range ones { // six standard deviations of a fair coin: 6·√4096/2
		if n < draws/2-192 || n > draws/2+192 {
			t.Errorf("bit %d was set in %d of %d draws", b, n, draws)
		}
	}
}
