package layout

import (
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct{ got, want string }{
		{Number(1.005, 2), "1.00"}, {Number(-0.004, 2), "0.00"}, {Number(-0.006, 2), "-0.01"}, {Number(9999.99, 2), "9999.99"},
		{Number(10_000, 2), "1.00e+04"}, {Number(-123456, 3), "-1.235e+05"}, {Number(nan, 2), "NaN"}, {Number(inf, 2), "+Inf"}, {Number(-0.2, 0), "0"},
		{Percent(0.625, 0), "63" + NBSP + "%"}, {Percent(float32(0.625), 1), "62.5" + NBSP + "%"}, {Percent(-0.001, 0), "0" + NBSP + "%"},
		{Share(0, 1), "0" + NBSP + "%"}, {Share(600./600, 1), "100" + NBSP + "%"}, {Share(0.625, 1), "62.5" + NBSP + "%"},
		{Share(4519./4520, 1), ">" + NBSP + "99.9" + NBSP + "%"}, {Share(1./4520, 1), "<" + NBSP + "0.1" + NBSP + "%"},
		{Share(299./300, 0), ">" + NBSP + "99" + NBSP + "%"}, {Share(1./300, 0), "<" + NBSP + "1" + NBSP + "%"}, {Share(0.994, 0), "99" + NBSP + "%"},
		{ShareNumber(1, 1), "100.0"}, {ShareNumber(0, 1), "0.0"}, {ShareNumber(0.9996, 1), ">99.9"}, {ShareNumber(0.0004, 1), "<0.1"}, {ShareNumber(0.5, 1), "50.0"},
		{Hundredths(1), "100"}, {Hundredths(0.994), "99"}, {Hundredths(0.0051), "1"}, {Hundredths(0.0049), "·"}, {Hundredths(-1), "·"},
		{Hundredths(float32(nan)), "NaN"}, {Hundredths(float32(-inf)), "NaN"},
		{signedHundredths(1), "+100"}, {signedHundredths(-1), "−100"}, {signedHundredths(0.004), "·"}, {signedHundredths(-0.004), "·"},
		{signedHundredths(0.056), "+6"}, {signedHundredths(-0.5), "−50"}, {signedHundredths(float32(nan)), "NaN"},
		{Grouped(0), "0"}, {Grouped(999), "999"}, {Grouped(1000), "1,000"}, {Grouped(12345678), "12,345,678"},
		{Plural(1, "layer"), "1 layer"}, {Plural(0, "layer"), "0 layers"},
		{Duration(4.24), "4.2s"}, {Duration(185), "3m05s"}, {Duration(7620), "2h07m"},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
}
