package model

import (
	"math"
	"testing"
)

// What was measured, by the greatest resident size of a process less that of a small
// model.
func TestTrainingMemory(t *testing.T) {
	for _, c := range []struct {
		change        func(*Config)
		texts, tokens int
		megabytes     float64
	}{
		{func(c *Config) { c.Width = 1024 }, 64, 16, 448},
		{func(c *Config) { c.Width, c.Hidden = 2048, 2048 }, 64, 16, 2103},
		{func(c *Config) { c.NgramBuckets = 500_000 }, 64, 16, 1128},
		{func(c *Config) {}, 8192, 16, 1515},
		{func(c *Config) { c.Layers = 40 }, 4096, 16, 7417},
		{func(c *Config) { c.Layers, c.Width, c.Heads, c.Hidden = 1000, 8, 2, 8 }, 64, 16, 493},
	} {
		config := Default()
		config.Vocabulary, config.Vectors = 100, 100
		c.change(&config)
		if need := config.TrainingMemory(c.texts, c.tokens, 0) / 1e6; need < 0.7*c.megabytes || need > 1.3*c.megabytes {
			t.Errorf("%+v: %.0f MB, and %.0f were measured", config, need, c.megabytes)
		}
	}
	most := Config{math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt, false, false, 0}
	if need := most.TrainingMemory(math.MaxInt, math.MaxInt, 0); !(need > 1e60) {
		t.Error(need)
	}
}

// What was measured as the sum of what one trace of 512 tokens allocates.
func TestReadingMemory(t *testing.T) {
	for _, c := range []struct {
		layers, heads, width, megabytes int
	}{{100, 8, 8, 3691}, {1000, 1, 1, 5832}, {2, 4, 96, 43}, {2, 64, 64, 569}} {
		config := Config{Vocabulary: 5, Layers: c.layers, Heads: c.heads, Width: c.width, Hidden: 1}
		if need := config.ReadingMemory(512) / 1e6; need < 0.7*float64(c.megabytes) || need > 1.3*float64(c.megabytes) {
			t.Errorf("%+v: %.0f MB, and %d were measured", config, need, c.megabytes)
		}
	}
}
