// Package layout writes text for people: on a terminal, in a file or in a pipe.
//
// A [Style] says what the output can show: colours, characters beyond ASCII, and
// how many display cells a line has. A [Printer] writes in that style: wrapped
// paragraphs, and tables ([Table]), heat maps ([HeatMap]) and vectors ([Vector])
// that are cut into blocks where a line would be too long.
//
//	style, err := layout.NewStyle("auto", "auto", isTerminal, width, os.Getenv)
//	p := layout.NewPrinter(os.Stdout, style)
//	p.Wrap(layout.Bold, "The title", 0, 2)
//	p.Table(table)
//	return p.Err()
//
// Numbers are written by one function for each kind: [Number], [Percent], [Hundredths],
// [Grouped], [Plural] and [Duration].
//
// No line is wider than the style says, whatever the script of the text; fixed
// tables ([NewFixedTable]) are the exception. Colour never carries anything alone:
// without colours the same text comes out, without escape sequences.
//
// Words that come from outside go through [Printable] or [Visible] first, because
// the package writes what it is given. It does not read the environment or ask
// the terminal: the caller passes both.
package layout
