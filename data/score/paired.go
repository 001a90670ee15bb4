package score

import (
	"math"

	"antecedent/data"
)

// A Comparison compares the answers of two models to the same examples.
type Comparison struct {
	Figures   map[string]Difference `json:"figures"`
	OnlyThis  int                   `json:"only_this"`  // examples that only this model has right
	OnlyOther int                   `json:"only_other"` // and only the other one
	PExact    float64               `json:"p_exact"`    // of [McNemar]
}

// A Difference is how much a figure of one model exceeds that of another.
type Difference struct {
	This       float64    `json:"this"`
	Other      float64    `json:"other"`
	Difference float64    `json:"difference"` // This − Other
	Interval   [2]float64 `json:"interval"`   // 95 % percentile bootstrap interval of the difference
	P          float64    `json:"p"`          // two-sided, of the bootstrap, for no difference
}

// Compare compares two models by which labelled examples each answers rightly: the
// figures are those of [Intervals], from a bootstrap in which each sample is the same
// for both models.
func Compare(examples []data.Example, this, other []bool) Comparison {
	c := Comparison{Figures: differences(examples, summaryMeasure(examples, this), summaryMeasure(examples, other))}
	for i := range examples {
		if !examples[i].Labelled || this[i] == other[i] {
			continue
		}
		if this[i] {
			c.OnlyThis++
		} else {
			c.OnlyOther++
		}
	}
	c.PExact = McNemar(c.OnlyThis, c.OnlyOther)
	return c
}

// CompareGAP compares the figures of [GAP] of two models.
func CompareGAP(examples []data.Example, this, other []GAPAnswer) map[string]Difference {
	return differences(examples, gapMeasure(examples, this), gapMeasure(examples, other))
}

// McNemar returns the two-sided p of McNemar's exact test (McNemar, 1947), the sign
// test of the examples that just one of two models has right: the probability of a
// split as uneven as this one if each fell to either model with probability 1/2. It
// takes the examples as independent, which twins of a pair are not.
func McNemar(onlyThis, onlyOther int) float64 {
	n := onlyThis + onlyOther
	logFactorial := func(k int) float64 {
		l, _ := math.Lgamma(float64(k) + 1)
		return l
	}
	var tail float64
	for k := range min(onlyThis, onlyOther) + 1 {
		tail += math.Exp(logFactorial(n) - logFactorial(k) - logFactorial(n-k) - float64(n)*math.Ln2)
	}
	return min(1, 2*tail)
}

// differences returns the difference of each figure that is defined for both.
func differences(examples []data.Example, this, other measure) map[string]Difference {
	sums := tally(units(examples), this, other)
	total := make([]float64, this.width+other.width)
	for _, s := range sums {
		for k, n := range s {
			total[k] += n
		}
	}
	a, b := this.figures(total[:this.width]), other.figures(total[this.width:])
	samples := resample(sums, func(total []float64) []float64 {
		d := this.figures(total[:this.width])
		for k, x := range other.figures(total[this.width:]) {
			d[k] -= x
		}
		return d
	})
	out := make(map[string]Difference)
	for k, name := range this.names {
		values := column(samples, k)
		lo, hi, ok := percentiles(values)
		if !ok || math.IsNaN(a[k]-b[k]) {
			continue
		}
		out[name] = Difference{a[k], b[k], a[k] - b[k], [2]float64{lo, hi}, twoSided(column(samples, k))}
	}
	return out
}

// twoSided returns twice the share of the values on the rarer side of 0, at most 1.
// One is added to both counts, so that p is never 0.
func twoSided(values []float64) float64 {
	below, above, defined := 0, 0, 0
	for _, d := range values {
		if math.IsNaN(d) {
			continue
		}
		defined++
		if d <= 0 {
			below++
		}
		if d >= 0 {
			above++
		}
	}
	return min(1, 2*float64(1+min(below, above))/float64(1+defined))
}
