package resolve

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"antecedent/data"
	"antecedent/data/score"
)

// A long text is read in windows: each answer is that of its window read alone, in the
// tokens of the whole text.
func TestLongText(t *testing.T) {
	r := untrained(t, "The cat saw the dog because it was near it.")
	text := strings.Repeat("The 😀 cat saw the dog because it was near it. ", 120)
	done := 0
	reading, err := r.ReadContext(context.Background(), text, func(n, all int) { done = n })
	if err != nil {
		t.Fatal(err)
	}
	if !reading.Long() || reading.Patterns != nil || len(reading.Answers) != 240 || done != 240 {
		t.Fatalf("%d answers, progress %d", len(reading.Answers), done)
	}
	for i := 0; i < len(reading.Answers); {
		a := &reading.Answers[i]
		alone, err := r.ReadWindow(reading, a.Window)
		if err != nil {
			t.Fatal(err)
		}
		again, err := r.Answers(reading, a.Window)
		if err != nil || len(again) != len(alone.Answers) {
			t.Fatalf("%d answers, %v", len(again), err)
		}
		for k := range alone.Answers {
			brief, a, b := &reading.Answers[i], &again[k], &alone.Answers[k]
			if want := reading.brief(a); !cmp.Equal(*brief, want, cmp.AllowUnexported(Answer{})) || brief.Pointer != nil || !brief.Resolved() || len(brief.Options) > 2 {
				t.Errorf("answer %d: %+v, read again %+v", i, brief, want)
			}
			for k, o := range brief.Options {
				if got, want := reading.Label(brief, o), reading.Label(a, a.Options[k]); got != want {
					t.Errorf("answer %d: %q, read again %q", i, got, want)
				}
			}
			if a.Pronoun.Start != b.Pronoun.Start+a.Window.Start || a.None != b.None || !cmp.Equal(a.Pointer, b.Pointer) {
				t.Fatalf("answer %d: %+v is %+v alone", i, a.Pronoun, b.Pronoun)
			}
			if m := a.Antecedent; m != nil && (m.Text != b.Antecedent.Text || string([]rune(text)[m.StartRune:m.EndRune]) != m.Text || m.Text != reading.textOf(m.Span())) {
				t.Errorf("answer %d: %+v is %+v alone", i, m, b.Antecedent)
			}
			if a.Weight(a.Window.Start) != b.Pointer[0] || a.Weight(a.Window.Start-1) != 0 || a.Weight(a.Window.End) != 0 {
				t.Errorf("answer %d: weights outside of its window", i)
			}
			if len(reading.alternatives(a)) > 3 || reading.Words(a.Pronoun) != "it" {
				t.Errorf("answer %d: %v", i, reading.alternatives(a))
			}
			i++
		}
		if len(alone.Patterns[0][0]) != a.Window.Len() {
			t.Errorf("a window of %d tokens has patterns of %d", a.Window.Len(), len(alone.Patterns[0][0]))
		}
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := r.ReadContext(stopped, text, nil); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

// A text of as many tokens as a model reads at a time is read at once.
func TestLongestText(t *testing.T) {
	r := untrained(t, "It was.")
	text := strings.Repeat("it ", data.MaxTokens)
	if reading := read(t, r, text); reading.Long() || len(reading.Patterns[0][0]) != data.MaxTokens || reading.Answers[3].Window.Len() != data.MaxTokens {
		t.Error("a text of MaxTokens tokens was read in windows")
	}
	if reading := read(t, r, text+"it"); !reading.Long() || len(reading.Answers) != data.MaxTokens+1 {
		t.Error("a longer one was not")
	}
	if reading := read(t, r, strings.Repeat("cats ", 600)); len(reading.Answers) != 0 {
		t.Error("answers without pronouns")
	}
}

// Predict answers examples of long texts in their own tokens, among short ones. What it
// keeps of one is that of its window, however long the text is.
func TestPredictLong(t *testing.T) {
	r := untrained(t, "The cat saw the dog because it was near it.")
	text := strings.Repeat("The cat saw the dog because it was near it. ", 80)
	examples := append(data.FromText("The cat was near it."), data.FromText(text)...)
	predictions, err := r.Predict(context.Background(), examples, nil)
	if err != nil {
		t.Fatal(err)
	}
	reading := read(t, r, text)
	for i, p := range predictions[1:] {
		if w := reading.Answers[i].Window; p.First != w.Start || len(p.Pointer) != w.Len() {
			t.Fatalf("prediction %d is of %d tokens from %d on, not of its window %v", i, len(p.Pointer), p.First, w)
		}
		sum := p.None
		for _, w := range p.Pointer {
			sum += w
		}
		if sum < 0.999 || sum > 1.001 {
			t.Errorf("prediction %d adds up to %v", i, sum)
		}
		span, _, ok := score.Choose(&examples[1+i], p)
		if m := reading.Answers[i].Antecedent; ok != (m != nil) || ok && m.Span() != span {
			t.Errorf("pronoun %d: predicted %v, read %v", i, span, m)
		}
	}
}

// A long text is held once: what is kept of an answer does not grow with the window that
// it was read in.
func TestLongTextIsHeldOnce(t *testing.T) {
	r := untrained(t, "The cat saw the dog because it was near it.")
	text := strings.Repeat("it ", 20*data.MaxTokens)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	reading := read(t, r, text)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if each := (int(after.HeapAlloc) - int(before.HeapAlloc)) / len(reading.Answers); each > 4<<10 {
		t.Errorf("%d bytes a pronoun", each)
	}
	runtime.KeepAlive(reading)
}

// A span that is no window of the text is an error of both methods that read windows.
func TestNoWindow(t *testing.T) {
	r := untrained(t, "It was.")
	reading := read(t, r, strings.Repeat("it ", data.MaxTokens+9))
	n := len(reading.Tokens)
	for _, span := range []data.Span{{}, {Start: -1, End: 5}, {Start: 5, End: 5}, {Start: 6, End: 5}, {Start: n - 5, End: n + 1}, {Start: 0, End: data.MaxTokens + 1}} {
		if _, err := r.Answers(reading, span); err == nil {
			t.Errorf("Answers of %v", span)
		}
		if _, err := r.ReadWindow(reading, span); err == nil {
			t.Errorf("ReadWindow of %v", span)
		}
	}
	if _, err := new(Resolver).Answers(reading, reading.Answers[0].Window); err == nil {
		t.Error("answers without a model")
	}
}
