package train

import (
	"antecedent/data"
	"antecedent/internal/random"
)

// dropWords replaces words by the unknown word at random, so that the model learns
// what to do with words that it has no vector for. It leaves the pronouns of the n
// examples of the share. Which words it replaces is a function of their place in the
// whole batch.
func (t *Trainer) dropWords(b data.Batch, n, share int) {
	if t.run.Config.WordDropout == 0 {
		return
	}
	key := random.Key(t.run.Config.Seed, "word dropout", uint64(t.state.Step+1))
	threshold := uint64(t.run.Config.WordDropout * (1 << 32))
	pronouns := make(map[int]bool, n)
	for i, text := range b.Texts[:n] {
		pronouns[text*b.Length+b.Pronouns[i]] = true
	}
	for i := range b.Words {
		if random.At(key, uint64(share*len(b.Words)+i))>>32 < threshold && !pronouns[i] {
			b.Words[i] = 0
			if width := len(b.Vectors) / len(b.Words); width > 0 {
				clear(b.Vectors[i*width:][:width])
			}
		}
	}
}
