package vectors

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		in   string
		want float32
		n    int
	}{
		{"0", 0, 1}, {"-0.038194 0.1", -.038194, 9}, {"1.5e-05", 1.5e-5, 7}, {"+2\t", 2, 2}, {".5\r", .5, 2}, {"7.", 7, 2},
		{"123456789012345678901234567890e-20", 1234567890.12345678901234567890, 34}, {"1e-99", 0, 5}, {"0e99", 0, 4},
		{"", 0, 0}, {"-", 0, 0}, {".", 0, 0}, {"e5", 0, 0}, {"1e", 0, 0}, {"1x", 0, 0}, {"nan", 0, 0}, {"inf", 0, 0},
		{"1e13", 0, 0}, {"1e999999999999", 0, 0}, {"1-2", 0, 0}, {"0x10", 0, 0}, {"1.2.3", 0, 0},
	} {
		if got, n := number([]byte(c.in)); got != c.want || n != c.n {
			t.Errorf("number(%q) = %g, %d; want %g, %d", c.in, got, n, c.want, c.n)
		}
	}
}

func TestNumberAgreesWithStrconv(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		x := r.NormFloat64() * math.Pow(10, float64(r.IntN(20)-12))
		s := strconv.FormatFloat(x, "gfe"[r.IntN(3)], r.IntN(17)+1, 64)
		want, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		got, n := number([]byte(s))
		if n != len(s) || math.Abs(float64(got)-want) > 6.1e-8*math.Abs(want)+1e-45 {
			t.Errorf("number(%q) = %g, %d; want %g", s, got, n, want)
		}
	}
}

func TestQuantize(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		v := make([]float32, 50)
		var sum float64
		for e := range v {
			v[e] = float32(r.NormFloat64())
			sum += float64(v[e]) * float64(v[e])
		}
		out := make([]int8, len(v))
		scale := quantize(v, out)
		norm := math.Sqrt(50 / sum)
		for e, x := range v {
			want := float64(x) * norm
			if got := float64(scale) * float64(out[e]); math.Abs(got-want) > .5001*float64(scale) {
				t.Fatalf("number %d is %g, want %g within half a scale of %g", e, got, want, scale)
			}
		}
	}
	out := []int8{1, 2}
	if scale := quantize([]float32{0, 0}, out); scale != 0 || out[0] != 0 || out[1] != 0 {
		t.Errorf("the zero vector becomes %v times %g", out, scale)
	}
}
