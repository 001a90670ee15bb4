package score

import (
	"encoding/json"
	"math"
	"testing"

	"antecedent/data"
	"antecedent/data/mention"
)

func paired(e data.Example, source, pair string) data.Example {
	e.Source, e.Pair = source, pair
	return e
}

func TestScore(t *testing.T) {
	free := cat(data.Span{Start: 1, End: 2})
	free.Candidates, free.Mentions = nil, mention.Find(free.Tokens)
	unlabelled := cat(theCat)
	unlabelled.Labelled = false

	toCat, toMat, none := pointing(0, map[int]int{1: 8}), pointing(0, map[int]int{5: 8}), pointing(8, nil)
	examples := []data.Example{
		paired(cat(theCat), "a:1", "1"), paired(cat(theMat), "a:2", "1"), // both right
		paired(cat(theCat), "a:3", "2"), paired(cat(theMat), "a:4", "2"), // half right
		paired(cat(theCat), "b:1", "1"), paired(cat(theMat), "b:2", "1"), // another file's pair 1: wrong
		paired(cat(theCat), "b:3", "9"), // its twin is missing
		cat(), cat(), cat(theCat),       // NONE: right, wrong, wrong
		free, free, unlabelled,
		cat(theCat, theMat), // two antecedents: either will do
		cat(theCat),         // no answer
		cat(),               // no answer is not the answer NONE
		cat(theCat),         // no prediction at all
	}
	predictions := []Prediction{
		toCat, toMat, toCat, toCat, toMat, toCat, toCat,
		none, toCat, none,
		toCat, toMat, toCat,
		toMat, {}, {None: 1},
	}
	want := Summary{Examples: 16, Correct: 7, Accuracy: 7.0 / 16, Pairs: 3, PairsCorrect: 1, PairAccuracy: 1.0 / 3}
	if got := Score(examples, predictions); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := Score(nil, predictions); got != (Summary{}) {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestSummaryJSON(t *testing.T) {
	got, err := json.Marshal(Summary{Examples: 4, Correct: 2, Accuracy: 0.5, Pairs: 2, PairsCorrect: 1, PairAccuracy: 0.5})
	const want = `{"examples":4,"correct":2,"accuracy":0.5,"pairs":2,"pairs_correct":1,"pair_accuracy":0.5}`
	if err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
}

func TestInterval(t *testing.T) {
	for _, c := range []struct {
		correct, total int
		lo, hi         float64
	}{
		// By hand: n/(n+z²) of the observed share plus z²/(n+z²) of one half
		// is the centre, z² = 3.8415.
		{0, 0, 0, 1},
		{0, 10, 0, 0.2775}, // z²/(n+z²)
		{10, 10, 0.7225, 1},
		{5, 10, 0.2366, 0.7634}, // ½ ± ½·z/√(n+z²)
		{81, 263, 0.2553, 0.3662},
		{1000, 2000, 0.4781, 0.5219},
	} {
		lo, hi := Interval(c.correct, c.total)
		if math.Abs(lo-c.lo) > 5e-5 || math.Abs(hi-c.hi) > 5e-5 {
			t.Errorf("Interval(%d, %d) = %.4f, %.4f; want %.4f, %.4f", c.correct, c.total, lo, hi, c.lo, c.hi)
		}
	}
}
