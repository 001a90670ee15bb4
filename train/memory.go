package train

import "antecedent/model"

// Memory estimates how many bytes the training of a model takes in each of several
// processes, with texts of so many tokens; see [model.Config.TrainingMemory].
func (c Config) Memory(m model.Config, tokens, processes int) float64 {
	if c.Shares == 0 {
		c.Shares = defaultShares(c.Batch)
	}
	if c.Shares == 1 {
		return m.TrainingMemory(c.Batch, tokens, 0)
	}
	own := max(1, c.Shares/max(1, processes))
	sums := partialSums(own)
	if own > 1 {
		sums++ // two shares are computed at once
	}
	if processes > 1 {
		sums++ // what other processes send, for less than half of the gradients at a time
	}
	return m.TrainingMemory(min(2, own)*((c.Batch-1)/c.Shares+1), tokens, sums)
}
