// Package export writes what a model computed for a text in the formats of other
// programs.
//
//	reading, err := r.Read("The cat sat on the mat because it was tired.")
//	err = export.Write(w, "npz", []export.Text{{Reading: reading, Query: -1}})
//	err = export.WriteJSON(w, reading, nil)
//
// [WriteJSON] writes the answers and the patterns as one object of JSON. [Write]
// writes the attention for viewers of attention.
//
// In the object start and end of a token count runes of the text. Those of an antecedent, of
// a mention and of a runner-up count tokens, and pronoun and head are tokens. All count from
// 0, and end is exclusive.
//
// The formats, by name:
//
//	bertviz      the parameters of BertViz's head view and model view
//	circuitsvis  the properties of CircuitsVis's AttentionHeads
//	inspectus    the data of inspectus's charts
//	npz          NumPy arrays, also under the names of TransformerLens
//	csv          a table with a row for each weight
//
// The first three are JSON: one object for one text, and an array of objects, one on a
// line, for several. In every format the rows of a pattern are queries and its columns
// are keys, and the same weights give the same bytes. All have the pointer, which
// decides: the viewers as one more layer or head, in which the row of each pronoun is
// the probability that it refers to each token, and all other rows are 0.
//
// [HowToOpen] tells how a file is opened.
//
// # Arrays of npz
//
// T tokens, L layers, H heads of width K, P pronouns. Offsets are of runes in the text,
// tokens and texts are counted from 0, weights and probabilities are shares of 1.
//
//	text       ()         the text
//	tokens     (T)        its tokens
//	offsets    (T,2)      of each token: its first rune, and the rune after its last
//	pattern    (L,H,T,T)  attention weights: [l, h, q, k] is what query q takes from key k
//	scores     (L,H,T,T)  the same before the softmax: q·k/√K + distance
//	query      ()         the token chosen to look from, or −1
//	pointer    (T)        of the first pronoun: probability of each token
//	pronoun    (P)        of each pronoun: its token
//	pointers   (P,T)      of each pronoun: probability of each token
//	none       (P)        of each pronoun: probability that it refers to none of them
//	antecedent (P,2)      of each pronoun: the answer's first token, and the token after its last; −1 for none
//	blocks.l.attn.hook_q|k|v|z                   (1,T,H,K)  as in a TransformerLens cache
//	blocks.l.attn.hook_attn_scores|hook_pattern  (1,H,T,T)
//
// Numbers are float32 and int64. With several texts each name begins with the number
// of the text: "0/pattern".
//
// # Columns of csv
//
//	text          number of the text, from 0
//	row           pointer, or pattern for a head
//	layer, head   from 0; empty for the pointer
//	query         token that looks, from 0, and query_token its text
//	key           token looked at, and key_token its text; empty and NONE for the pointer's last weight
//	score         before the softmax; empty for the pointer
//	weight        share of 1: those of a query in one head, or of a pronoun in the pointer, sum to 1
//
// # What it does not do
//
// It does not contain the viewers, and it does not read the formats.
package export
