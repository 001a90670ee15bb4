package main

import (
	"math"

	"antecedent/data"
	"antecedent/internal/cli"
	"antecedent/model"
	"antecedent/train"
)

// checkMemory returns an error of usage if a run needs more memory than there is: with a
// model m, whose longest text has so many tokens. It names the flag that asks for most.
func (c *command) checkMemory(m model.Config, tokens int) error {
	run, processes := c.options.Config, c.processes()
	problem := cli.CheckMemory(run.Memory(m, tokens, processes))
	if problem == nil {
		return nil
	}
	usual, usualRun := model.Default(), train.Default()
	least, flag, value := math.Inf(1), "", 0
	consider := func(name string, n *int, usual int) {
		old := *n
		if *n = min(old, usual); old > usual {
			if need := run.Memory(m, tokens, processes); need < least {
				least, flag, value = need, name, old
			}
		}
		*n = old
	}
	consider("batch", &run.Batch, usualRun.Batch)
	if c.initFrom == "" { // else the model is as it is
		consider("layers", &m.Layers, usual.Layers)
		consider("heads", &m.Heads, usual.Heads)
		consider("width", &m.Width, usual.Width)
		consider("hidden", &m.Hidden, usual.Hidden)
		consider("radius", &m.Radius, usual.Radius)
		consider("ngram-buckets", &m.NgramBuckets, usual.NgramBuckets)
	}
	if flag == "" {
		return cli.Usage("a model of %d words with batches of %d texts %w: use a smaller --width or --batch", m.Vocabulary, run.Batch, problem)
	}
	return cli.Usage("--%s %d %w: use a smaller number", flag, value, problem)
}

// longest is the length of the longest text to train on, in tokens, as batches are padded
// to it.
func (c *command) longest() int {
	n := 1
	for i := range c.options.Train {
		n = max(n, len(c.options.Train[i].Tokens))
	}
	return data.PaddedLength(n)
}
