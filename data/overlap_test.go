package data

import "testing"

func TestWithoutTexts(t *testing.T) {
	train := []Example{
		labelled("It rains.", Span{0, 1}),
		labelled("it  RAINS .", Span{0, 1}),
		labelled("It rains", Span{0, 1}),
		labelled("Tim saw it and it ran.", Span{2, 3}),
		labelled("Tim saw it and it ran.", Span{4, 5}),
	}
	valid := []Example{labelled("It rains.", Span{0, 1}), labelled("Tim saw it and it ran.", Span{4, 5})}
	kept := WithoutTexts(train, valid)
	if len(kept) != 1 || kept[0].Text != "It rains" {
		t.Errorf("kept %v", kept)
	}
	if kept := WithoutTexts(train, nil); len(kept) != len(train) {
		t.Errorf("%d of %d examples are left without any to compare them with", len(kept), len(train))
	}
}
