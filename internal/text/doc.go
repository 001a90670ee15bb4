// Package text reads the text that people give to the commands, in files and on
// standard input, so that all of it is treated alike.
//
// [NewReader] takes off a byte-order mark and turns UTF-16 into UTF-8. [Lines] reads
// lines of a limited length. A line that is too long or that [Check] refuses does not
// keep the others from being read.
//
// This package does not guess: text in another encoding than UTF-8, or UTF-16 with a
// mark, is an error, which says where it is and what the encoding may be.
package text
