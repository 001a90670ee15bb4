// Package draw makes pictures of attention as SVG files.
//
// Each picture is a function from values to a writer:
//
//	answers, err := r.Text("The cat sat on the mat because it was tired.")
//	err = draw.Rows(w, answers)        // what the pronoun looks at, in every head
//	err = draw.Head(w, answers, 0, 2)  // one head, every word by every word
//	err = draw.Lines(w, answers, 0, 2) // the same as lines from word to word
//	err = draw.Grid(w, answers)        // all heads, small
//	err = draw.Loss(w, history)        // how training went
//
// The pictures are made to be kept: the same values give the same bytes, text
// is text that can be selected and searched, nothing is fetched from anywhere,
// and each has a title and a description for those who cannot see it. They
// bring their own background, so they can stand on a light page and on a dark
// one. Weight is shown by the lightness of one hue, always on the scale 0 to 1,
// with the number in the cell where there is room; nothing is told by colour
// alone.
//
// Caveats. A program that shows an SVG chooses the font, so widths are reckoned
// with the widest of the usual ones; words that are longer than their place are
// cut, and whole in the title that shows when the mouse rests on them.
//
// What this does not do: it makes no bitmaps, reacts to nothing, and trains
// nothing.
package draw
