package data

import (
	"hash/fnv"
	"testing"
)

// A set of texts finds what WithoutTexts leaves out.
func TestTextsKnowTheirExamples(t *testing.T) {
	train := []Example{labelled("It rains.", Span{0, 1}), labelled("Tim saw it and it ran.", Span{2, 3}), labelled("Tim saw it and it ran.", Span{4, 5})}
	texts := TextsOf(train)
	h := fnv.New64a()
	h.Write([]byte(normalized(&train[0])))
	if got := textHash(&train[0]); got != h.Sum64() {
		t.Errorf("the hash of %q is %x, not %x", normalized(&train[0]), got, h.Sum64())
	}
	if len(texts) != 2 {
		t.Errorf("%d texts, not 2", len(texts))
	}
	same := []Example{labelled("it  RAINS .", Span{0, 1}), labelled("It rains", Span{0, 1}), FromText("It rains.")[0]}
	if !texts.Has(&same[0]) || texts.Has(&same[1]) || texts.Count(same) != 1 {
		t.Errorf("%v, %v, %d of them", texts.Has(&same[0]), texts.Has(&same[1]), texts.Count(same))
	}
	if both := texts.Union(TextsOf(same)); len(both) != 3 || !both.Has(&same[1]) || !both.Has(&train[1]) {
		t.Errorf("the union has %d texts", len(both))
	}
	if n := (Texts)(nil).Count(train); n != 0 {
		t.Errorf("no texts have %d examples", n)
	}
}
