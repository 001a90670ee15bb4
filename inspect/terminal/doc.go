// Package terminal shows in a terminal what a model answered and where its heads
// attended.
//
// [WriteAnswers] prints the answer of each pronoun of a text, a heat map of the
// pronoun's row of every head, and one sentence that says it in words. [WriteLook]
// does the same for any one word; [WriteList] prints one line for each pronoun instead,
// and [WriteMap] every weight of one head:
//
//	reading, err := r.Read(text)
//	style, err := layout.NewStyle("auto", "auto", isTerminal, width, os.Getenv)
//	err = terminal.WriteAnswers(os.Stdout, reading, reading.Answers, style)
//
// A head has a mark where it deserves to be named, by the rule of [resolve.Looks].
//
// Caveats. A weight says what share of a head's mixture came from a position; from
// layer 1 on that position already holds a mixture itself, and a weight is no proof
// that the answer depends on it: package faithfulness tests that.
package terminal
