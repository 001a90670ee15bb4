package score

import (
	"math"

	"antecedent/data"
)

// Calibration says how far the probabilities of answers can be trusted: whether of the
// answers of probability 0.7 seven in ten are right.
type Calibration struct {
	// ECE is the expected calibration error (Naeini et al., "Obtaining Well Calibrated
	// Probabilities Using Bayesian Binning", 2015): the mean over all answers of the
	// difference between the accuracy and the mean probability of the answer's bin.
	ECE  float64 `json:"ece"`
	Bins []Bin   `json:"bins"` // ten, of equal width
}

// A Bin is the answers with a probability above From, and at most To.
type Bin struct {
	From       float64 `json:"from"`
	To         float64 `json:"to"`
	Count      int     `json:"count"`
	Confidence float64 `json:"confidence"` // mean probability of the answers; 0 where there is none
	Accuracy   float64 `json:"accuracy"`   // share of right ones; 0 where there is none
}

// bins is how many bins there are, as is usual (Guo et al., 2017, use 15).
const bins = 10

// Calibrate compares the probabilities of the answers to labelled examples with whether
// they are right: predictions[i] belongs to examples[i], and one whose Pointer is nil
// does not count. The probability is that of [Options], in which the mentions of a name
// are one answer; so an answer is right here if it is another mention of the right name,
// which [Right] does not accept.
func Calibrate(examples []data.Example, predictions []Prediction) Calibration {
	c := Calibration{Bins: make([]Bin, bins)}
	for i := range c.Bins {
		c.Bins[i].From, c.Bins[i].To = float64(i)/bins, float64(i+1)/bins
	}
	total := 0
	for i := range min(len(examples), len(predictions)) {
		if !examples[i].Labelled || predictions[i].Pointer == nil {
			continue
		}
		answer := Options(&examples[i], predictions[i])[0]
		b := &c.Bins[binOf(answer.Probability)]
		b.Count++
		b.Confidence += answer.Probability
		if answer.Right {
			b.Accuracy++
		}
		total++
	}
	for i := range c.Bins {
		b := &c.Bins[i]
		if b.Count > 0 {
			c.ECE += math.Abs(b.Accuracy-b.Confidence) / float64(total)
			b.Confidence /= float64(b.Count)
			b.Accuracy /= float64(b.Count)
		}
	}
	return c
}

// binOf is the bin of a probability; that of a broken model's NaN is the first.
func binOf(probability float64) int {
	if !(probability > 0) {
		return 0
	}
	return min(bins-1, int(math.Ceil(probability*bins))-1)
}
