package export

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"antecedent/resolve"
)

// jsonLines makes a writer of a format that is one JSON value on a line for each
// text. The characters < > & are escaped, so that a line can be put in a script
// element.
func jsonLines(value func(*resolve.Reading) any) func(io.Writer, []*resolve.Reading) error {
	return func(w io.Writer, readings []*resolve.Reading) error {
		e := json.NewEncoder(w)
		for _, r := range readings {
			if err := e.Encode(value(r)); err != nil {
				return fmt.Errorf("%.40q: %w", r.Text, err)
			}
		}
		return nil
	}
}

// bertviz makes the value of PYTHON_PARAMS in BertViz's head_view.js and
// model_view.js.
func bertviz(r *resolve.Reading) any {
	type attention struct { // one choice of the menu "Attention"
		Name      *string         `json:"name"` // null for the only one
		Attention [][][][]float32 `json:"attn"` // [L][H](T,T)
		Left      []string        `json:"left_text"`
		Right     []string        `json:"right_text"`
	}
	layers, heads := count(len(r.Patterns)), count(len(r.Patterns[0]))
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
		Attention:     []attention{{Attention: r.Patterns, Left: words(r), Right: words(r)}},
		DefaultFilter: "0",
		RootDivID:     "bertviz",
		IncludeLayers: layers,
		IncludeHeads:  heads,
		TotalHeads:    len(heads),
		DisplayMode:   "light",
	}
}

// circuitsvis makes the properties of CircuitsVis.AttentionHeads. It has no layers:
// the heads of all layers follow one another. By default its colours range from −1
// to 1 and weights on later tokens are hidden, so the range and the mask are set.
func circuitsvis(r *resolve.Reading) any {
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
	return props
}

// inspectus makes the data for window.chartsEmbed(element, data, {chart_type:
// color}, theme).
func inspectus(r *resolve.Reading) any {
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
		Source: words(r), Target: words(r),
		ChartTypes: []string{"attention_matrix", "query_token_heatmap", "key_token_heatmap", "dimension_heatmap", "token_dim_heatmap", "line_grid"},
		Dimensions: []named{{"layer"}, {"head"}},
	}
	for l, heads := range r.Patterns {
		for h, pattern := range heads {
			raw, n := littleEndian(slices.Concat(pattern...)), len(pattern)
			chart.Attention = append(chart.Attention, matrix{base64.StdEncoding.EncodeToString(raw), place{l, h}, [2]int{n, n}})
		}
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
