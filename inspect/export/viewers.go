package export

import (
	"encoding/base64"
	"fmt"
	"io"
	"iter"

	"antecedent/resolve"
)

// jsonValues makes a writer of a format that is one JSON value for a text, and an array
// of them, one on a line, for several. No line break follows, because a value may be put
// into a template within a line; the characters < > & are escaped, so that it can stand
// in a script element.
func jsonValues(value func(p *parts, r *resolve.Reading, query int)) func(io.Writer, iter.Seq2[Text, error], bool) error {
	return func(w io.Writer, texts iter.Seq2[Text, error], several bool) error {
		p := newParts(w)
		p.escape = true
		if several {
			p.text("[")
		}
		between := ""
		for t, err := range texts {
			if err != nil {
				return err
			}
			p.text(between)
			between = ",\n"
			value(p, t.Reading, t.Query)
			if p.err != nil {
				return fmt.Errorf("%.40q: %w", t.Text, p.err)
			}
		}
		if several {
			p.text("]")
		}
		return p.end()
	}
}

// bertviz writes the value of PYTHON_PARAMS in BertViz's head_view.js and
// model_view.js. After the layers of the model there is one more for the pointer: its
// head 0 is [pointerRow], its other heads are 0.
func bertviz(p *parts, r *resolve.Reading, query int) {
	layers, heads := len(r.Patterns), len(r.Patterns[0])
	if len(r.Answers) > 0 {
		layers++
	}
	none := make([]float32, len(r.Tokens))
	p.text(`{"attention":[{"name":null,"attn":`) // the only choice of the menu "Attention": [L][H](T,T)
	p.list(layers, func(l int) {
		p.list(heads, func(h int) {
			switch {
			case l < len(r.Patterns):
				p.matrix(rows(r.Patterns[l][h], query))
			case h == 0:
				p.pointer(r, query)
			default:
				p.list(len(rows(r.Tokens, query)), func(int) { p.row(none) })
			}
		})
	})
	p.fields(struct {
		Left  []string `json:"left_text"`
		Right []string `json:"right_text"`
	}{rows(words(r), query), words(r)})
	p.text("]")
	p.fields(struct {
		DefaultFilter string `json:"default_filter"` // an index of "attention"
		RootDivID     string `json:"root_div_id"`    // the element of the page to draw in
		Layer         *int   `json:"layer"`          // null: the first
		Heads         []int  `json:"heads"`          // null: all
		IncludeLayers []int  `json:"include_layers"`
		IncludeHeads  []int  `json:"include_heads"`
		TotalHeads    int    `json:"total_heads"`
		DisplayMode   string `json:"display_mode"`
	}{
		DefaultFilter: "0",
		RootDivID:     "bertviz",
		IncludeLayers: count(layers),
		IncludeHeads:  count(heads),
		TotalHeads:    heads,
		DisplayMode:   "light",
	})
}

// circuitsvis writes the properties of CircuitsVis.AttentionHeads. It has no layers:
// the heads of all layers follow one another, and after them the pointer, see
// [pointerRow]. By default its colours range from −1 to 1 and weights on later tokens
// are hidden, so the range and the mask are set.
func circuitsvis(p *parts, r *resolve.Reading, _ int) {
	heads := r.Heads()
	var names []string
	for _, h := range heads {
		names = append(names, fmt.Sprintf("L%dH%d", h.Layer, h.Head))
	}
	if len(r.Answers) > 0 {
		names = append(names, "pointer")
	}
	p.text(`{"attention":`) // [L·H](T,T)
	p.list(len(names), func(i int) {
		if i < len(heads) {
			p.matrix(r.Patterns[heads[i].Layer][heads[i].Head])
		} else {
			p.pointer(r, -1)
		}
	})
	p.fields(struct {
		Tokens       []string `json:"tokens"`
		Names        []string `json:"attentionHeadNames"`
		MaxValue     int      `json:"maxValue"`
		MinValue     int      `json:"minValue"`
		MaskUpperTri bool     `json:"maskUpperTri"`
	}{Tokens: words(r), Names: names, MaxValue: 1})
}

// inspectus writes the data for window.chartsEmbed(element, data, {chart_type:
// color}, theme). The pointer, see [pointerRow], is head 0 of one more layer.
func inspectus(p *parts, r *resolve.Reading, query int) {
	type place struct {
		Layer int `json:"layer"`
		Head  int `json:"head"`
	}
	type about struct {
		Info  place  `json:"info"`
		Shape [2]int `json:"shape"`
	}
	type named struct {
		Name string `json:"name"`
	}
	queries := rows(count(len(r.Tokens)), query)
	matrix := func(layer, head int, row func(q int) []float32) {
		p.text(`{"values":"`) // float32, little-endian, row by row, in base64
		b := base64.NewEncoder(base64.StdEncoding, p.w)
		for _, q := range queries {
			p.scratch = appendLittleEndian(p.scratch[:0], row(q))
			if p.err == nil {
				_, p.err = b.Write(p.scratch)
			}
		}
		if err := b.Close(); p.err == nil {
			p.err = err
		}
		p.text(`"`)
		p.fields(about{place{layer, head}, [2]int{len(queries), len(r.Tokens)}})
	}
	heads := r.Heads()
	n := len(heads)
	if len(r.Answers) > 0 {
		n++
	}
	p.text(`{"attention":`)
	p.list(n, func(i int) {
		if i < len(heads) {
			h := heads[i]
			matrix(h.Layer, h.Head, func(q int) []float32 { return r.Patterns[h.Layer][h.Head][q] })
		} else {
			matrix(len(r.Patterns), 0, pointerRow(r))
		}
	})
	p.fields(struct {
		Source     []string `json:"src_tokens"`
		Target     []string `json:"tgt_tokens"`
		ChartTypes []string `json:"chart_types"`
		Dimensions []named  `json:"dimensions"`
	}{
		Source: rows(words(r), query), Target: words(r),
		ChartTypes: []string{"attention_matrix", "query_token_heatmap", "key_token_heatmap", "dimension_heatmap", "token_dim_heatmap", "line_grid"},
		Dimensions: []named{{"layer"}, {"head"}},
	})
}

// pointer writes the rows of the pointer, see [pointerRow].
func (p *parts) pointer(r *resolve.Reading, query int) {
	row, queries := pointerRow(r), rows(count(len(r.Tokens)), query)
	p.list(len(queries), func(i int) { p.row(row(queries[i])) })
}

// count is 0, 1, … n−1.
func count(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
