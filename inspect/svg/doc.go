// Package svg draws attention as SVG files.
//
// Each picture is a function from values to a writer:
//
//	reading, err := r.Read("The cat sat on the mat because it was tired.")
//	err = svg.Rows(w, reading, -1)        // what the pronouns attend to, in every head
//	err = svg.Head(w, reading, head, -1)  // one head: the weight of every token for every token
//	err = svg.Lines(w, reading, head, -1) // the same as lines from token to token
//	err = svg.Grid(w, reading, -1)        // all heads, small
//
//	history, err := checkpoints.ReadHistory(dir)
//	err = svg.Loss(w, history)        // loss and accuracy over the training
//
// The last argument is the token whose attention stands out: −1 for the pronouns, or in
// a text without one for its first content word.
//
// The same values give the same bytes. Text can be selected and searched, nothing
// is loaded from elsewhere, and each picture has a title and a description for
// screen readers. The background is part of the picture, so it can be placed on a
// light page and on a dark one. Weight is shown by the lightness of one hue,
// always on the scale 0 to 1, with the number in the cell where there is room;
// colour never carries anything alone.
//
// # Caveats
//
// A viewer of an SVG chooses the font, so widths are computed for the widest of
// the usual ones. A word that is longer than its place is cut; the title that
// shows when the mouse rests on it has the whole word.
//
// # What it does not do
//
// The pictures are not interactive; package inspect/page makes a page that is.
package svg
