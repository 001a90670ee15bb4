package faithfulness

import (
	"slices"

	"antecedent/data"
)

// weightOn is the weight of the tokens of the spans, each counted once.
func weightOn(row []float32, spans ...data.Span) float64 {
	var sum float64
	for i, w := range row {
		if slices.ContainsFunc(spans, data.Span{Start: i, End: i + 1}.Overlaps) {
			sum += float64(w)
		}
	}
	return sum
}

// tokensOf lists the tokens of the spans, each once.
func tokensOf(spans ...data.Span) []int {
	var list []int
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			if !slices.Contains(list, i) {
				list = append(list, i)
			}
		}
	}
	return list
}

// pronounTokens, candidateTokens and sharedTokens pair tokens of two twins: token
// rows[i] of a corresponds to token from[i] of b.
func pronounTokens(a, b *data.Example) (rows, from []int) {
	return []int{a.Pronoun.Start}, []int{b.Pronoun.Start}
}

// candidateTokens are those of the candidates that have the same length in both.
func candidateTokens(a, b *data.Example) (rows, from []int) {
	for i, c := range a.Candidates {
		if other := b.Candidates[i]; c.Len() == other.Len() {
			rows, from = append(rows, tokensOf(c)...), append(from, tokensOf(other)...)
		}
	}
	return rows, from
}

// sharedTokens are those that begin or end both texts alike, all but those in which
// the texts differ.
func sharedTokens(a, b *data.Example) (rows, from []int) {
	m, n, first := len(a.Tokens), len(b.Tokens), 0
	for first < min(m, n) && a.Tokens[first].Text == b.Tokens[first].Text {
		rows, from = append(rows, first), append(from, first)
		first++
	}
	for last := 1; last <= min(m, n)-first && a.Tokens[m-last].Text == b.Tokens[n-last].Text; last++ {
		rows, from = append(rows, m-last), append(from, n-last)
	}
	return rows, from
}
