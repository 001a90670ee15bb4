package model

import (
	"fmt"
	"slices"
)

// Restore makes the model of a checkpoint, from the JSON of its configuration and a
// copy of its weights, which must have the names and shapes that the configuration
// asks for, each once, and be finite numbers. Neither is trusted: a size that the
// configuration names is compared with the weights before memory is taken for it.
func Restore(config []byte, weights []Parameter) (*Model, error) {
	c, err := ParseConfig(config)
	if err != nil {
		return nil, err
	}
	given := make(map[string]*Parameter, len(weights))
	for i := range weights {
		name := weights[i].Name
		if given[name] != nil {
			return nil, fmt.Errorf("model: the weights hold %.60q twice", name)
		}
		given[name] = &weights[i]
	}
	m := &Model{config: c, evaluators: newEvaluators()}
	for s := range c.specs() {
		w := given[s.name]
		if w == nil {
			return nil, fmt.Errorf("model: the weights lack %s, which config.json asks for by %s", s.name, s.fields)
		}
		if n, ok := s.size(); !ok || !slices.Equal(w.Shape, s.shape) || len(w.Data) != n {
			return nil, fmt.Errorf("model: %s has shape %s and %d numbers, config.json asks for shape %s by %s",
				s.name, shapeText(w.Shape), len(w.Data), shapeText(s.shape), s.fields)
		}
		if err := w.Finite(); err != nil {
			return nil, fmt.Errorf("model: %w", err)
		}
		m.parameters = append(m.parameters, Parameter{Name: s.name, Shape: s.shape, Data: slices.Clone(w.Data)})
		delete(given, s.name)
	}
	for i := range weights {
		if name := weights[i].Name; given[name] != nil {
			return nil, fmt.Errorf("model: the weights hold %.60q, which config.json does not ask for by layers %d, vectors %d, ngram_buckets %d and structure %d", name, c.Layers, c.Vectors, c.NgramBuckets, c.Structure)
		}
	}
	return m, nil
}

// shapeText is a shape for a message, of at most four axes.
func shapeText(shape []int) string {
	if len(shape) > 4 {
		return fmt.Sprintf("%v and %d axes more", shape[:4], len(shape)-4)
	}
	return fmt.Sprint(shape)
}
