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
	t := &Trace{}
	for i := range b.Queries {
		row := p.pointer[i*(b.Length+1) : (i+1)*(b.Length+1)]
		t.Pointer, t.None = append(t.Pointer, slices.Clone(row[:n])), append(t.None, row[b.Length])
		logits := p.logits[i*(b.Length+1) : (i+1)*(b.Length+1)]
		content, structure := append(slices.Clone(logits[:n]), logits[b.Length]), make([]float32, n)
		if m.config.Structure > 0 {
			w := m.FeatureWeights()
			for j, features := range b.Structure[i*b.Length:][:n] {
				structure[j] = w.sum(features)
				content[j] -= structure[j]
			}
		}
		t.Content, t.Structure = append(t.Content, content), append(t.Structure, structure)
	}
	for l := range m.config.Layers {
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
	list := make([][][]float32, m.config.Heads)
	for h := range list {
		for i := range n {
			list[h] = append(list[h], slices.Clone(data[(h*length+i)*length:][:n]))
		}
	}
	return list
}

// columns copies each head's K of the D columns from left on, of n rows.
func (m *Model) columns(data []float32, n, stride, left int) [][][]float32 {
	list := make([][][]float32, m.config.Heads)
	k := m.config.HeadWidth()
	for h := range list {
		for i := range n {
			list[h] = append(list[h], slices.Clone(data[i*stride+left+h*k:][:k]))
		}
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
