// Package export writes what a model computed for a text in the formats of other
// programs.
//
//	reading, err := r.Read("The cat sat on the mat because it was tired.")
//	err = export.Write(w, "npz", []*resolve.Reading{reading})
//	err = export.WriteJSON(w, reading)
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
// The first three are JSON, one object on a line for each text. In every format the
// rows of a pattern are queries and its columns are keys, and the same weights give
// the same bytes.
//
// In Python:
//
//	d = json.load(open("bertviz.json"))["attention"][0]
//	head_view([torch.tensor([l]) for l in d["attn"]], d["left_text"])
//	circuitsvis.render.render("AttentionHeads", **json.load(open("circuitsvis.json")))
//	z = numpy.load("it.npz"); z["pattern"][0, 3]   # layer 0, head 3
//	inspectus.attention(z["pattern"], z["tokens"].tolist(), z["tokens"].tolist())
//
// # What it does not do
//
// It does not contain the viewers, and it does not read the formats.
package export
