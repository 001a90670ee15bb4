package vectors

// Fill stores row i in v (E).
func (t *Table) Fill(v []float32, i int) {
	scale := t.scales[i]
	for e, x := range t.values[i*t.width : (i+1)*t.width] {
		v[e] = scale * float32(x)
	}
}
