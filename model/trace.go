package model

import (
	"fmt"
	"slices"

	"antecedent/model/reference"
)

// A Trace is what the model computed for one text of T tokens, without padding,
// and P pronouns. It does not share memory with the model.
type Trace struct {
	Pointer [][]float32 // (P,T) probability that the pronoun refers to each token
	None    []float32   // (P) probability that it refers to none of them

	// The pointer's scores before the softmax are Content + Structure, divided by the
	// temperature: what the vectors of pronoun and token say, and what the features of
	// the mention do.
	Content   [][]float32 // (P,T+1), NONE last
	Structure [][]float32 // (P,T)

	Patterns [][][][]float32 // [L][H](T,T) row i: what token i attends to
	Scores   [][][][]float32 // [L][H](T,T) the patterns before the softmax

	// The vectors that each head computes of the tokens, and the mix of values
	// that is its output.
	Queries, Keys, Values, Mixed [][][][]float32 // [L][H](T,K)
}

// Trace evaluates a batch of one text. A change, if not nil, is made on the way:
// Patterns and Mixed are those after it.
func (m *Model) Trace(b Batch, change *Intervention) (*Trace, error) {
	return m.trace(b, change, true)
}

// TracePointers is [Model.Trace] of the pointers alone, without what the heads computed.
func (m *Model) TracePointers(b Batch) (*Trace, error) { return m.trace(b, nil, false) }

func (m *Model) trace(b Batch, change *Intervention, heads bool) (*Trace, error) {
	if b.Size != 1 {
		return nil, fmt.Errorf("model: Trace takes one text, not %d", b.Size)
	}
	e := m.evaluators.take()
	defer m.evaluators.put(e)
	p, err := m.run(e, b, programKey{keep: true}, change)
	if err != nil {
		return nil, err
	}
	n, d := b.Lengths[0], m.config.Width
	t := &Trace{Pointer: newRows(b.Queries, n), None: make([]float32, b.Queries), Content: newRows(b.Queries, n+1), Structure: newRows(b.Queries, n)}
	w := m.FeatureWeights()
	for i := range b.Queries {
		row := p.pointer[i*(b.Length+1) : (i+1)*(b.Length+1)]
		t.None[i] = row[b.Length]
		copy(t.Pointer[i], row)
		logits := p.logits[i*(b.Length+1) : (i+1)*(b.Length+1)]
		content, structure := t.Content[i], t.Structure[i]
		copy(content, logits[:n])
		content[n] = logits[b.Length]
		if m.config.Structure > 0 {
			for j, features := range b.Structure[i*b.Length:][:n] {
				structure[j] = w.sum(features)
				content[j] -= structure[j]
			}
		}
	}
	for l := 0; heads && l < m.config.Layers; l++ {
		t.Patterns = append(t.Patterns, m.square(p.trace.patterns[l], n, b.Length))
		t.Scores = append(t.Scores, m.square(p.trace.scores[l], n, b.Length))
		t.Queries = append(t.Queries, m.columns(p.trace.qkv[l], n, 3*d, 0))
		t.Keys = append(t.Keys, m.columns(p.trace.qkv[l], n, 3*d, d))
		t.Values = append(t.Values, m.columns(p.trace.qkv[l], n, 3*d, 2*d))
		t.Mixed = append(t.Mixed, m.columns(p.trace.z[l], n, d, 0))
	}
	if !t.finite() {
		return nil, m.notFinite()
	}
	return t, nil
}

// FeatureWeights returns the weights of the structural features, to be read.
func (m *Model) FeatureWeights() (w FeatureWeights) {
	if m.config.Structure > 0 {
		last := m.parameters[len(m.parameters)-2:]
		w = FeatureWeights{last[0].Data, last[1].Data}
	}
	return w
}

// square copies the parts (n,n) of H matrices (T,T).
func (m *Model) square(data []float32, n, length int) [][][]float32 {
	return m.perHead(n, n, func(h, i int) []float32 { return data[(h*length+i)*length:] })
}

// columns copies each head's K of the D columns from left on, of n rows.
func (m *Model) columns(data []float32, n, stride, left int) [][][]float32 {
	k := m.config.HeadWidth()
	return m.perHead(n, k, func(h, i int) []float32 { return data[i*stride+left+h*k:] })
}

// perHead copies, for each head, the first cols numbers of n rows.
func (m *Model) perHead(n, cols int, row func(h, i int) []float32) [][][]float32 {
	rows, list := newRows(m.config.Heads*n, cols), make([][][]float32, m.config.Heads)
	for h := range list {
		list[h] = rows[h*n : (h+1)*n : (h+1)*n]
		for i := range n {
			copy(list[h][i], row(h, i))
		}
	}
	return list
}

// newRows is a matrix in one piece of memory.
func newRows(rows, cols int) [][]float32 {
	numbers, list := make([]float32, rows*cols), make([][]float32, rows)
	for i := range list {
		list[i] = numbers[i*cols : (i+1)*cols : (i+1)*cols]
	}
	return list
}

// Reference returns the model as plain Go in float64, with a copy of its weights.
func (m *Model) Reference() *reference.Model {
	r := &reference.Model{
		Layers: m.config.Layers, Heads: m.config.Heads, Radius: m.config.Radius, NoScale: m.config.NoScale, NoContent: m.config.NoContent,
		Temperature: m.config.PointerTemperature(),
		Weights:     map[string]reference.Matrix{},
	}
	for _, p := range m.parameters {
		width := p.Shape[len(p.Shape)-1]
		var rows reference.Matrix
		for row := range slices.Chunk(p.Data, width) {
			wide := make([]float64, width)
			for i, v := range row {
				wide[i] = float64(v)
			}
			rows = append(rows, wide)
		}
		r.Weights[p.Name] = rows
	}
	return r
}
