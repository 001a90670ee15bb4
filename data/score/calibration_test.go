package score

import (
	"math"
	"math/rand/v2"
	"testing"

	"antecedent/data"
)

// The options of an example with candidates are shares of what can be chosen: with 4/8
// on the cat, 1/8 on the mat, 2/8 on other tokens and 1/8 on NONE, 4/6, 1/6 and 1/6.
func TestOptionsAmongCandidates(t *testing.T) {
	e := cat(theCat)
	list := Options(&e, pointing(1, map[int]int{0: 1, 1: 3, 5: 1, 9: 2}))
	if len(list) != 3 || list[0].Span != theCat || !list[0].Right || list[1].Span != theMat || list[1].Right || !list[2].None || list[2].Right {
		t.Fatalf("%+v", list)
	}
	for i, want := range []float64{4. / 6, 1. / 6, 1. / 6} {
		if math.Abs(list[i].Probability-want) > 1e-12 {
			t.Errorf("option %d has %v, want %v", i, list[i].Probability, want)
		}
	}
	e.Antecedents = nil
	if list := Options(&e, pointing(5, map[int]int{1: 3})); !list[0].None || !list[0].Right || list[0].Probability != 0.625 {
		t.Errorf("%+v", list)
	}
}

// ann is "Ann met Bea and Ann said she left.", of which she is token 6.
func ann(antecedents ...data.Span) data.Example {
	const text = "Ann met Bea and Ann said she left."
	name := func(i, entity int) data.Mention {
		return data.Mention{Span: data.Span{Start: i, End: i + 1}, Head: i, Entity: entity, Name: true}
	}
	return data.Example{
		Text: text, Tokens: data.Tokenize(text), Pronoun: data.Span{Start: 6, End: 7}, Labelled: true, Antecedents: antecedents,
		Mentions: []data.Mention{name(0, 0), name(2, 1), name(4, 0)},
	}
}

// The mentions of a name are one option, the most probable of them its span; mentions
// of a noun are not.
func TestOptionsAmongMentions(t *testing.T) {
	e := ann(data.Span{Start: 0, End: 1})
	p := Prediction{Pointer: []float32{0.25, 0, 0.375, 0, 0.3125, 0, 0, 0, 0}, None: 0.0625}
	list := Options(&e, p)
	if len(list) != 3 || list[0].Mention != 2 || list[0].Probability != 0.5625 || !list[0].Right || list[1].Mention != 1 || list[1].Probability != 0.375 || list[1].Right || !list[2].None {
		t.Errorf("%+v", list)
	}
	if k, probability := ChooseMention(&e, p); k != 2 || probability != 0.5625 {
		t.Errorf("the answer is %d with %v", k, probability)
	}
	for i := range e.Mentions {
		e.Mentions[i].Name = false
	}
	if list := Options(&e, p); len(list) != 4 || list[0].Mention != 1 || list[0].Probability != 0.375 || list[1].Mention != 2 || !list[2].Right {
		t.Errorf("not names: %+v", list)
	}
}

// The first option is the answer, in every kind of example.
func TestFirstOptionIsTheAnswer(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	among := map[string]data.Example{"candidates": cat(theMat), "names": ann(), "nested": hat(data.Span{Start: 8, End: 9})}
	free := cat(theMat)
	free.Candidates = nil
	among["tokens"] = free
	for name, e := range among {
		for range 200 {
			p := Prediction{Pointer: make([]float32, len(e.Tokens)), None: float32(draw.IntN(9)) / 64}
			for range 4 {
				p.Pointer[draw.IntN(len(p.Pointer))] += float32(draw.IntN(9)) / 64 // with equals among them
			}
			span, _, ok := Choose(&e, p)
			first := Options(&e, p)[0]
			if first.None == ok || ok && first.Span != span || first.Right != Right([]data.Example{e}, []Prediction{p})[0] {
				t.Fatalf("%s: the answer to %v is %v (%t), the first option %+v", name, p, span, ok, first)
			}
		}
	}
}

// Five answers in two bins: of 0.75, 0.75 and 0.75 two are right, of 0.875 and 1 one
// is. In the bin up to 0.8 accuracy and confidence differ by |2/3 − 3/4| = 1/12, of 3 in
// 5; the others, in bins of one, by |0 − 0.875| and |1 − 1|. So the calibration error
// is 3/5·1/12 + 1/5·7/8 = 0.05 + 0.175.
func TestCalibrate(t *testing.T) {
	var examples []data.Example
	var predictions []Prediction
	add := func(eighths int, gold data.Span) {
		examples = append(examples, cat(gold))
		predictions = append(predictions, pointing(0, map[int]int{1: eighths, 5: 8 - eighths}))
	}
	add(6, theCat)
	add(6, theMat)
	add(6, theCat)
	add(7, theMat)
	add(8, theCat)
	unlabelled := cat(theCat)
	unlabelled.Labelled = false
	examples, predictions = append(examples, unlabelled, cat(theCat)), append(predictions, predictions[0], Prediction{})
	c := Calibrate(examples, predictions)
	if math.Abs(c.ECE-0.225) > 1e-12 || len(c.Bins) != 10 {
		t.Errorf("%+v", c)
	}
	for i, want := range map[int]Bin{
		7: {0.7, 0.8, 3, 0.75, 2. / 3},
		8: {0.8, 0.9, 1, 0.875, 0},
		9: {0.9, 1, 1, 1, 1},
		0: {0, 0.1, 0, 0, 0},
	} {
		if c.Bins[i] != want {
			t.Errorf("bin %d: %+v, want %+v", i, c.Bins[i], want)
		}
	}
	if c := Calibrate(nil, nil); c.ECE != 0 {
		t.Errorf("of nothing: %v", c.ECE)
	}
}

