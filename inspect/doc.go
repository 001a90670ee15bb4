// Package inspect shows people and programs what a model looked at.
//
// [WriteAnswers] prints what each pronoun of a text refers to, and below it a
// heat map of where the pronoun looks: a row for the pointer, which decides,
// and one for each head of each layer. A [layout.Style] says what the terminal
// can show. [Object] holds the same and more for other programs, as one JSON
// object a text.
//
//	answers, err := r.Text(text)
//	unknown := inspect.Unknown(r, answers[0].Example.Tokens)
//	style, err := layout.NewStyle("auto", isTerminal, width, os.Getenv)
//	err = inspect.WriteAnswers(os.Stdout, text, answers, unknown, style)
//
// [Evaluate] scores a model beside baselines, [Explain] goes through the steps of
// attention with the numbers of one head, [WriteMap] prints all of a head, and
// [Compare] says what changed between two models. Pictures, exports, the page
// and the tests of how far to believe attention are packages below this one.
//
// Nothing is told by colour alone: every cell holds its number, and what is
// marked in colour is also marked with a character. Without colour the same
// text comes out, without escape sequences. No line is wider than the style
// says, however long the text and whatever its script.
//
// Caveats. A head is named layer.head, both counted from 0, as parameters and
// the JSON are. A weight says what share of a head's mixture came from a
// position; from layer 1 on that position already holds a mixture itself, and
// a weight is no proof that the answer depends on it.
//
// What this does not do: it never prints by itself, never trains, and never
// reads the environment or the terminal, which the caller hands to it.
package inspect
