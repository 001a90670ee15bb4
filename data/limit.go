package data

// MaxTokens is the greatest length of a text. The time and memory of attention grow
// with the square of it; a GAP snippet has about 80 tokens.
const MaxTokens = 512
