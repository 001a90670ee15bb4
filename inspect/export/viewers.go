package export

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// eachAsJSON writes what a viewer wants for each text on a line of its own. The
// signs < > & are escaped, so that a line can stand in a script element.
func eachAsJSON(of func(*Text) any) func(io.Writer, []Text) error {
	return func(w io.Writer, texts []Text) error {
		e := json.NewEncoder(w)
		for i := range texts {
			if err := e.Encode(of(&texts[i])); err != nil {
				return fmt.Errorf("%.40q: %w", texts[i].Text, err)
			}
		}
		return nil
	}
}

// rootDiv is the id of the element that the page for BertViz has to have.
const rootDiv = "bertviz"

// A bertvizAttention is one choice of BertViz's menu "Attention". All lists are
// by layer and head.
type bertvizAttention struct {
	Name      *string         `json:"name"` // null for the only one
	Attention [][][][]float32 `json:"attn"` // [L][H][T][T]
	Left      []string        `json:"left_text"`
	Right     []string        `json:"right_text"`
	Queries   [][][][]float32 `json:"queries,omitempty"` // [L][H][T][K], of the neuron view
	Keys      [][][][]float32 `json:"keys,omitempty"`
}

// bertviz makes what head_view.js and model_view.js have in the place of
// PYTHON_PARAMS.
func bertviz(t *Text) any {
	layers, heads := count(len(t.weights().Patterns)), count(len(t.weights().Patterns[0]))
	return struct {
		Attention     []bertvizAttention `json:"attention"`
		DefaultFilter string             `json:"default_filter"` // an index of Attention
		RootDivID     string             `json:"root_div_id"`
		Layer         *int               `json:"layer"` // null: the first
		Heads         []int              `json:"heads"` // null: all
		IncludeLayers []int              `json:"include_layers"`
		IncludeHeads  []int              `json:"include_heads"`
		TotalHeads    int                `json:"total_heads"`
		DisplayMode   string             `json:"display_mode"`
	}{
		Attention:     []bertvizAttention{{Attention: t.weights().Patterns, Left: t.words(), Right: t.words()}},
		DefaultFilter: "0",
		RootDivID:     rootDiv,
		IncludeLayers: layers,
		IncludeHeads:  heads,
		TotalHeads:    len(heads),
		DisplayMode:   "light",
	}
}

// bertvizNeuron makes what neuron_view.js reads from window.bertviz_params.
func bertvizNeuron(t *Text) any {
	r := t.weights()
	return struct {
		Attention     map[string]bertvizAttention `json:"attention"`
		DefaultFilter string                      `json:"default_filter"`
		RootDivID     string                      `json:"root_div_id"`
		Bidirectional bool                        `json:"bidirectional"`
		DisplayMode   string                      `json:"display_mode"`
		Layer         int                         `json:"layer"`
		Head          int                         `json:"head"`
	}{
		Attention:     map[string]bertvizAttention{"all": {Attention: r.Patterns, Left: t.words(), Right: t.words(), Queries: r.Queries, Keys: r.Keys}},
		DefaultFilter: "all",
		RootDivID:     rootDiv,
		Bidirectional: true,
		DisplayMode:   "light",
	}
}

// circuitsvis makes the properties of CircuitsVis.AttentionHeads, which knows
// no layers: the heads of all follow one another. Its own range of colours is
// −1 to 1 and it hides what a causal model could not see, so both are set.
func circuitsvis(t *Text) any {
	props := struct {
		Attention    [][][]float32 `json:"attention"` // [L·H][T][T]
		Tokens       []string      `json:"tokens"`
		Names        []string      `json:"attentionHeadNames"`
		MaxValue     int           `json:"maxValue"`
		MinValue     int           `json:"minValue"`
		MaskUpperTri bool          `json:"maskUpperTri"`
	}{Tokens: t.words(), MaxValue: 1}
	for l, heads := range t.weights().Patterns {
		for h, pattern := range heads {
			props.Attention = append(props.Attention, pattern)
			props.Names = append(props.Names, fmt.Sprintf("L%dH%d", l, h))
		}
	}
	return props
}

// inspectus makes the second argument of its window.chartsEmbed(element, data,
// {chart_type: color}, theme).
func inspectus(t *Text) any {
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
		Source: t.words(), Target: t.words(),
		ChartTypes: []string{"attention_matrix", "query_token_heatmap", "key_token_heatmap", "dimension_heatmap", "token_dim_heatmap", "line_grid"},
		Dimensions: []named{{"layer"}, {"head"}},
	}
	for l, heads := range t.weights().Patterns {
		for h, pattern := range heads {
			var raw []byte
			for _, row := range pattern {
				raw = littleEndian(raw, row)
			}
			n := len(pattern)
			chart.Attention = append(chart.Attention, matrix{base64.StdEncoding.EncodeToString(raw), place{l, h}, [2]int{n, n}})
		}
	}
	return chart
}

// littleEndian appends the bytes of float32s.
func littleEndian(raw []byte, row []float32) []byte {
	for _, x := range row {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return raw
}

// count is 0, 1, … n−1.
func count(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
