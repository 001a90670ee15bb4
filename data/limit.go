package data

// MaxTokens is the greatest number of tokens that a model reads at a time. The time and
// memory of attention grow with the square of it; a GAP snippet has about 80 tokens. A
// longer text is read in windows, see package window.
const MaxTokens = 512
