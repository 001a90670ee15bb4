// Package export writes a model's attention in the forms that other viewers of
// attention read.
//
//	answers, err := r.Text("The cat sat on the mat because it was tired.")
//	err = export.Write(w, "npz", []export.Text{{Text: text, Answers: answers}})
//
// The formats, by name:
//
//	bertviz         the parameters of BertViz's head view and model view
//	bertviz-neuron  those of its neuron view, which its own interface has for three models only
//	circuitsvis     the properties of CircuitsVis's AttentionHeads
//	inspectus       the data that inspectus gives to its charts
//	npz             NumPy arrays, also under the names that TransformerLens uses
//	csv             a table with a row for each weight
//
// The first four are JSON, one object a line and a line for each text. In every
// format a pattern's rows are the words that look and its columns those looked
// at, and the same weights are the same bytes.
//
// In Python:
//
//	d = json.load(open("it.json"))["attention"][0]                          # --to bertviz
//	head_view([torch.tensor([l]) for l in d["attn"]], d["left_text"])       # bertviz
//	circuitsvis.render.render("AttentionHeads", **json.load(open("it.json")))
//	z = numpy.load("it.npz"); z["pattern"][0, 3]                            # layer 0, head 3
//	inspectus.attention(z["pattern"], z["tokens"].tolist(), z["tokens"].tolist())
//
// What this does not do: it brings none of these viewers along, and reads none
// of the formats back.
package export