func TestBins(t *testing.T) {
	for probability, want := range map[float64]int{0: 0, 0.1: 0, 0.10001: 1, 0.5: 4, 0.95: 9, 1: 9, 1.0000001: 9, math.NaN(): 0} {
		if got := binOf(probability); got != want {
			t.Errorf("%v is in bin %d, want %d", probability, got, want)
		}
	}
}

// atTemperature is a prediction with its scores divided by a temperature.
func atTemperature(p Prediction, temperature float64) Prediction {
	out := Prediction{Pointer: make([]float32, len(p.Pointer))}
	none := math.Pow(float64(p.None), 1/temperature)
	total := none
	for _, x := range p.Pointer {
		total += math.Pow(float64(x), 1/temperature)
	}
	for i, x := range p.Pointer {
		out.Pointer[i] = float32(math.Pow(float64(x), 1/temperature) / total)
	}
	out.None = float32(none / total)
	return out
}

// negativeLogLikelihood is what FitTemperature minimises, from the options.
func negativeLogLikelihood(examples []data.Example, predictions []Prediction, temperature float64) (sum float64) {
	for i := range examples {
		var right, wrong float64
		list := Options(&examples[i], atTemperature(predictions[i], temperature))
		for _, o := range list {
			if o.Right {
				right += o.Probability
			} else {
				wrong += o.Probability
			}
		}
		if right == 0 { // the answer is not right, whatever is
			right = 1 - Options(&examples[i], predictions[i])[0].sharpened(&examples[i], predictions[i], temperature)
		}
		sum -= math.Log(right)
	}
	return sum
}

// sharpened is the probability of an option at another temperature.
func (o Option) sharpened(e *data.Example, p Prediction, temperature float64) float64 {
	for _, other := range Options(e, atTemperature(p, temperature)) {
		if other.Span == o.Span && other.None == o.None {
			return other.Probability
		}
	}
	return 0
}

// The fitted temperature is the best of a fine grid, for examples with candidates,
// among mentions, with NONE as the gold answer and with a gold span that was not found;
// and predictions that are made at a temperature are fitted with its inverse.
func TestFitTemperature(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	var examples []data.Example
	var predictions []Prediction
	for i := range 120 {
		e := [...]data.Example{cat(theCat), cat(), ann(data.Span{Start: 2, End: 3}), ann(data.Span{Start: 3, End: 4})}[i%4]
		p := Prediction{Pointer: make([]float32, len(e.Tokens))}
		var total float64
		weights := make([]float64, len(e.Tokens)+1)
		for k := range weights {
			weights[k] = math.Exp(4 * draw.NormFloat64())
			if k < len(e.Tokens) && len(e.Antecedents) > 0 && e.Antecedents[0].Contains(k) || k == len(e.Tokens) && len(e.Antecedents) == 0 {
				weights[k] *= 200
			}
			total += weights[k]
		}
		for k := range p.Pointer {
			p.Pointer[k] = float32(weights[k] / total)
		}
		p.None = float32(weights[len(e.Tokens)] / total)
		examples, predictions = append(examples, e), append(predictions, p)
	}
	best, least := 0.0, math.Inf(1)
	for x := math.Log(leastTemperature); x < math.Log(greatestTemperature); x += 0.002 {
		if l := negativeLogLikelihood(examples, predictions, math.Exp(x)); l < least {
			best, least = math.Exp(x), l
		}
	}
	got := FitTemperature(examples, predictions)
	if math.Abs(got/best-1) > 0.004 || got < 1.2 {
		t.Errorf("temperature %v, on the grid %v", got, best)
	}
	hot := make([]Prediction, len(predictions))
	for i, p := range predictions {
		hot[i] = atTemperature(p, got)
	}
	if again := FitTemperature(examples, hot); math.Abs(again-1) > 0.01 {
		t.Errorf("after division by the temperature it is %v, not 1", again)
	}
}

func TestFitTemperatureAtItsLimits(t *testing.T) {
	for name, c := range map[string]struct {
		gold []data.Span
		p    Prediction
		want float64
	}{
		"always right":                        {[]data.Span{theCat}, pointing(1, map[int]int{1: 5, 5: 2}), leastTemperature},
		"always wrong":                        {[]data.Span{theMat}, pointing(1, map[int]int{1: 5, 5: 2}), greatestTemperature},
		"never certain that it is impossible": {[]data.Span{theMat}, pointing(0, map[int]int{1: 8}), greatestTemperature},
	} {
		if got := FitTemperature([]data.Example{cat(c.gold...)}, []Prediction{c.p}); math.Abs(got/c.want-1) > 0.002 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := FitTemperature([]data.Example{{}}, []Prediction{{Pointer: []float32{1}}}); got != 1 {
		t.Errorf("without labels: %v", got)
	}
	if got := FitTemperature([]data.Example{cat(theCat)}, []Prediction{{}}); got != 1 {
		t.Errorf("without predictions: %v", got)
	}
}

// Where the model says 9 to 1 and 3 answers in 4 are right, which is 3 to 1, the
// temperature is log 9 / log 3 = 2.
func TestFitTemperatureByHand(t *testing.T) {
	var examples []data.Example
	var predictions []Prediction
	for i := range 4 {
		gold := theCat
		if i == 3 {
			gold = theMat
		}
		p := Prediction{Pointer: make([]float32, 11)}
		p.Pointer[1], p.Pointer[5] = 0.9, 0.1
		examples, predictions = append(examples, cat(gold)), append(predictions, p)
	}
	if got := FitTemperature(examples, predictions); got != 2 {
		t.Errorf("temperature %v, want 2", got)
	}
}
