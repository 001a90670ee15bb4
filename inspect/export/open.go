package export

import (
	"fmt"
	"strings"
)

// HowToOpen says in a few lines how a file of a format with so many texts is opened, in
// Python but for csv. It is empty for a format that does not exist.
func HowToOpen(format, file string, texts int) []string {
	// One text is a value, several are a list of them.
	each := func(load string, show ...string) []string {
		lines := []string{load}
		if texts > 1 {
			lines = append(lines, "for d in data:")
			for i := range show {
				show[i] = "    " + show[i]
			}
		}
		return append(lines, show...)
	}
	value := "d"
	if texts > 1 {
		value = "data"
	}
	load := fmt.Sprintf("import json; %s = json.load(open(%s))", value, quote(file))
	switch format {
	case "bertviz":
		return append([]string{"from bertviz import head_view; import torch"}, each(load,
			`a = d["attention"][0]  # the last layer is the pointer`,
			`head_view([torch.tensor([l]) for l in a["attn"]], a["left_text"])`)...)
	case "circuitsvis":
		return append([]string{"from circuitsvis.utils.render import render"}, each(load, `render("AttentionHeads", **d)  # the last head is the pointer`)...)
	case "inspectus":
		return append([]string{"with chartsEmbed of inspectus's script, on a page: chartsEmbed(element, d, {chart_type: \"blue\"}, \"light\")",
			"d is the JSON of the file; its last layer is the pointer"}, several(texts, "with several texts the file is an array of them")...)
	case "npz":
		name := ""
		if texts > 1 {
			name = "0/"
		}
		return append([]string{
			fmt.Sprintf("import numpy; z = numpy.load(%s)", quote(file)),
			fmt.Sprintf(`z["%spattern"]   # (L,H,T,T): what each token looks at, by layer and head`, name),
			fmt.Sprintf(`z["%spointer"]   # (T): probability that the first pronoun refers to each token`, name),
		}, several(texts, `the names of the second text begin with "1/", and so on`)...)
	case "csv":
		return []string{fmt.Sprintf("import pandas; t = pandas.read_csv(%s, keep_default_na=False)", quote(file)),
			`t[t.row == "pointer"]   # the decision; row "pattern" is the weights of the heads`}
	}
	return nil
}

// several is a line that is for several texts only.
func several(texts int, line string) []string {
	if texts > 1 {
		return []string{line}
	}
	return nil
}

// quote is a name as a string of Python.
func quote(name string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
}
