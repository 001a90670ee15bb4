package export

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"antecedent/resolve"
)

// jsonValues makes a writer of a format that is one JSON value for a text, and an array
// of them, one on a line, for several. No line break follows, because a value may be put
// into a template within a line; the characters < > & are escaped, so that it can stand
// in a script element.
func jsonValues(value func(r *resolve.Reading, query int) any) func(io.Writer, []Text) error {
	return func(w io.Writer, texts []Text) error {
		var list [][]byte
		for _, t := range texts {
			line, err := json.Marshal(value(t.Reading, t.Query))
			if err != nil {
				return fmt.Errorf("%.40q: %w", t.Text, err)
			}
			list = append(list, line)
		}
		text := bytes.Join(list, []byte(",\n"))
		if len(list) != 1 {
			text = slices.Concat([]byte("["), text, []byte("]"))
		}
		_, err := w.Write(text)
		return err
	}
}

// bertviz makes the value of PYTHON_PARAMS in BertViz's head_view.js and
// model_view.js. After the layers of the model there is one more for the pointer: its
// head 0 is [pointerRows], its other heads are 0.
func bertviz(r *resolve.Reading, query int) any {
	type attention struct { // one choice of the menu "Attention"
		Name      *string         `json:"name"` // null for the only one
		Attention [][][][]float32 `json:"attn"` // [L][H](T,T)
		Left      []string        `json:"left_text"`
		Right     []string        `json:"right_text"`
	}
	heads := len(r.Patterns[0])
	all := slices.Clone(r.Patterns)
	if pointer := pointerRows(r); pointer != nil {
		layer := [][][]float32{pointer}
		for range heads - 1 {
			zero := make([][]float32, len(r.Tokens))
			for i := range zero {
				zero[i] = make([]float32, len(r.Tokens))
			}
			layer = append(layer, zero)
		}
		all = append(all, layer)
	}
	var chosen [][][][]float32
	for _, layer := range all {
		var list [][][]float32
		for _, pattern := range layer {
			list = append(list, rows(pattern, query))
		}
		chosen = append(chosen, list)
	}
	return struct {
		Attention     []attention `json:"attention"`
		DefaultFilter string      `json:"default_filter"` // an index of Attention
		RootDivID     string      `json:"root_div_id"`    // the element of the page to draw in
		Layer         *int        `json:"layer"`          // null: the first
		Heads         []int       `json:"heads"`          // null: all
		IncludeLayers []int       `json:"include_layers"`
		IncludeHeads  []int       `json:"include_heads"`
		TotalHeads    int         `json:"total_heads"`
		DisplayMode   string      `json:"display_mode"`
	}{
		Attention:     []attention{{Attention: chosen, Left: rows(words(r), query), Right: words(r)}},
		DefaultFilter: "0",
		RootDivID:     "bertviz",
		IncludeLayers: count(len(chosen)),
		IncludeHeads:  count(heads),
		TotalHeads:    heads,
		DisplayMode:   "light",
	}
}

// circuitsvis makes the properties of CircuitsVis.AttentionHeads. It has no layers:
// the heads of all layers follow one another, and after them the pointer, see
// [pointerRows]. By default its colours range from −1 to 1 and weights on later tokens
// are hidden, so the range and the mask are set.
func circuitsvis(r *resolve.Reading, _ int) any {
	props := struct {
		Attention    [][][]float32 `json:"attention"` // [L·H](T,T)
		Tokens       []string      `json:"tokens"`
		Names        []string      `json:"attentionHeadNames"`
		MaxValue     int           `json:"maxValue"`
		MinValue     int           `json:"minValue"`
		MaskUpperTri bool          `json:"maskUpperTri"`
	}{Attention: slices.Concat(r.Patterns...), Tokens: words(r), MaxValue: 1}
	for l, heads := range r.Patterns {
		for h := range heads {
			props.Names = append(props.Names, fmt.Sprintf("L%dH%d", l, h))
		}
	}
	if pointer := pointerRows(r); pointer != nil {
		props.Attention, props.Names = append(props.Attention, pointer), append(props.Names, "pointer")
	}
	return props
}

// inspectus makes the data for window.chartsEmbed(element, data, {chart_type:
// color}, theme). The pointer, see [pointerRows], is head 0 of one more layer.
func inspectus(r *resolve.Reading, query int) any {
	type place struct {
		Layer int `json:"layer"`
		Head  int `json:"head"`
	}
	type matrix struct {
		Values string `json:"values"` // float32, little-endian, row by row, in base64
		Info   place  `json:"info"`
		Shape  [2]int `json:"shape"`
	}
	type named struct {
		Name string `json:"name"`
	}
	chart := struct {
		Attention  []matrix `json:"attention"`
		Source     []string `json:"src_tokens"`
		Target     []string `json:"tgt_tokens"`
		ChartTypes []string `json:"chart_types"`
		Dimensions []named  `json:"dimensions"`
	}{
		Source: rows(words(r), query), Target: words(r),
		ChartTypes: []string{"attention_matrix", "query_token_heatmap", "key_token_heatmap", "dimension_heatmap", "token_dim_heatmap", "line_grid"},
		Dimensions: []named{{"layer"}, {"head"}},
	}
	add := func(layer, head int, pattern [][]float32) {
		pattern = rows(pattern, query)
		raw := littleEndian(slices.Concat(pattern...))
		chart.Attention = append(chart.Attention, matrix{base64.StdEncoding.EncodeToString(raw), place{layer, head}, [2]int{len(pattern), len(r.Tokens)}})
	}
	for l, heads := range r.Patterns {
		for h, pattern := range heads {
			add(l, h, pattern)
		}
	}
	if pointer := pointerRows(r); pointer != nil {
		add(len(r.Patterns), 0, pointer)
	}
	return chart
}

// count is 0, 1, … n−1.
func count(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
